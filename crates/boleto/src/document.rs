//! Documents of people and companies.

use alloc::{format, string::String};
use core::fmt;

use thiserror::Error;

use crate::{
    DocumentType,
    check_digit::{eleven_minus, remainder_11},
};

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

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentType::{Cnpj, Cpf};

    #[test]
    fn a_document_is_read_with_or_without_punctuation_and_written_with_it() {
        for (kind, text, formatted) in [
            (Cpf, "52998224725", "529.982.247-25"),
            (Cpf, " 529.982.247-25 ", "529.982.247-25"),
            (Cnpj, "11222333000181", "11.222.333/0001-81"),
            (Cnpj, "12.ABC.345/01DE-35", "12.ABC.345/01DE-35"),
            (Cnpj, "z46abc88000164", "Z4.6AB.C88/0001-64"),
        ] {
            let document = Document::parse(kind, text).unwrap();
            assert_eq!(document.formatted(), formatted);
            assert_eq!(document.document_type(), kind);
            let bare = formatted.replace(['.', '-', '/'], "");
            assert_eq!(document.digits(), bare);
        }
    }

    #[test]
    fn each_fault_is_named() {
        use InvalidDocument::{Character, CheckDigits, Length, Repeated};
        for (kind, text, fault) in [
            (
                Cpf,
                "",
                Length {
                    expected: 11,
                    found: 0,
                },
            ),
            (
                Cpf,
                "5299822472",
                Length {
                    expected: 11,
                    found: 10,
                },
            ),
            (
                Cpf,
                "11222333000181",
                Length {
                    expected: 11,
                    found: 14,
                },
            ),
            (
                Cnpj,
                "52998224725",
                Length {
                    expected: 14,
                    found: 11,
                },
            ),
            (
                Cnpj,
                "1122233300018111",
                Length {
                    expected: 14,
                    found: 16,
                },
            ),
            (Cpf, "529982247A5", Character { position: 10 }),
            (Cpf, "5x9y82247A5", Character { position: 2 }),
            (Cnpj, "12ABC34501DEA5", Character { position: 13 }),
            (Cnpj, "12ABC34501DE3Z", Character { position: 14 }),
            (Cnpj, "12ÀBC34501DE35", Character { position: 3 }),
            (Cpf, "00000000000", Repeated),
            (Cnpj, "99999999999999", Repeated),
            (Cpf, "52998224735", CheckDigits),
            (Cpf, "52998224724", CheckDigits),
            (Cnpj, "12ABC34501DE25", CheckDigits),
            (Cnpj, "12ABC34501DE36", CheckDigits),
        ] {
            assert_eq!(Document::parse(kind, text), Err(fault), "{text}");
        }
    }

    #[test]
    fn neither_a_document_nor_its_faults_show_the_number() {
        let document = Document::parse(Cpf, "52998224725").unwrap();
        assert_eq!(format!("{document:?}"), "cpf(personal)");
        let fault = Document::parse(Cpf, "52998224724").unwrap_err();
        assert!(!format!("{fault} {fault:?}").contains("529"));
    }
}
