//! Documents of people and companies.

use alloc::{format, string::String};
use core::{fmt, str::FromStr};

use thiserror::Error;

use crate::check_digit::{eleven_minus, remainder_11};

/// Which kind of document a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentType {
    /// A person's: *Cadastro de Pessoas Físicas*.
    Cpf,
    /// A company's: *Cadastro Nacional da Pessoa Jurídica*.
    Cnpj,
}

impl DocumentType {
    /// Both, in the order that error messages list them.
    pub const ALL: [Self; 2] = [Self::Cpf, Self::Cnpj];

    /// The name that clients use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpf => "cpf",
            Self::Cnpj => "cnpj",
        }
    }

    /// How many characters a number has without punctuation.
    const fn len(self) -> usize {
        match self {
            Self::Cpf => 11,
            Self::Cnpj => 14,
        }
    }

    /// How far the weights of the check digits go before they start again at 2.
    const fn max_weight(self) -> u32 {
        match self {
            Self::Cpf => 11,
            Self::Cnpj => 9,
        }
    }
}

impl fmt::Display for DocumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Text that names no document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected one of cpf, cnpj")]
pub struct UnknownDocumentType;

impl FromStr for DocumentType {
    type Err = UnknownDocumentType;

    fn from_str(text: &str) -> Result<Self, UnknownDocumentType> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or(UnknownDocumentType)
    }
}

/// A CPF or CNPJ whose check digits are right.
///
/// A CPF has 11 digits. A CNPJ has 12 characters and two digits; since July 2026 the twelve may be letters too, and old
/// numbers stay as they are. The last two are check digits, each over all characters before it: the remainder, by 11, of
/// the sum of characters times weights 2, 3… from the right, up to 11 for a CPF and starting again after 9 for a CNPJ;
/// 11 minus the remainder, or 0 where that is above 9. A character counts as its ASCII code minus 48. Numbers of one
/// repeated digit are nobody's, though their check digits may be right.
///
/// It is personal: `Debug` hides it and there is no `Display`.
///
/// Source: Instrução Normativa RFB 2.229/2024; Receita Federal, *Nota Técnica* 49/2024.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Document {
    document_type: DocumentType,
    /// The characters of a CPF are followed by three zero bytes.
    characters: [u8; Self::LONGEST],
}

/// Why text is no document. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidDocument {
    /// It has too many or too few characters.
    #[error("expected {expected} characters without punctuation, not {found}")]
    Length {
        /// How many its kind has.
        expected: usize,
        /// How many came.
        found: usize,
    },
    /// It holds a character that has no place there, such as a letter in a CPF.
    #[error("unexpected character at {position}")]
    Character {
        /// Where, counting without punctuation from 1.
        position: usize,
    },
    /// All digits are the same.
    #[error("all digits are equal")]
    Repeated,
    /// A check digit is wrong.
    #[error("wrong check digits")]
    CheckDigits,
}

impl Document {
    const LONGEST: usize = DocumentType::Cnpj.len();
    const CHECK_DIGITS: usize = 2;

    /// Reads a document with or without dots, hyphens, slashes and spaces; letters may be small.
    ///
    /// # Errors
    /// Its length, a character or a check digit is wrong.
    pub fn parse(document_type: DocumentType, text: &str) -> Result<Self, InvalidDocument> {
        let expected = document_type.len();
        let mut characters = [0; Self::LONGEST];
        let mut found = 0;
        let mut unexpected = None;
        for character in text.chars().filter(|character| !is_punctuation(*character)) {
            let letters_allowed =
                document_type == DocumentType::Cnpj && found < Self::LONGEST - Self::CHECK_DIGITS;
            let allowed =
                character.is_ascii_digit() || letters_allowed && character.is_ascii_alphabetic();
            if allowed && found < expected {
                // An ASCII character is one byte.
                characters[found] = character.to_ascii_uppercase() as u8;
            }
            found += 1;
            if !allowed && unexpected.is_none() {
                unexpected = Some(found);
            }
        }
        if found != expected {
            return Err(InvalidDocument::Length { expected, found });
        }
        if let Some(position) = unexpected {
            return Err(InvalidDocument::Character { position });
        }
        let document = Self {
            document_type,
            characters,
        };
        document.check()
    }

    fn check(self) -> Result<Self, InvalidDocument> {
        let characters = &self.characters[..self.document_type.len()];
        if characters
            .iter()
            .all(|character| *character == characters[0])
        {
            return Err(InvalidDocument::Repeated);
        }
        for place in characters.len() - Self::CHECK_DIGITS..characters.len() {
            let max_weight = self.document_type.max_weight();
            let remainder = remainder_11(characters[..place].iter(), max_weight);
            if characters[place] != eleven_minus(remainder, b'0') {
                return Err(InvalidDocument::CheckDigits);
            }
        }
        Ok(self)
    }

    /// Which kind it is.
    #[must_use]
    pub fn document_type(&self) -> DocumentType {
        self.document_type
    }

    /// Its 11 or 14 characters without punctuation, letters in capitals.
    #[must_use]
    pub fn digits(&self) -> &str {
        let characters = &self.characters[..self.document_type.len()];
        str::from_utf8(characters).expect("ASCII letters and digits are UTF-8")
    }

    /// The written form: `529.982.247-25`, `12.ABC.345/01DE-35`.
    #[must_use]
    pub fn formatted(&self) -> String {
        let text = self.digits();
        match self.document_type {
            DocumentType::Cpf => {
                format!(
                    "{}.{}.{}-{}",
                    &text[..3],
                    &text[3..6],
                    &text[6..9],
                    &text[9..]
                )
            }
            DocumentType::Cnpj => format!(
                "{}.{}.{}/{}-{}",
                &text[..2],
                &text[2..5],
                &text[5..8],
                &text[8..12],
                &text[12..]
            ),
        }
    }
}

fn is_punctuation(character: char) -> bool {
    character.is_whitespace() || matches!(character, '.' | '-' | '/')
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(personal)", self.document_type)
    }
}
