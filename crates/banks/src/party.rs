//! Companies as banks want them named.

use boleto::{Company, Document, DocumentType};

use crate::text::{Alphabet, clean};

/// Reads a document of either kind.
pub(crate) fn document(text: &str) -> Option<Document> {
    DocumentType::ALL
        .into_iter()
        .find_map(|kind| Document::parse(kind, text).ok())
}

/// The name and document of `company`, if it has both and the bank's alphabet leaves something of the name.
pub(crate) fn named(
    company: &Company,
    alphabet: Alphabet,
    limit: usize,
) -> Option<(String, Document)> {
    let name = clean(company.name.as_ref()?.reveal(), alphabet, limit);
    let document = document(company.document_number.as_ref()?.reveal())?;
    (!name.is_empty()).then_some((name, document))
}
