//! The number that the bank knows a title by.

use core::fmt;

use crate::Digits;

/// The number that the bank knows a title by, with its check digit: *nosso número*.
///
/// How it is composed and checked is told by each bank's module in [`free_field`](crate::free_field). Displayed, it is
/// what the bank prints on the slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OurNumber {
    number: Number,
    check_digit: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Number {
    Bradesco {
        wallet: Digits<2>,
        number: Digits<11>,
    },
    Caixa(Digits<17>),
    Itau {
        wallet: Digits<3>,
        number: Digits<8>,
    },
    BancoDoBrasil11(Digits<11>),
    BancoDoBrasil17(Digits<17>),
    Santander(Digits<12>),
}

impl OurNumber {
    pub(crate) fn bradesco(wallet: Digits<2>, number: Digits<11>, check_digit: u8) -> Self {
        Self {
            number: Number::Bradesco { wallet, number },
            check_digit: Some(check_digit),
        }
    }

    pub(crate) fn caixa(number: Digits<17>, check_digit: u8) -> Self {
        Self {
            number: Number::Caixa(number),
            check_digit: Some(check_digit),
        }
    }

    pub(crate) fn itau(wallet: Digits<3>, number: Digits<8>, check_digit: Option<u8>) -> Self {
        Self {
            number: Number::Itau { wallet, number },
            check_digit,
        }
    }

    pub(crate) fn banco_do_brasil_11(number: Digits<11>, check_digit: u8) -> Self {
        Self {
            number: Number::BancoDoBrasil11(number),
            check_digit: Some(check_digit),
        }
    }

    pub(crate) fn banco_do_brasil_17(number: Digits<17>) -> Self {
        Self {
            number: Number::BancoDoBrasil17(number),
            check_digit: None,
        }
    }

    pub(crate) fn santander(number: Digits<12>, check_digit: u8) -> Self {
        Self {
            number: Number::Santander(number),
            check_digit: Some(check_digit),
        }
    }

    /// The number without its check digit, and without the wallet where the bank keeps that apart.
    #[must_use]
    pub fn digits(&self) -> &str {
        match &self.number {
            Number::Bradesco { number, .. } | Number::BancoDoBrasil11(number) => number.as_str(),
            Number::Caixa(number) | Number::BancoDoBrasil17(number) => number.as_str(),
            Number::Itau { number, .. } => number.as_str(),
            Number::Santander(number) => number.as_str(),
        }
    }

    /// The check digit, where the bank gives it one and it is known: `0` to `9`, `P` at Bradesco, `X` at Banco do Brasil.
    #[must_use]
    pub fn check_digit(&self) -> Option<char> {
        self.check_digit.map(char::from)
    }
}

impl fmt::Display for OurNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.number {
            Number::Bradesco { wallet, number } => write!(f, "{wallet}/{number}")?,
            Number::Caixa(number) => {
                let (wallet, rest) = number.as_str().split_at(2);
                write!(f, "{wallet}/{rest}")?;
            }
            Number::Itau { wallet, number } => write!(f, "{wallet}/{number}")?,
            Number::BancoDoBrasil11(_) | Number::BancoDoBrasil17(_) | Number::Santander(_) => {
                f.write_str(self.digits())?;
            }
        }
        self.check_digit()
            .map_or(Ok(()), |digit| write!(f, "-{digit}"))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn each_bank_prints_it_in_its_own_way() {
        let nine = "123456789";
        for (our_number, digits, printed) in [
            (
                OurNumber::bradesco("26".parse().unwrap(), nine.parse().unwrap(), b'P'),
                "00123456789",
                "26/00123456789-P",
            ),
            (
                OurNumber::caixa("14000000123456789".parse().unwrap(), b'3'),
                "14000000123456789",
                "14/000000123456789-3",
            ),
            (
                OurNumber::itau(
                    "109".parse().unwrap(),
                    "12345678".parse().unwrap(),
                    Some(b'0'),
                ),
                "12345678",
                "109/12345678-0",
            ),
            (
                OurNumber::banco_do_brasil_11(nine.parse().unwrap(), b'X'),
                "00123456789",
                "00123456789-X",
            ),
            (
                OurNumber::banco_do_brasil_17(nine.parse().unwrap()),
                "00000000123456789",
                "00000000123456789",
            ),
            (
                OurNumber::santander(nine.parse().unwrap(), b'1'),
                "000123456789",
                "000123456789-1",
            ),
        ] {
            assert_eq!(our_number.digits(), digits);
            assert_eq!(our_number.to_string(), printed);
            let last = printed
                .split_once('-')
                .and_then(|(_, digit)| digit.chars().next());
            assert_eq!(our_number.check_digit(), last);
        }
    }
}
