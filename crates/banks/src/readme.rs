//! The README's tables, made by asking servers that say what the tables say.
//!
//! A row that no longer holds fails the test, which then prints what the README should say.

mod say;
mod searches;
mod transport;
mod words;

use std::{fmt::Write as _, time::Duration};

use boleto::{Issuer, Title};
use jiff::civil::{Date, date};

use crate::{
    Answer, BankApi, Banks, Cause, Client, Endpoint, RetryAfter, Search, Secret, Settings, sample,
    server::{Closed, Ending, Server},
    settings::{BoletoApi, Bradesco, Limits, Shopfacil},
};

const TODAY: Date = date(2026, 11, 21);
const ISSUERS: [Issuer; 3] = [
    Issuer::Bradesco,
    Issuer::BoletoApiBradescoShopfacil,
    Issuer::BoletoApiCaixa,
];

/// What happens when a bank is asked.
#[derive(Clone)]
enum Exchange {
    /// It reads the request, says this, and then that follows.
    Says(Vec<u8>, Ending),
    /// Nobody listens.
    Refuses,
    /// Nobody has the name.
    HasNoName,
    /// It speaks no TLS where TLS is spoken.
    SpeaksNoTls,
    /// The stack has no settings for it.
    IsNotConfigured,
}

/// A row of a table: what the bank does, in the order of [`ISSUERS`], and why that is taken for what it is taken for.
struct Row {
    what: &'static str,
    exchanges: [Option<Exchange>; 3],
    why: &'static str,
}

fn rows() -> Vec<Row> {
    let mut rows = words::successes();
    rows.extend(words::refusals());
    rows.extend(transport::statuses());
    rows.extend(transport::bodies());
    rows.extend(transport::connections());
    rows
}

/// Settings with which every bank is behind `endpoint`.
fn settings(endpoint: &Endpoint) -> Settings {
    let limits = Limits {
        timeout: Duration::from_secs(10),
        settling: Duration::from_secs(60),
    };
    Settings {
        bradesco: Some(Bradesco {
            endpoint: endpoint.clone(),
            merchant_id: "100005254".into(),
            api_key: Secret::new("key"),
            find: true,
            limits,
        }),
        boleto_api: Some(BoletoApi {
            endpoint: endpoint.clone(),
            user: "user".into(),
            password: Secret::new("password"),
            recipient: sample::recipient(),
            shopfacil: Some(Shopfacil {
                merchant_id: "90000".into(),
                api_key: Secret::new("shop-key"),
                agreement_number: 4321,
            }),
            payer_page: None,
            limits,
        }),
        house_address: sample::house(),
    }
}

impl Exchange {
    /// How long to wait: not long where nothing comes, else long enough for any machine.
    fn deadline(&self) -> Duration {
        match self {
            Self::Says(_, Ending::Silence | Ending::Drip) => Duration::from_millis(200),
            Self::Says(_, Ending::Close | Ending::Reset)
            | Self::Refuses
            | Self::HasNoName
            | Self::SpeaksNoTls
            | Self::IsNotConfigured => Duration::from_secs(30),
        }
    }
}

/// Has banks asked while `exchange` happens; nothing where the deadline passed.
async fn during<T>(exchange: &Exchange, ask: impl AsyncFnOnce(Banks) -> T) -> Option<T> {
    let mut server = None;
    let mut closed = None;
    let endpoint = match exchange {
        Exchange::Says(reply, ending) => server
            .insert(Server::saying(reply.clone(), *ending).await)
            .endpoint(),
        Exchange::SpeaksNoTls => {
            let address = server.insert(Server::speaking_no_tls().await).address;
            format!("https://{address}/").parse().unwrap()
        }
        Exchange::Refuses => closed.insert(Closed::new()).endpoint(),
        Exchange::HasNoName | Exchange::IsNotConfigured => "https://bank.invalid/".parse().unwrap(),
    };
    let mut settings = settings(&endpoint);
    if let Exchange::IsNotConfigured = exchange {
        settings = Settings {
            bradesco: None,
            boleto_api: None,
            ..settings
        };
    }
    let banks = Banks::new(&Client::new(), settings).unwrap();
    tokio::time::timeout(exchange.deadline(), ask(banks))
        .await
        .ok()
}

/// What came of asking, in the README's words.
async fn registering(issuer: Issuer, exchange: &Exchange) -> String {
    let title = sample::title(issuer);
    let answer = during(exchange, async |banks| banks.register(&title, TODAY).await).await;
    words(&answer.unwrap_or(Answer::Unknown(Cause::Timeout)), &title)
}

fn words(answer: &Answer, title: &Title) -> String {
    match answer {
        Answer::Registered(confirmation) => {
            let ours = Some(title.slip.digitable_line);
            let is_ours =
                confirmation.digitable_line.is_none() || confirmation.digitable_line == ours;
            if is_ours {
                "**registered**"
            } else {
                "**registered**, the bank's line kept"
            }
            .into()
        }
        Answer::Refused { lasting: true, .. } => "**refused**, lasting".into(),
        Answer::Refused { lasting: false, .. } => "**refused**, for now".into(),
        Answer::AlreadyExists { differs: false, .. } => "already exists".into(),
        Answer::AlreadyExists { differs: true, .. } => "already exists, differs".into(),
        Answer::Unknown(Cause::TooManyRequests(RetryAfter(Some(wait)))) => {
            format!("unknown: HTTP status 429, again in {} s", wait.as_secs())
        }
        Answer::Unknown(cause) => format!("unknown: {cause}"),
        Answer::OurFault(cause) => format!("our fault: {cause}"),
    }
}

async fn finding(exchange: &Exchange) -> String {
    let title = sample::title(Issuer::Bradesco);
    let search = during(exchange, async |banks| banks.find(&title).await).await;
    match search {
        Some(Search::Found(found)) if found.is(&title) => "found, the same",
        Some(Search::Found(_)) => "found, another",
        Some(Search::NotFound) => "not found",
        Some(Search::CannotTell) | None => "cannot tell",
    }
    .into()
}

/// Compares `table` with what stands in the README between the comments that name it.
fn compare(name: &str, table: &str) {
    let readme = include_str!("../README.md");
    let between = readme
        .split_once(&format!("<!-- {name} -->\n"))
        .and_then(|(_, rest)| rest.split_once(&format!("<!-- /{name} -->")));
    let Some((written, _)) = between else {
        panic!("README.md has no table {name}")
    };
    assert!(written == table, "README.md should say of {name}:\n{table}");
}

#[tokio::test]
async fn the_readme_tells_what_comes_of_every_kind_of_answer() {
    let mut table = String::from(
        "| the bank | bradesco | …-shopfacil | …-caixa | why |\n|---|---|---|---|---|\n",
    );
    for Row {
        what,
        exchanges,
        why,
    } in rows()
    {
        write!(table, "| {what} |").unwrap();
        for (issuer, exchange) in ISSUERS.into_iter().zip(&exchanges) {
            let outcome = match exchange {
                Some(exchange) => registering(issuer, exchange).await,
                None => "–".into(),
            };
            write!(table, " {outcome} |").unwrap();
        }
        writeln!(table, " {why} |").unwrap();
    }
    compare("answers", &table);
}

#[tokio::test]
async fn the_readme_tells_what_comes_of_every_kind_of_search() {
    let mut table =
        String::from("| Bradesco, asked for a title | outcome | why |\n|---|---|---|\n");
    for (what, exchange, why) in searches::rows() {
        let outcome = finding(&exchange).await;
        writeln!(table, "| {what} | {outcome} | {why} |").unwrap();
    }
    compare("searches", &table);
}

#[tokio::test]
async fn a_query_is_not_sent_where_it_is_switched_off() {
    let server = Server::saying(Vec::new(), Ending::Close).await;
    let mut settings = settings(&server.endpoint());
    settings.bradesco.as_mut().unwrap().find = false;
    let banks = Banks::new(&Client::new(), settings).unwrap();
    assert_eq!(
        banks.find(&sample::title(Issuer::Bradesco)).await,
        Search::CannotTell
    );
    assert!(!banks.patience(Issuer::Bradesco).can_find);
    // Nobody came: it would count one.
    let connections = tokio::time::timeout(Duration::from_millis(100), server.connections()).await;
    assert!(connections.is_err());
}

#[test]
fn settings_that_no_bank_would_take_are_refused() {
    use crate::InvalidSettings;

    let endpoint = "https://bank.example".parse().unwrap();
    let client = Client::new();
    let mut nowhere = settings(&endpoint);
    nowhere.house_address.city = None;
    assert_eq!(
        Banks::new(&client, nowhere).err(),
        Some(InvalidSettings::HouseAddress)
    );
    let mut nameless = settings(&endpoint);
    nameless.boleto_api.as_mut().unwrap().recipient.name = boleto::Personal::new("🏦");
    assert_eq!(
        Banks::new(&client, nameless).err(),
        Some(InvalidSettings::Recipient)
    );
}

#[test]
fn nothing_secret_or_personal_is_in_the_debug_text_of_settings() {
    let text = format!("{:?}", settings(&"https://bank.example".parse().unwrap()));
    for hidden in [
        "\"key\"",
        "\"password\"",
        "shop-key",
        "Superbowleto",
        "11444777000161",
        "Curitiba",
    ] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
}
