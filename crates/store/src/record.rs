//! Recording a boleto: what a POST needs to know first, and the one statement that makes it durable.

use std::time::Duration;

use boleto::{
    Agreement, Boleto, BoletoId, DocumentType, Issuer, IssuerAccount, OurNumber, Personal, TitleId,
};
use jiff_sqlx::ToSqlx;
use sqlx::types::Json;

use crate::{
    address::AddressColumn,
    connection::{Store, run},
    error::{StoreError, parsed},
};

/// A client's `Idempotency-Key` and what it was sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Whose key it is.
    pub client: String,
    /// The key as sent, at most 255 characters.
    pub key: String,
    /// SHA-256 of the parsed request.
    pub request_hash: [u8; 32],
}

/// What stands behind an idempotency key that was used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The boleto that the first request made.
    pub boleto_id: BoletoId,
    /// Whether the first request asked for the same.
    pub same_request: bool,
}

/// An issuer and an account there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which interface registers.
    pub issuer: Issuer,
    /// Under which account.
    pub account: IssuerAccount,
}

/// What a POST needs to know before it can record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// A number that nobody else draws.
    pub title_id: TitleId,
    /// The configuration of the client's `external_id`, else the stack's default one.
    pub configured: Option<Account>,
    /// What the idempotency key stands for, if it was used before.
    pub repeat: Option<Repeat>,
    /// The issuers whose last attempts went unanswered: a claim says whether they are asked.
    pub failing: Vec<Issuer>,
}

/// A boleto to record.
#[derive(Debug)]
pub struct NewBoleto<'a> {
    /// The boleto itself.
    pub boleto: &'a Boleto,
    /// Under which agreement it is numbered.
    pub agreement: &'a Agreement,
    /// Its number at the bank.
    pub our_number: &'a OurNumber,
    /// Whether the client chose the number.
    pub title_id_chosen: bool,
    /// The request that makes it.
    pub request_id: &'a str,
    /// The client's key, if it sent one.
    pub idempotency_key: Option<&'a IdempotencyKey>,
    /// Who makes the first attempt to register it.
    pub first_attempt: FirstAttempt,
}

/// Who makes the first attempt to register a boleto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstAttempt {
    /// Whoever records, within this time.
    Claimed(Duration),
    /// Whoever claims it: it is due at once.
    Due,
    /// Nobody yet: the client has not asked for it.
    NotOwed,
}

/// The `external_id` of the configuration that serves where no other does.
const DEFAULT_CONFIGURATION: &str = "default";

fn reveal(text: Option<&Personal>) -> Option<&str> {
    text.map(Personal::reveal)
}

pub(crate) fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

pub(crate) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

impl Store {
    /// Draws a number, and looks up the configuration and the idempotency key of a request.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn prepare(
        &self,
        external_id: Option<&str>,
        key: Option<&IdempotencyKey>,
    ) -> Result<Prepared, StoreError> {
        let row = run!(self, connection =>
                sqlx::query!(
                    r#"select nextval('title_numbers') as "title_id!",
                        configuration.issuer as "issuer?", configuration.issuer_agency as "agency?",
                        configuration.issuer_account as "account?", configuration.issuer_wallet as "wallet?",
                        earlier.boleto_id as "boleto_id?", earlier.request_hash as "request_hash?",
                        array(select issuer from issuer_circuits where failures > 0) as "failing!"
                    from (values (1)) as one
                    left join lateral (
                        select issuer, issuer_agency, issuer_account, issuer_wallet from configurations
                        where external_id in ($1, $2) order by external_id = $2 limit 1
                    ) as configuration on true
                    left join idempotency_keys as earlier on earlier.client = $3 and earlier.key = $4"#,
                    external_id,
                    DEFAULT_CONFIGURATION,
                    key.map(|key| key.client.as_str()),
                    key.map(|key| key.key.as_str()),
                )
                .fetch_one(connection))?;

        let title_id = u64::try_from(row.title_id)
            .ok()
            .and_then(|number| TitleId::new(number).ok())
            .ok_or_else(|| StoreError::corrupt("title_numbers", "it drew no number"))?;
        let configured = match (row.issuer, row.agency, row.account, row.wallet) {
            (Some(issuer), Some(agency), Some(account), Some(wallet)) => Some(Account {
                issuer: parsed("configurations", &issuer)?,
                account: IssuerAccount {
                    agency,
                    account,
                    wallet,
                },
            }),
            _ => None,
        };
        let repeat = match (row.boleto_id, row.request_hash, key) {
            (Some(boleto_id), Some(request_hash), Some(key)) => {
                Some(repeat(&boleto_id, &request_hash, key)?)
            }
            _ => None,
        };
        Ok(Prepared {
            title_id,
            configured,
            repeat,
            // A row of an issuer that is no more holds nobody back.
            failing: row
                .failing
                .iter()
                .filter_map(|name| name.parse().ok())
                .collect(),
        })
    }

    /// Looks up what an idempotency key stands for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn repeat(&self, key: &IdempotencyKey) -> Result<Option<Repeat>, StoreError> {
        let row = run!(self, connection =>
                sqlx::query!(
                    "select boleto_id, request_hash from idempotency_keys where client = $1 and key = $2",
                    key.client,
                    key.key,
                )
                .fetch_optional(connection))?;
        row.map(|row| repeat(&row.boleto_id, &row.request_hash, key))
            .transpose()
    }

    /// Makes a boleto durable, with its idempotency key, its first history line and the claim of its first attempt.
    ///
    /// Once it has returned, the boleto is recorded exactly once, however often the statement had to be run.
    ///
    /// # Errors
    /// [`StoreError::OurNumberTaken`], [`StoreError::IdempotencyKeyTaken`], [`StoreError::Unavailable`].
    pub async fn record(&self, new: &NewBoleto<'_>) -> Result<(), StoreError> {
        let boleto = new.boleto;
        let id = boleto.id.to_string();
        let rules = boleto.rules.as_ref().map(|rules| {
            rules
                .iter()
                .map(|rule| rule.name().to_owned())
                .collect::<Vec<_>>()
        });
        let barcode = boleto.barcode.to_string();
        let digitable_line = boleto.digitable_line.to_string();
        let number_space = new.agreement.number_space();
        let our_number = new.our_number.digits();
        let title_id = i64::try_from(boleto.title_id.get())
            .map_err(|source| StoreError::corrupt_boleto(boleto.id, source))?;
        let amount = i64::try_from(boleto.amount.get())
            .map_err(|source| StoreError::corrupt_boleto(boleto.id, source))?;
        let units = |charge: &boleto::Charge| {
            charge
                .percentage
                .and_then(|percentage| i32::try_from(percentage.units()).ok())
        };
        let cents = |charge: &boleto::Charge| {
            charge
                .amount
                .and_then(|amount| i64::try_from(amount.get()).ok())
        };
        let days = |charge: &boleto::Charge| charge.days.and_then(|days| i32::try_from(days).ok());
        let address = |address: Option<&boleto::Address>| {
            address.map(|address| Json(AddressColumn::from(address)))
        };

        let claimed_for = match new.first_attempt {
            FirstAttempt::Claimed(lease) => Some(seconds(lease)),
            FirstAttempt::Due | FirstAttempt::NotOwed => None,
        };

        let (id, rules, barcode, digitable_line, number_space) =
            (&id, &rules, &barcode, &digitable_line, &number_space);
        run!(self, connection =>
            sqlx::query_file!(
                "src/record.sql",
                id,
                boleto.token,
                boleto.queue_url,
                boleto.status.name(),
                boleto.due_on.to_sqlx() as _,
                amount,
                units(&boleto.interest),
                cents(&boleto.interest),
                days(&boleto.interest),
                units(&boleto.fine),
                cents(&boleto.fine),
                days(&boleto.fine),
                boleto.instructions.as_deref(),
                boleto.issuer.name(),
                boleto.issuer_account.agency,
                boleto.issuer_account.account,
                boleto.issuer_account.wallet,
                title_id,
                number_space,
                our_number,
                barcode,
                digitable_line,
                reveal(boleto.payer.name.as_ref()),
                boleto.payer.document_type.map(DocumentType::name),
                reveal(boleto.payer.document_number.as_ref()),
                address(boleto.payer.address.as_ref()) as _,
                reveal(boleto.company.name.as_ref()),
                reveal(boleto.company.document_number.as_ref()),
                address(boleto.company.address.as_ref()) as _,
                boleto.external_id.as_deref(),
                boleto.reference_id.as_deref(),
                rules.as_deref(),
                new.request_id,
                claimed_for,
                boleto.created_at.to_sqlx() as _,
                new.idempotency_key.map(|key| key.client.as_str()),
                new.idempotency_key.map(|key| key.key.as_str()),
                new.idempotency_key.map(|key| key.request_hash.as_slice()),
                new.title_id_chosen,
                new.first_attempt == FirstAttempt::Due,
            )
            .execute(connection))?;
        Ok(())
    }
}

fn repeat(
    boleto_id: &str,
    request_hash: &[u8],
    key: &IdempotencyKey,
) -> Result<Repeat, StoreError> {
    let boleto_id = parsed("idempotency_keys", boleto_id)?;
    Ok(Repeat {
        boleto_id,
        same_request: request_hash == key.request_hash,
    })
}
