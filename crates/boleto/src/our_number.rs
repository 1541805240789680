//! The number that the bank knows a title by.

use core::fmt;

use crate::Digits;

/// The number that the bank knows a title by, with its check digit: *nosso número*.
///
/// Displayed, it is what the bank prints on the slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OurNumber(Form);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Bradesco {
        wallet: Digits<2>,
        number: Digits<11>,
        check_digit: u8,
    },
    Caixa {
        number: Digits<17>,
        check_digit: u8,
    },
    Itau {
        wallet: Digits<3>,
        number: Digits<8>,
        check_digit: u8,
    },
    BancoDoBrasil11 {
        number: Digits<11>,
        check_digit: u8,
    },
    BancoDoBrasil17 {
        number: Digits<17>,
    },
    Santander {
        number: Digits<12>,
        check_digit: u8,
    },
}

impl OurNumber {
    pub(crate) fn bradesco(wallet: Digits<2>, number: Digits<11>, check_digit: u8) -> Self {
        Self(Form::Bradesco {
            wallet,
            number,
            check_digit,
        })
    }

    pub(crate) fn caixa(number: Digits<17>, check_digit: u8) -> Self {
        Self(Form::Caixa {
            number,
            check_digit,
        })
    }

    pub(crate) fn itau(wallet: Digits<3>, number: Digits<8>, check_digit: u8) -> Self {
        Self(Form::Itau {
            wallet,
            number,
            check_digit,
        })
    }

    pub(crate) fn banco_do_brasil_11(number: Digits<11>, check_digit: u8) -> Self {
        Self(Form::BancoDoBrasil11 {
            number,
            check_digit,
        })
    }

    pub(crate) fn banco_do_brasil_17(number: Digits<17>) -> Self {
        Self(Form::BancoDoBrasil17 { number })
    }

    pub(crate) fn santander(number: Digits<12>, check_digit: u8) -> Self {
        Self(Form::Santander {
            number,
            check_digit,
        })
    }

    /// The number without its check digit, and without the wallet where the bank keeps that apart.
    #[must_use]
    pub fn digits(&self) -> &str {
        match &self.0 {
            Form::Bradesco { number, .. } | Form::BancoDoBrasil11 { number, .. } => number.as_str(),
            Form::Caixa { number, .. } | Form::BancoDoBrasil17 { number } => number.as_str(),
            Form::Itau { number, .. } => number.as_str(),
            Form::Santander { number, .. } => number.as_str(),
        }
    }

    /// The check digit, where the bank gives it one: `0` to `9`, `P` at Bradesco, `X` at Banco do Brasil.
    #[must_use]
    pub fn check_digit(&self) -> Option<char> {
        match self.0 {
            Form::Bradesco { check_digit, .. }
            | Form::Caixa { check_digit, .. }
            | Form::Itau { check_digit, .. }
            | Form::BancoDoBrasil11 { check_digit, .. }
            | Form::Santander { check_digit, .. } => Some(char::from(check_digit)),
            Form::BancoDoBrasil17 { .. } => None,
        }
    }
}

impl fmt::Display for OurNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Bradesco { wallet, .. } => write!(f, "{wallet}/")?,
            Form::Itau { wallet, .. } => write!(f, "{wallet}/")?,
            Form::Caixa { .. }
            | Form::BancoDoBrasil11 { .. }
            | Form::BancoDoBrasil17 { .. }
            | Form::Santander { .. } => {}
        }
        f.write_str(self.digits())?;
        self.check_digit()
            .map_or(Ok(()), |check_digit| write!(f, "-{check_digit}"))
    }
}
