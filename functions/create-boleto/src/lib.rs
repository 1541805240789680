//! `POST /boletos`: records a boleto, registers it and answers with what is durable.

mod idempotency;
mod issuing;
mod routing;

use std::panic::AssertUnwindSafe;

use boleto::{Boleto, BoletoId};
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
    metrics,
    registration::{Attempt, Registrar},
    settings::{self, Environment, InvalidSetting},
};
use store::{
    Admission, Claim, Claimed, FirstAttempt, IdempotencyKey, Prepared, Purpose, Repeat, StoreError,
};

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

    let (recorded, first_attempt) =
        match record(create, &new, key.as_ref(), &budget, now, &request_id).await? {
            Outcome::Recorded(issued, first_attempt) => (issued.boleto, first_attempt),
            Outcome::Repeated(repeat) => return replay(create, &repeat, &budget).await,
        };
    metrics::CREATED.count(&[recorded.issuer.name()]);
    let pending = recorded.clone();
    let registering = async {
        let claimed = match first_attempt {
            FirstAttempt::NotOwed => return recorded,
            FirstAttempt::Claimed(_) => Claimed {
                boleto: recorded,
                attempt: 1,
                maybe_at_bank: false,
                title_id_chosen: new.title_id.is_some(),
                was_owed: true,
                since_unknown: None,
                circuit: Admission::Sound,
                request_id: request_id.clone(),
            },
            FirstAttempt::Due => match claim(create, recorded, &budget, &request_id).await {
                Ok(claimed) => claimed,
                Err(standing) => return *standing,
            },
        };
        let attempt = Attempt {
            claimed,
            budget,
            now,
            request_id: &request_id,
        };
        create.registrar.attempt(attempt).await
    };
    // It is recorded, so whatever happens now, the answer is 201 with what is durable.
    let boleto = AssertUnwindSafe(registering).catch_unwind().await;
    let boleto = boleto.unwrap_or(pending);
    Ok(Reply::json(StatusCode::CREATED, &BoletoView::of(&boleto))?.about(boleto.id))
}

enum Outcome {
    Recorded(Box<Issued>, FirstAttempt),
    Repeated(Repeat),
}

/// Claims the first attempt of what was recorded while its issuer failed; else the boleto as it stands.
async fn claim(
    create: &Create,
    recorded: Boleto,
    budget: &Budget,
    request_id: &str,
) -> Result<Claimed, Box<Boleto>> {
    let registrar = &create.registrar;
    match registrar
        .claim(recorded.id, Purpose::Retry, budget, request_id)
        .await
    {
        Ok(Claim::Held(claimed)) => Ok(claimed),
        Ok(Claim::NotNow(standing) | Claim::PutOff(standing, _)) => Err(Box::new(standing)),
        Ok(Claim::Unknown) => Err(Box::new(recorded)),
        Err(error) => {
            tracing::warn!(boleto_id = %recorded.id, %error, "not claimed: the sweep wakes it");
            Err(Box::new(recorded))
        }
    }
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
            failing,
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
        let first_attempt = if !new.register {
            FirstAttempt::NotOwed
        } else if failing.contains(&issued.boleto.issuer) {
            FirstAttempt::Due
        } else {
            FirstAttempt::Claimed(budget.lease)
        };
        let new_boleto = store::NewBoleto {
            boleto: &issued.boleto,
            agreement: &issued.agreement,
            our_number: &issued.our_number,
            title_id_chosen: new.title_id.is_some(),
            request_id,
            idempotency_key: key,
            first_attempt,
        };
        match store.record(&new_boleto).await {
            Ok(()) => return Ok(Outcome::Recorded(Box::new(issued), first_attempt)),
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
    metrics::REPLAYS.count(&[]);
    Ok(Reply::json(StatusCode::CREATED, &BoletoView::of(&boleto))?
        .about(boleto.id)
        .with_header(REPLAYED, HeaderValue::from_static("true")))
}
