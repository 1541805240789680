//! `POST /boletos`: records a boleto, registers it and answers with what is durable.

mod idempotency;
mod issuing;
mod routing;

use std::panic::AssertUnwindSafe;

use boleto::BoletoId;
use futures::FutureExt as _;
use jiff::Timestamp;
use lambda_http::{
    Request,
    http::{HeaderName, HeaderValue, StatusCode},
};
use service::{
    clock::{self, Budget},
    contract::{BoletoView, NewBoleto, read_new_boleto},
    entropy,
    error::ApiError,
    http::{self, Reply},
    registration::{Attempt, Registrar},
    settings::{self, Environment, InvalidSetting},
};
use store::{Claimed, IdempotencyKey, Prepared, Repeat, StoreError};

use crate::issuing::Issued;

/// What creating needs.
#[derive(Debug)]
pub struct Create {
    /// Registers what was recorded.
    pub registrar: Registrar,
    /// The stack's name, which default tokens begin with.
    pub stage: String,
    /// Which queues of clients are allowed.
    pub queues: settings::ClientQueues,
    /// Whose keys are whose.
    pub clients: settings::Clients,
    /// The stack's own accounts.
    pub house: settings::House,
}

impl Create {
    /// Gets ready to create.
    ///
    /// # Errors
    /// A setting is missing or wrong. What is out of reach now is none.
    pub async fn open(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self {
            stage: env.stage()?,
            queues: settings::ClientQueues::read(env)?,
            clients: settings::Clients::read(env)?,
            house: settings::House::read(env)?,
            registrar: Registrar::open(env).await?,
        })
    }
}

/// Says that the answer is a repeat's.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Handles a request.
///
/// # Errors
/// What the caller can do about it. After the boleto is recorded there is none: the answer is 201 with what is durable.
pub async fn handle(create: &Create, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let request_id = http::request_id(&request);
    let budget = Budget::for_request(http::remaining(&request, now));
    let new = read_new_boleto(http::body(&request)?, &create.queues)?;
    let key = idempotency::key(&request, &new, &create.clients)?;

    let recorded = match record(create, &new, key.as_ref(), &budget, now, &request_id).await? {
        Outcome::Recorded(issued) => issued,
        Outcome::Repeated(repeat) => return replay(create, &repeat, &budget).await,
    };
    let boleto = if new.register {
        let claimed = Claimed {
            boleto: recorded.boleto,
            attempt: 1,
            maybe_at_bank: false,
            title_id_chosen: new.title_id.is_some(),
            was_owed: true,
            since_unknown: None,
        };
        let attempt = Attempt {
            claimed,
            budget,
            now,
            request_id: &request_id,
        };
        let pending = attempt.claimed.boleto.clone();
        let registering = AssertUnwindSafe(create.registrar.attempt(attempt)).catch_unwind();
        // It is recorded, so whatever happens now, the answer is 201 with what is durable.
        registering.await.unwrap_or(pending)
    } else {
        recorded.boleto
    };
    Reply::json(StatusCode::CREATED, &BoletoView::of(&boleto))
}

enum Outcome {
    Recorded(Box<Issued>),
    Repeated(Repeat),
}

/// Draws a number and records, until the number is free or it is clear that it won't be.
async fn record(
    create: &Create,
    new: &NewBoleto,
    key: Option<&IdempotencyKey>,
    budget: &Budget,
    now: Timestamp,
    request_id: &str,
) -> Result<Outcome, ApiError> {
    let store = create.registrar.store.until(budget.record_by);
    let id = BoletoId::new(now, entropy::bits());
    loop {
        let prepared = store.prepare(new.external_id.as_deref(), key).await?;
        let Prepared {
            title_id,
            configured,
            repeat,
        } = prepared;
        if let Some(repeat) = repeat {
            return Ok(Outcome::Repeated(repeat));
        }
        if new.register && new.due_on < clock::day_in_sao_paulo(now) {
            let message = "\"expiration_date\" must not be in the past";
            return Err(ApiError::invalid(message, Some("expiration_date")));
        }
        let account = routing::choose(new, configured, &create.house)?;
        let issued = issuing::issue(new, account, title_id, id, now, &create.stage)?;
        let new_boleto = store::NewBoleto {
            boleto: &issued.boleto,
            agreement: &issued.agreement,
            our_number: &issued.our_number,
            title_id_chosen: new.title_id.is_some(),
            request_id,
            idempotency_key: key,
            claim: new.register.then_some(budget.lease),
        };
        match store.record(&new_boleto).await {
            Ok(()) => return Ok(Outcome::Recorded(Box::new(issued))),
            // A repeat that came at the same moment breaks the same constraints; the next look-up finds it.
            Err(StoreError::IdempotencyKeyTaken) => {}
            // Until one is free or there is no time left: the client did not choose it.
            Err(StoreError::OurNumberTaken) if new.title_id.is_none() => {}
            Err(StoreError::OurNumberTaken) => {
                if let Some(key) = key
                    && let Some(repeat) = store.repeat(key).await?
                {
                    return Ok(Outcome::Repeated(repeat));
                }
                return Err(StoreError::OurNumberTaken.into());
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// A repeat is a read: it asks no bank, whatever the first request is doing.
async fn replay(create: &Create, repeat: &Repeat, budget: &Budget) -> Result<Reply, ApiError> {
    if !repeat.same_request {
        return Err(ApiError::IdempotencyKeyReused);
    }
    let store = create.registrar.store.until(budget.record_by);
    let boleto = store.get(repeat.boleto_id).await?;
    let boleto = boleto.ok_or(ApiError::NotFound("Boleto"))?;
    Ok(Reply::json(StatusCode::CREATED, &BoletoView::of(&boleto))?
        .with_header(REPLAYED, HeaderValue::from_static("true")))
}
