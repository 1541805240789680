//! The banks whose numbers are known.

use crate::{Cents, TitleId};

/// A bank by its clearing code: *código de compensação*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bank {
    /// Bradesco, 237.
    Bradesco,
    /// Caixa Econômica Federal, 104.
    Caixa,
    /// Itaú, 341.
    Itau,
    /// Banco do Brasil, 001.
    BancoDoBrasil,
    /// Santander, 033.
    Santander,
}

impl Bank {
    /// Every bank.
    pub const ALL: [Self; 5] = [
        Self::Bradesco,
        Self::Caixa,
        Self::Itau,
        Self::BancoDoBrasil,
        Self::Santander,
    ];

    /// The three digits that begin its barcodes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bradesco => "237",
            Self::Caixa => "104",
            Self::Itau => "341",
            Self::BancoDoBrasil => "001",
            Self::Santander => "033",
        }
    }

    /// The bank whose barcodes begin with `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bank| bank.code() == code)
    }

    /// The bank's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bradesco => "Bradesco",
            Self::Caixa => "Caixa Econômica Federal",
            Self::Itau => "Itaú",
            Self::BancoDoBrasil => "Banco do Brasil",
            Self::Santander => "Santander",
        }
    }

    /// The largest title number that fits the bank's our number.
    ///
    /// Banco do Brasil's room depends on the agreement; this is the most that any agreement has.
    #[must_use]
    pub fn max_title_id(self) -> TitleId {
        TitleId::with_digits(match self {
            Self::Bradesco => 11,
            Self::Caixa => 15,
            Self::Itau => 8,
            Self::BancoDoBrasil => 10,
            Self::Santander => 12,
        })
    }

    /// The largest amount that leaves room for a due factor: ten digits of centavos.
    pub const MAX_AMOUNT_BESIDE_A_DUE_DAY: Cents = Cents::with_digits(10);

    /// The largest amount that the bank's barcodes state.
    ///
    /// Itaú and Banco do Brasil let a larger amount take over the due factor's place, so that the slip states no due
    /// day; 13 digits, since a first digit other than `0` would read as a due factor.
    ///
    /// Source: Banco do Brasil, *Especificações Técnicas* Doc5175, p. 13; Itaú, *Cobrança 400 bytes* Jul/2021, annex 6.
    #[must_use]
    pub fn max_amount(self) -> Cents {
        match self {
            Self::Bradesco | Self::Caixa | Self::Santander => Self::MAX_AMOUNT_BESIDE_A_DUE_DAY,
            Self::Itau | Self::BancoDoBrasil => Cents::with_digits(13),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_is_found_by_its_code() {
        for bank in Bank::ALL {
            assert_eq!(Bank::from_code(bank.code()), Some(bank));
        }
        assert_eq!(Bank::from_code("000"), None);
        assert_eq!(Bank::from_code("1"), None);
    }

    #[test]
    fn a_bank_is_shown_by_its_own_name() {
        let names = [
            "Bradesco",
            "Caixa Econômica Federal",
            "Itaú",
            "Banco do Brasil",
            "Santander",
        ];
        assert_eq!(Bank::ALL.map(Bank::name), names);
    }

    #[test]
    fn each_bank_takes_as_many_digits_as_its_our_number_has() {
        assert_eq!(Bank::Bradesco.max_title_id().get(), 99_999_999_999);
        assert_eq!(Bank::Caixa.max_title_id().get(), 999_999_999_999_999);
        assert_eq!(Bank::Itau.max_title_id().get(), 99_999_999);
        assert_eq!(Bank::BancoDoBrasil.max_title_id().get(), 9_999_999_999);
        assert_eq!(Bank::Santander.max_title_id().get(), 999_999_999_999);
    }
}
