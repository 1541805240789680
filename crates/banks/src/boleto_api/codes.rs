//! boleto-api's own codes: `MP` and an HTTP status, or `MP` and what it found wrong before it asked the bank.

use crate::code::{Entry, FOR_NOW, LASTING, OUR_FAULT, UNDECIDED};

#[rustfmt::skip]
pub(crate) const CODES: &[Entry] = &[
    ("MP400", FOR_NOW, "boleto-api could not read the request, or misses something in it"),
    ("MP401", OUR_FAULT, "boleto-api does not know our user or password"),
    ("MP403", OUR_FAULT, "the bank does not let boleto-api in"),
    ("MP404", OUR_FAULT, "boleto-api, or the bank behind it, is not where it was asked"),
    ("MP500", UNDECIDED, "boleto-api got no answer from the bank, or none that it understood"),
    ("MP502", UNDECIDED, "boleto-api got a bad answer from the bank"),
    ("MP504", UNDECIDED, "boleto-api got no answer from the bank in time"),
    ("MPTimeout", UNDECIDED, "boleto-api got no answer from the bank in time"),
    ("MPOurNumberFail", UNDECIDED, "the bank took the title and did not say its number"),
    ("MPAmountInCents", LASTING, "the amount is below one centavo"),
    ("MPExpireDate", FOR_NOW, "the due day is past, or no day"),
    ("MPBuyerDocumentType", LASTING, "the payer's document is neither CPF nor CNPJ"),
    ("MPRecipientDocumentType", FOR_NOW, "the recipient's document is neither CPF nor CNPJ"),
    ("MPDocumentNumber", LASTING, "a CPF without 11 digits or a CNPJ without 14"),
    ("MPAgency", OUR_FAULT, "the agency does not have 1 to 4 digits"),
    ("MPAccount", OUR_FAULT, "the account is missing or too long"),
    ("MPOurNumber", FOR_NOW, "the number does not fit the bank"),
    ("MPWalletVariation", OUR_FAULT, "the wallet's variation does not fit the bank"),
    ("MPWallet", FOR_NOW, "the wallet is not one that boleto-api registers"),
    ("MPBankNumber", OUR_FAULT, "boleto-api does not know the bank"),
    ("MPInstructions", LASTING, "the instructions are too long"),
];
