//! The account that titles are issued for, once it fits its bank.

use alloc::{format, string::String, vec::Vec};

use jiff::civil::Date;
use thiserror::Error;

use crate::{
    Bank, Cents, Digits, Field, InvalidField, InvalidSlip, Issuer, IssuerAccount, OurNumber, Slip,
    TitleId,
    free_field::{
        Fields, bradesco,
        caixa::{self, Beneficiary},
    },
};

/// Under whose name, and how, a bank collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// An account at Bradesco.
    Bradesco(BradescoAccount),
    /// A beneficiary at Caixa.
    Caixa(CaixaAccount),
    /// An account at no bank, numbered as Bradesco's.
    Development(BradescoAccount),
}

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
    /// [`caixa::REGISTERED`].
    pub wallet: Digits<2>,
}

/// An account that does not fit its bank, with every field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the issuer's {}", .faults.iter().map(|fault| format!("{fault}")).collect::<Vec<_>>().join("; "))]
pub struct InvalidAgreement {
    faults: Vec<InvalidField>,
}

impl InvalidAgreement {
    /// The wrong ones among [`Field::Agency`], [`Field::Account`] and [`Field::Wallet`], in this order, at least one.
    #[must_use]
    pub fn faults(&self) -> &[InvalidField] {
        &self.faults
    }
}

impl Agreement {
    /// Reads an account as the client wrote it.
    ///
    /// # Errors
    /// Every field that the issuer's bank does not take.
    pub fn parse(issuer: Issuer, account: &IssuerAccount) -> Result<Self, InvalidAgreement> {
        match issuer {
            Issuer::Bradesco | Issuer::BoletoApiBradescoShopfacil => {
                BradescoAccount::parse(account).map(Self::Bradesco)
            }
            Issuer::BoletoApiCaixa => CaixaAccount::parse(account).map(Self::Caixa),
            Issuer::Development => BradescoAccount::parse(account).map(Self::Development),
        }
    }

    /// The bank whose barcode its slips carry.
    #[must_use]
    pub fn bank(&self) -> Bank {
        match self {
            Self::Bradesco(_) | Self::Development(_) => Bank::Bradesco,
            Self::Caixa(_) => Bank::Caixa,
        }
    }

    /// Within what our numbers must differ: accounts that the bank takes for the same one have the same text.
    #[must_use]
    pub fn number_space(&self) -> String {
        match self {
            Self::Bradesco(BradescoAccount {
                agency,
                account,
                wallet,
            }) => {
                format!("237/{agency}/{account}/{wallet}")
            }
            Self::Caixa(CaixaAccount { beneficiary, .. }) => format!("104/{}", beneficiary.code()),
            Self::Development(_) => String::from("development"),
        }
    }

    /// The number that the bank knows the title by.
    ///
    /// # Errors
    /// The number is above [`Bank::max_title_id`].
    pub fn our_number(&self, id: TitleId) -> Result<OurNumber, InvalidField> {
        self.fields(id).map(|fields| fields.our_number())
    }

    /// Composes the slip of a title.
    ///
    /// # Errors
    /// Number, day or amount can't be stated.
    pub fn issue(&self, id: TitleId, due_on: Date, amount: Cents) -> Result<Slip, InvalidSlip> {
        Slip::issue(&self.fields(id)?, Some(due_on), amount)
    }

    fn fields(&self, id: TitleId) -> Result<Fields, InvalidField> {
        Ok(match self {
            Self::Bradesco(BradescoAccount {
                agency,
                account,
                wallet,
            })
            | Self::Development(BradescoAccount {
                agency,
                account,
                wallet,
            }) => Fields::Bradesco(bradesco::Fields {
                agency: *agency,
                wallet: *wallet,
                our_number: number(id)?,
                account: *account,
            }),
            Self::Caixa(CaixaAccount { beneficiary, .. }) => Fields::Caixa(caixa::Fields {
                beneficiary: *beneficiary,
                wallet: caixa::Wallet::REGISTERED,
                our_number: number(id)?,
            }),
        })
    }
}

fn number<const N: usize>(id: TitleId) -> Result<Digits<N>, InvalidField> {
    Digits::of(id.get()).ok_or_else(|| Field::OurNumber.too_long(N, id.get()))
}

impl BradescoAccount {
    fn parse(account: &IssuerAccount) -> Result<Self, InvalidAgreement> {
        let agency = Field::Agency.parse(&account.agency);
        let number = Field::Account.parse(&account.account);
        let wallet = Field::Wallet.parse(&account.wallet);
        match (agency, number, wallet) {
            (Ok(agency), Ok(account), Ok(wallet)) => Ok(Self {
                agency,
                account,
                wallet,
            }),
            (agency, account, wallet) => Err(InvalidAgreement {
                faults: agency
                    .err()
                    .into_iter()
                    .chain(account.err())
                    .chain(wallet.err())
                    .collect(),
            }),
        }
    }
}

impl CaixaAccount {
    fn parse(account: &IssuerAccount) -> Result<Self, InvalidAgreement> {
        let agency = Field::Agency.parse(&account.agency);
        let beneficiary = Beneficiary::parse(Field::Account, &account.account);
        let wallet = Field::Wallet.parse(&account.wallet);
        match (agency, beneficiary, wallet) {
            (Ok(agency), Ok(beneficiary), Ok(wallet)) => Ok(Self {
                agency,
                beneficiary,
                wallet,
            }),
            (agency, beneficiary, wallet) => Err(InvalidAgreement {
                faults: agency
                    .err()
                    .into_iter()
                    .chain(beneficiary.err())
                    .chain(wallet.err())
                    .collect(),
            }),
        }
    }
}
