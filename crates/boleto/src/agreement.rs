//! The account that titles are issued for, once it fits its bank.

use alloc::{format, string::String};

use jiff::civil::Date;

use crate::{
    Bank, BradescoAccount, CaixaAccount, Cents, Digits, Field, InvalidAgreement, InvalidField,
    InvalidSlip, Issuer, IssuerAccount, OurNumber, Slip, TitleId,
    free_field::{Fields, bradesco, caixa},
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

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use jiff::civil::date;

    use crate::{DueDayOutOfRange, FieldFault, InvalidDigits};

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

    struct Expected {
        account: [&'static str; 3],
        title_id: u64,
        due_on: Date,
        cents: u32,
        our_number: &'static str,
        barcode: &'static str,
    }

    fn title_id(number: u64) -> TitleId {
        TitleId::new(number).unwrap()
    }

    #[test]
    fn a_slip_carries_the_issuers_own_bank() {
        let bradesco = Expected {
            account: ["3381", "9721", "26"],
            title_id: 1,
            due_on: date(2025, 2, 21),
            cents: 2000,
            our_number: "26/00000000001-7",
            barcode: "23791999900000020003381260000000000100097210",
        };
        let caixa = Expected {
            account: ["1679", "1100001", "26"],
            title_id: 98_765,
            due_on: date(2026, 12, 10),
            cents: 123_456,
            our_number: "14/000000000098765-0",
            barcode: "10497165600001234561100001000100040000987659",
        };
        for (issuer, expected) in [
            (Issuer::Bradesco, &bradesco),
            (Issuer::BoletoApiBradescoShopfacil, &bradesco),
            (Issuer::Development, &bradesco),
            (Issuer::BoletoApiCaixa, &caixa),
        ] {
            let agreement = parse(issuer, expected.account).unwrap();
            let amount = Cents::from(expected.cents);
            let slip = agreement
                .issue(title_id(expected.title_id), expected.due_on, amount)
                .unwrap();
            assert_eq!(slip.our_number.to_string(), expected.our_number);
            assert_eq!(slip.barcode.to_string(), expected.barcode);
            assert_eq!(
                agreement.our_number(title_id(expected.title_id)),
                Ok(slip.our_number)
            );
            assert_eq!(agreement.bank(), issuer.bank());
        }
    }

    #[test]
    fn the_number_space_is_the_account_and_not_how_it_was_written_or_who_asks() {
        let space = |issuer, account| parse(issuer, account).unwrap().number_space();
        let bradesco = space(Issuer::Bradesco, ["1", "469", "9"]);
        assert_eq!(bradesco, "237/0001/0000469/09");
        let shopfacil = space(
            Issuer::BoletoApiBradescoShopfacil,
            ["0001", "0000469", "09"],
        );
        assert_eq!(shopfacil, bradesco);
        let caixa = space(Issuer::BoletoApiCaixa, ["3337", "5507", "25"]);
        assert_eq!(caixa, "104/005507");
        assert_eq!(space(Issuer::BoletoApiCaixa, ["1", "005507", "26"]), caixa);
        assert_eq!(
            space(Issuer::BoletoApiCaixa, ["1", "1103388", "26"]),
            "104/1103388"
        );
        assert_eq!(space(Issuer::Development, ["1", "469", "9"]), "development");
    }

    #[test]
    fn what_no_slip_can_state_is_refused() {
        let bradesco = parse(Issuer::Bradesco, ["1", "1", "26"]).unwrap();
        let caixa = parse(Issuer::BoletoApiCaixa, ["1", "1", "26"]).unwrap();
        let (due_on, amount) = (date(2026, 12, 25), Cents::from(1));
        for agreement in [bradesco, caixa] {
            let largest = agreement.bank().max_title_id();
            assert!(agreement.issue(largest, due_on, amount).is_ok());
        }
        let fault = FieldFault::Digits(InvalidDigits::Length {
            limit: 11,
            found: 12,
        });
        let too_long = InvalidField {
            field: Field::OurNumber,
            fault,
        };
        assert_eq!(
            bradesco.issue(title_id(100_000_000_000), due_on, amount),
            Err(InvalidSlip::Field(too_long))
        );
        assert_eq!(
            bradesco.our_number(title_id(100_000_000_000)),
            Err(too_long)
        );

        let found = date(2049, 10, 14);
        assert_eq!(
            caixa.issue(title_id(1), found, amount),
            Err(InvalidSlip::DueDay(DueDayOutOfRange { found }))
        );
        let found = Cents::new(10_000_000_000).unwrap();
        let limit = Cents::new(9_999_999_999).unwrap();
        assert_eq!(
            caixa.issue(title_id(1), due_on, found),
            Err(InvalidSlip::Amount { limit, found })
        );
    }
}
