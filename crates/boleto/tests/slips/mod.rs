//! What the proptests draw: a title at each bank, as text that fits.

use boleto::{Bank, Cents, DueFactor};
use jiff::{ToSpan, civil::Date};
use proptest::{option, prelude::*};

/// What a slip is issued from.
#[derive(Debug, Clone)]
pub(crate) struct Title {
    pub(crate) bank: Bank,
    pub(crate) agency: String,
    pub(crate) account: String,
    pub(crate) wallet: String,
    pub(crate) our_number: String,
    pub(crate) our_number_format: Option<&'static str>,
    pub(crate) agreement: String,
    pub(crate) document_number: String,
    pub(crate) client_code: String,
    pub(crate) ios: Option<&'static str>,
    pub(crate) due_on: Option<Date>,
    pub(crate) amount: Cents,
}

impl Title {
    pub(crate) fn inputs(&self) -> boleto::free_field::Inputs<'_> {
        boleto::free_field::Inputs {
            agency: Some(&self.agency),
            account: Some(&self.account),
            wallet: Some(&self.wallet),
            our_number: Some(&self.our_number),
            our_number_format: self.our_number_format,
            agreement: Some(&self.agreement),
            document_number: Some(&self.document_number),
            client_code: Some(&self.client_code),
            ios: self.ios,
        }
    }
}

/// Any title that can be issued.
pub(crate) fn any_title() -> impl Strategy<Value = Title> {
    let banks = prop_oneof![bradesco(), caixa(), itau(), banco_do_brasil(), santander()];
    (
        banks,
        option::weighted(0.9, any_due_day()),
        0..10_000_000_000_u64,
    )
        .prop_map(|(title, due_on, amount)| Title {
            due_on,
            amount: Cents::new(amount).expect("ten digits fit"),
            ..title
        })
}

fn any_due_day() -> impl Strategy<Value = Date> {
    (0..18_000_i64).prop_map(|days| DueFactor::FIRST_DAY + days.days())
}

fn title(bank: Bank) -> Title {
    Title {
        bank,
        agency: String::new(),
        account: String::new(),
        wallet: String::new(),
        our_number: String::new(),
        our_number_format: None,
        agreement: String::new(),
        document_number: String::new(),
        client_code: String::new(),
        ios: None,
        due_on: None,
        amount: Cents::ZERO,
    }
}

fn bradesco() -> BoxedStrategy<Title> {
    ("[0-9]{1,4}", "[0-9]{1,7}", "[0-9]{1,2}", "[0-9]{1,11}")
        .prop_map(|(agency, account, wallet, our_number)| Title {
            agency,
            account,
            wallet,
            our_number,
            ..title(Bank::Bradesco)
        })
        .boxed()
}

fn caixa() -> BoxedStrategy<Title> {
    let codes = prop_oneof![
        "[0-9]{1,6}",
        (1_100_000..10_000_000_u32).prop_map(|n| n.to_string())
    ];
    (codes, prop_oneof!["[12]4", "[12]1"], "[0-9]{1,15}")
        .prop_map(|(agreement, wallet, our_number)| Title {
            agreement,
            wallet,
            our_number,
            ..title(Bank::Caixa)
        })
        .boxed()
}

fn itau() -> BoxedStrategy<Title> {
    let wallets = prop_oneof![
        3 => "[0-9]{3}",
        1 => "112|126|131|146|150|168",
        1 => "107|122|142|143|196|198",
    ]
    .prop_filter("wallet 145 is refused", |wallet| wallet != "145");
    (
        wallets,
        "[0-9]{1,8}",
        "[0-9]{1,4}",
        "[0-9]{1,5}",
        "[0-9]{1,7}",
        "[0-9]{1,5}",
    )
        .prop_map(
            |(wallet, our_number, agency, account, document_number, client_code)| Title {
                wallet,
                our_number,
                agency,
                account,
                document_number,
                client_code,
                ..title(Bank::Itau)
            },
        )
        .boxed()
}

fn banco_do_brasil() -> BoxedStrategy<Title> {
    let wallets = || "[0-9]{2}".prop_filter("21 marks free positions", |wallet| wallet != "21");
    let agreements = prop_oneof![
        ("[0-9]{3}[1-9]", "[0-9]{1,7}", Just(None)),
        ("[0-9]{5}[1-9]", "[0-9]{1,5}", Just(None)),
        ("[1-9][0-9]{6}", "[0-9]{1,10}", Just(None)),
        ("[0-9]{5}[1-9]", "[0-9]{1,17}", Just(Some("17-free"))),
    ];
    (agreements, wallets(), "[0-9]{1,4}", "[0-9]{1,8}")
        .prop_map(
            |((agreement, our_number, our_number_format), wallet, agency, account)| Title {
                agreement,
                our_number,
                our_number_format,
                wallet,
                agency,
                account,
                ..title(Bank::BancoDoBrasil)
            },
        )
        .boxed()
}

fn santander() -> BoxedStrategy<Title> {
    let taxes = prop_oneof![
        Just(None),
        Just(Some("0")),
        Just(Some("7")),
        Just(Some("9"))
    ];
    ("[0-9]{1,7}", "[0-9]{1,12}", "[0-9]{1,3}", taxes)
        .prop_map(|(agreement, our_number, wallet, ios)| Title {
            agreement,
            our_number,
            wallet,
            ios,
            ..title(Bank::Santander)
        })
        .boxed()
}
