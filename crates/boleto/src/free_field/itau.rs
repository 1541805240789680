//! Itaú, 341.
//!
//! **Free field**: wallet (3 digits), our number (8), its check digit, agency (4), account (5), a check digit over agency
//! and account, and `000`. All check digits are modulus 10.
//!
//! **Check digit of the our number**: over agency, account, wallet and our number; for the wallets 126, 131, 146, 150
//! and 168 over wallet and our number only (annex 4). Wallet 112 counts among those as well: the manual does not say so,
//! slips printed by the bank do. Wallet 145 is refused: annex 4 names 146 where note 23 names 145. It is printed
//! `WWW/NNNNNNNN-D`.
//!
//! **Wallets 107, 122, 142, 143, 196 and 198**: wallet (3), our number (8), the customer's own number of the title (7),
//! the customer's code (5), a check digit over these 23 and a `0` (annex 5). The our number's check digit is the long
//! one, and neither it nor agency and account are in the barcode.
//!
//! Source: Itaú, *Cobrança 400 bytes* Jul/2021, notes 18 and 23, p. 65-66, annexes 2 to 6.

use crate::{Digits, Field, InvalidField, OurNumber, check_digit::modulus_10};

use super::{FreeField, Inputs, InvalidFreeField};

/// What Itaú's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields {
    /// Kind of collection: *carteira*.
    wallet: Digits<3>,
    our_number: Digits<8>,
    rest: Rest,
}

/// What follows the our number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rest {
    Account(Account),
    Client {
        client: Client,
        /// Not in the barcode, so not known of a slip that was read.
        account: Option<Account>,
    },
}

/// The account that a title is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Account {
    /// Branch: *agência*.
    pub agency: Digits<4>,
    /// Account, without check digit: *conta*.
    pub account: Digits<5>,
}

/// What identifies the customer in the older wallets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client {
    /// The customer's own number of the title: *seu número*.
    pub document_number: Digits<7>,
    /// The customer's code: *código do cliente*.
    pub client_code: Digits<5>,
}

impl Fields {
    /// Takes wallet, our number, agency and account from `inputs`, and document number and client code where the wallet
    /// has them.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        let wallet = wallet(inputs.digits(Field::Wallet)?)?;
        let our_number = inputs.digits(Field::OurNumber)?;
        let account = Account {
            agency: inputs.digits(Field::Agency)?,
            account: inputs.digits(Field::Account)?,
        };
        let rest = if states_the_client(&wallet) {
            let client = Client {
                document_number: inputs.digits(Field::DocumentNumber)?,
                client_code: inputs.digits(Field::ClientCode)?,
            };
            Rest::Client {
                client,
                account: Some(account),
            }
        } else {
            Rest::Account(account)
        };
        Ok(Self {
            wallet,
            our_number,
            rest,
        })
    }

    /// Takes a free field apart.
    ///
    /// # Errors
    /// A check digit or a constant digit is wrong, or the wallet is 145.
    pub fn read(free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        let FreeField(digits) = free_field;
        let wallet = wallet(digits.part(0))?;
        let our_number = digits.part(3);
        if states_the_client(&wallet) {
            free_field.expect_check_digit(23, modulus_10(&digits.bytes()[..23]))?;
            free_field.expect_constant(24, "0")?;
            let client = Client {
                document_number: digits.part(11),
                client_code: digits.part(18),
            };
            return Ok(Self {
                wallet,
                our_number,
                rest: Rest::Client {
                    client,
                    account: None,
                },
            });
        }
        let account = Account {
            agency: digits.part(12),
            account: digits.part(16),
        };
        free_field
            .expect_check_digit(11, our_number_check_digit(&wallet, &our_number, &account))?;
        free_field.expect_check_digit(21, account.check_digit())?;
        free_field.expect_constant(22, "000")?;
        Ok(Self {
            wallet,
            our_number,
            rest: Rest::Account(account),
        })
    }

    /// Kind of collection: *carteira*.
    #[must_use]
    pub fn wallet(&self) -> &Digits<3> {
        &self.wallet
    }

    /// The account, which slips of the older wallets do not state.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match &self.rest {
            Rest::Account(account) => Some(account),
            Rest::Client { account, .. } => account.as_ref(),
        }
    }

    /// The customer, whom only slips of the older wallets state.
    #[must_use]
    pub fn client(&self) -> Option<&Client> {
        match &self.rest {
            Rest::Account(_) => None,
            Rest::Client { client, .. } => Some(client),
        }
    }

    /// The title's number, with its check digit where the account is known.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        let check_digit = self
            .account()
            .map(|account| our_number_check_digit(&self.wallet, &self.our_number, account));
        OurNumber::itau(self.wallet, self.our_number, check_digit)
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        let (wallet, number) = (self.wallet.bytes(), self.our_number.bytes());
        FreeField(match &self.rest {
            Rest::Account(account) => Digits::join(&[
                wallet,
                number,
                &[our_number_check_digit(
                    &self.wallet,
                    &self.our_number,
                    account,
                )],
                account.agency.bytes(),
                account.account.bytes(),
                &[account.check_digit()],
                b"000",
            ]),
            Rest::Client { client, .. } => {
                let before = Digits::<23>::join(&[
                    wallet,
                    number,
                    client.document_number.bytes(),
                    client.client_code.bytes(),
                ]);
                Digits::join(&[before.bytes(), &[modulus_10(before.bytes())], b"0"])
            }
        })
    }
}

impl Account {
    /// Modulus 10 over agency and account.
    fn check_digit(&self) -> u8 {
        modulus_10(self.digits().bytes())
    }

    fn digits(&self) -> Digits<9> {
        Digits::join(&[self.agency.bytes(), self.account.bytes()])
    }
}

fn wallet(wallet: Digits<3>) -> Result<Digits<3>, InvalidField> {
    if wallet.bytes() == b"145" {
        return Err(
            Field::Wallet.expected("another than 145, on which Itaú's manual contradicts itself")
        );
    }
    Ok(wallet)
}

fn states_the_client(wallet: &Digits<3>) -> bool {
    matches!(
        wallet.bytes(),
        b"107" | b"122" | b"142" | b"143" | b"196" | b"198"
    )
}

fn is_checked_without_account(wallet: &Digits<3>) -> bool {
    matches!(
        wallet.bytes(),
        b"112" | b"126" | b"131" | b"146" | b"150" | b"168"
    )
}

fn our_number_check_digit(wallet: &Digits<3>, number: &Digits<8>, account: &Account) -> u8 {
    let wallet_and_number = Digits::<11>::join(&[wallet.bytes(), number.bytes()]);
    if is_checked_without_account(wallet) {
        return modulus_10(wallet_and_number.bytes());
    }
    let all = Digits::<20>::join(&[account.digits().bytes(), wallet_and_number.bytes()]);
    modulus_10(all.bytes())
}

#[cfg(test)]
mod tests;
