//! The consumer of `boletos-to-register`: asks the banks again, and fails by the message.

use std::panic::AssertUnwindSafe;

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use boleto::BoletoId;
use futures::{FutureExt as _, future::join_all};
use jiff::Timestamp;
use lambda_runtime::LambdaEvent;
use service::{
    clock::{self, Budget},
    contract::RegistrationMessage,
    registration::{Attempt, Registrar},
    telemetry,
};
use store::{Claim, Purpose, StoreError};
use tracing::{Instrument as _, Span, field::Empty};

/// Handles a batch, all messages at once, and returns those that we could not do anything about.
///
/// A bank that did not answer is a success here: the next attempt stands in the database.
pub async fn handle(
    registrar: &Registrar,
    event: LambdaEvent<SqsEvent>,
    now: Timestamp,
) -> SqsBatchResponse {
    let _invocation = telemetry::begin(&event.context);
    let remaining = clock::remaining(event.context.deadline, now);
    let budget = Budget::for_background(remaining);
    let work = event.payload.records.into_iter().map(|message| async move {
        let id = message.message_id.clone().unwrap_or_default();
        // What a boleto's attempts leave in the log is found by the request that made it.
        let span = tracing::info_span!("message", message_id = id, request_id = Empty);
        let one = AssertUnwindSafe(retry(registrar, &message, budget, now, &id)).catch_unwind();
        let failed = match one.instrument(span).await {
            Ok(Ok(())) => return None,
            Ok(Err(failure)) => failure.to_string(),
            Err(_panic) => String::from("a panic"),
        };
        tracing::error!(message_id = id, error = failed, "a message failed");
        let mut failure = BatchItemFailure::default();
        failure.item_identifier = id;
        Some(failure)
    });
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = join_all(work).await.into_iter().flatten().collect();
    response
}

/// Why a message is left on the queue.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the message names no boleto")]
    Unreadable,
    #[error("there is no such boleto")]
    UnknownBoleto,
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn retry(
    registrar: &Registrar,
    message: &SqsMessage,
    budget: Budget,
    now: Timestamp,
    request_id: &str,
) -> Result<(), Failure> {
    let body = message.body.as_deref().unwrap_or_default();
    let message: RegistrationMessage =
        serde_json::from_str(body).map_err(|_| Failure::Unreadable)?;
    let id: BoletoId = message.boleto_id.parse().map_err(|_| Failure::Unreadable)?;

    let claim = registrar.claim(id, Purpose::Retry, &budget, request_id);
    match claim.await? {
        Claim::Held(claimed) => {
            Span::current().record("request_id", &claimed.request_id);
            let attempt = Attempt {
                claimed,
                budget,
                now,
                request_id,
            };
            registrar.attempt(attempt).await;
            Ok(())
        }
        // Settled, held by another, not due, or woken again when its issuer is asked: this message has nothing to say.
        Claim::NotNow(_) | Claim::PutOff(..) => Ok(()),
        Claim::Unknown => Err(Failure::UnknownBoleto),
    }
}
