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

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;

    const BARCODE: &str = "23794100000000015001229250000000000600004690";
    const LINE: &str = "23791.22928 50000.000005 06000.046901 4 10000000001500";

    fn fault(text: &str) -> String {
        text.parse::<Code>().unwrap_err().to_string()
    }

    #[test]
    fn either_code_gives_both() {
        let (barcode, line) = (
            BARCODE.parse::<Code>().unwrap(),
            LINE.parse::<Code>().unwrap(),
        );
        for code in [barcode, line] {
            assert_eq!(code.barcode().to_string(), BARCODE);
            assert_eq!(code.digitable_line().to_string(), LINE);
        }
        assert!(matches!(barcode, Code::Barcode(_)));
        assert!(matches!(line, Code::DigitableLine(_)));
    }

    #[test]
    fn punctuation_does_not_matter() {
        let spaced = "  2379 4100-0000.0001500122925\t0000000000600004690 ";
        assert_eq!(spaced.parse::<Code>(), BARCODE.parse());
        assert_eq!(LINE.replace(['.', ' '], "").parse::<Code>(), LINE.parse());
    }

    #[test]
    fn each_fault_is_named() {
        let utility = "846300000003299902962024004101360008002006441147";
        for (text, reason) in [
            ("", "no digits"),
            ("abc", "no digits"),
            (
                "23794a",
                "character 'a' at 6: expected digits, spaces, dots and hyphens only",
            ),
            (
                "(23794)",
                "character '(' at 1: expected digits, spaces, dots and hyphens only",
            ),
            (
                &BARCODE[1..],
                "length (43 digits): a barcode has 44, a digitable line 47",
            ),
            (
                utility,
                "arrecadacao (utility/tax slip, starts with 8): not a bank boleto",
            ),
            (
                &utility[..47],
                "arrecadacao (utility/tax slip, starts with 8): not a bank boleto",
            ),
            (
                &utility[..44],
                "arrecadacao (utility/tax slip, starts with 8): not a bank boleto",
            ),
            (
                &utility[..46],
                "length (46 digits): a barcode has 44, a digitable line 47",
            ),
            (
                &BARCODE.replacen('4', "5", 1),
                "general check digit 5: the other digits make it 4",
            ),
            (
                &LINE.replace("22928", "22929"),
                "field 1 check digit 9: the other digits make it 8",
            ),
            (
                &LINE.replace("000005", "000004"),
                "field 2 check digit 4: the other digits make it 5",
            ),
            (
                &LINE.replace("046901", "046902"),
                "field 3 check digit 2: the other digits make it 1",
            ),
            (
                &LINE.replace(" 4 ", " 0 "),
                "general check digit 0: the other digits make it 4",
            ),
        ] {
            assert_eq!(fault(text), reason, "{text}");
        }
    }
}
