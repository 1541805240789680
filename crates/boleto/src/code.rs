//! A slip's code as somebody scanned, typed or pasted it.

use core::str::FromStr;

use thiserror::Error;

use crate::{
    Barcode, DigitableLine, InvalidBarcode, InvalidDigitableLine,
    typed::{Typed, Unexpected},
};

/// One of a slip's two codes; each can be had from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// What a reader scanned.
    Barcode(Barcode),
    /// What a person typed.
    DigitableLine(DigitableLine),
}

/// Why text is neither of a bank slip's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidCode {
    /// There is no digit in it.
    #[error("no digits")]
    NoDigits,
    /// It holds something else than digits, spaces, dots and hyphens.
    #[error("character {found:?} at {position}: expected digits, spaces, dots and hyphens only")]
    Character {
        /// What came.
        found: char,
        /// Where, counting characters from 1.
        position: usize,
    },
    /// It begins with 8 and is as long as a code of a utility or a tax: *arrecadação*, whose digits mean something else.
    #[error("arrecadacao (utility/tax slip, starts with 8): not a bank boleto")]
    Utility,
    /// It is as long as neither code.
    #[error("length ({found} digits): a barcode has 44, a digitable line 47")]
    Length {
        /// How many digits came.
        found: usize,
    },
    /// It has 44 digits and is no barcode.
    #[error(transparent)]
    Barcode(InvalidBarcode),
    /// It has 47 digits and is no line.
    #[error(transparent)]
    DigitableLine(InvalidDigitableLine),
}

impl Code {
    /// What a reader scans.
    #[must_use]
    pub fn barcode(&self) -> Barcode {
        match self {
            Self::Barcode(barcode) => *barcode,
            Self::DigitableLine(line) => line.barcode(),
        }
    }

    /// What a person types.
    #[must_use]
    pub fn digitable_line(&self) -> DigitableLine {
        match self {
            Self::Barcode(barcode) => DigitableLine::from(*barcode),
            Self::DigitableLine(line) => *line,
        }
    }
}

impl FromStr for Code {
    type Err = InvalidCode;

    /// Reads the 44 digits of a barcode or the 47 of a line, with or without spaces, dots and hyphens.
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let typed = Typed::read(text).map_err(|Unexpected { found, position }| {
            if text.contains(|character: char| character.is_ascii_digit()) {
                InvalidCode::Character { found, position }
            } else {
                InvalidCode::NoDigits
            }
        })?;
        match typed.len() {
            0 => Err(InvalidCode::NoDigits),
            44 | 47 | 48 if typed.starts_with_8() => Err(InvalidCode::Utility),
            44 => typed
                .barcode()
                .map(Self::Barcode)
                .map_err(InvalidCode::Barcode),
            47 => typed
                .line()
                .map(Self::DigitableLine)
                .map_err(InvalidCode::DigitableLine),
            found => Err(InvalidCode::Length { found }),
        }
    }
}
