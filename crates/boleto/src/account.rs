//! Accounts that fit their bank.

use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use crate::{Digits, Field, InvalidField, IssuerAccount, free_field::caixa::Beneficiary};

/// An account at Bradesco.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BradescoAccount {
    /// Branch, without check digit: *agência*.
    pub agency: Digits<4>,
    /// Account, without check digit: *conta*.
    pub account: Digits<7>,
    /// Kind of collection: *carteira*.
    pub wallet: Digits<2>,
}

/// A beneficiary at Caixa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CaixaAccount {
    /// Branch, which is not in the barcode: *agência*.
    pub agency: Digits<4>,
    /// Whom titles belong to: *código do beneficiário*.
    pub beneficiary: Beneficiary,
    /// What the client calls the wallet. It chooses what may happen after the due day; in the our number every title is
    /// [registered](crate::free_field::caixa::Wallet::REGISTERED).
    pub wallet: Digits<2>,
}

/// An account that does not fit its bank, with every field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct InvalidAgreement {
    faults: Vec<InvalidField>,
}

impl fmt::Display for InvalidAgreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the issuer's ")?;
        for (before, fault) in self.faults.iter().enumerate() {
            if before > 0 {
                f.write_str(", ")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl InvalidAgreement {
    fn of(faults: [Option<InvalidField>; 3]) -> Self {
        Self {
            faults: faults.into_iter().flatten().collect(),
        }
    }

    /// The wrong ones among [`Field::Agency`], [`Field::Account`] and [`Field::Wallet`], in this order, at least one.
    #[must_use]
    pub fn faults(&self) -> &[InvalidField] {
        &self.faults
    }
}

impl BradescoAccount {
    pub(crate) fn parse(account: &IssuerAccount) -> Result<Self, InvalidAgreement> {
        let agency = Field::Agency.parse(&account.agency);
        let number = Field::Account.parse(&account.account);
        let wallet = Field::Wallet.parse(&account.wallet);
        match (agency, number, wallet) {
            (Ok(agency), Ok(account), Ok(wallet)) => Ok(Self {
                agency,
                account,
                wallet,
            }),
            (agency, account, wallet) => Err(InvalidAgreement::of([
                agency.err(),
                account.err(),
                wallet.err(),
            ])),
        }
    }
}

impl CaixaAccount {
    pub(crate) fn parse(account: &IssuerAccount) -> Result<Self, InvalidAgreement> {
        let agency = Field::Agency.parse(&account.agency);
        let beneficiary = Beneficiary::parse(Field::Account, &account.account);
        let wallet = Field::Wallet.parse(&account.wallet);
        match (agency, beneficiary, wallet) {
            (Ok(agency), Ok(beneficiary), Ok(wallet)) => Ok(Self {
                agency,
                beneficiary,
                wallet,
            }),
            (agency, beneficiary, wallet) => Err(InvalidAgreement::of([
                agency.err(),
                beneficiary.err(),
                wallet.err(),
            ])),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use crate::{Agreement, Issuer};

    use super::*;

    fn parse(issuer: Issuer, account: [&str; 3]) -> Result<Agreement, InvalidAgreement> {
        let [agency, account, wallet] = account.map(String::from);
        Agreement::parse(
            issuer,
            &IssuerAccount {
                agency,
                account,
                wallet,
            },
        )
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let faults = |issuer, account| {
            parse(issuer, account)
                .unwrap_err()
                .faults()
                .iter()
                .map(|fault| fault.field)
                .collect()
        };
        let all: Vec<_> = faults(Issuer::Bradesco, ["12345", "12345678", "123"]);
        assert_eq!(all, [Field::Agency, Field::Account, Field::Wallet]);
        let all: Vec<_> = faults(Issuer::BoletoApiCaixa, ["x", "1099999", ""]);
        assert_eq!(all, [Field::Agency, Field::Account, Field::Wallet]);
        let one: Vec<_> = faults(Issuer::Development, ["1", "1-2", "1"]);
        assert_eq!(one, [Field::Account]);

        let error = parse(Issuer::Bradesco, ["12345", "", "26"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the issuer's agency must have 1 to 4 digits, not 5, account must have 1 to 7 digits, not 0"
        );
    }
}
