//! The Runtime API over HTTP, as AWS documents it (version 2018-06-01).

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{Response, StatusCode};
use axum::routing::{get, post};
use serde::Deserialize;

use super::generation::{Generation, Work};

/// Largest answer that Lambda takes from a function, in bytes.
const LARGEST_ANSWER: usize = 6 * 1024 * 1024;

/// What a function said when it failed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct FunctionError {
    /// The error's type, as the function names it.
    #[serde(rename = "errorType", default)]
    pub kind: String,
    /// The error in words.
    #[serde(rename = "errorMessage", default)]
    pub message: String,
}

/// The routes that one process asks.
pub(super) fn routes(generation: Arc<Generation>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route(
            "/2018-06-01/runtime/invocation/{request_id}/response",
            post(response),
        )
        .route(
            "/2018-06-01/runtime/invocation/{request_id}/error",
            post(error),
        )
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .layer(DefaultBodyLimit::max(LARGEST_ANSWER))
        .with_state(generation)
}

async fn next(State(generation): State<Arc<Generation>>) -> Response<Body> {
    let Some(Work {
        request_id,
        event,
        deadline_ms,
        function_arn,
    }) = generation.next().await
    else {
        return plain(StatusCode::GONE);
    };

    Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", request_id)
        .header("lambda-runtime-deadline-ms", deadline_ms.to_string())
        .header("lambda-runtime-invoked-function-arn", function_arn)
        .body(event.into())
        .expect("an id, a number and an ARN are printable")
}

async fn response(
    State(generation): State<Arc<Generation>>,
    Path(request_id): Path<String>,
    body: Bytes,
) -> StatusCode {
    taken(generation.answer(&request_id, Ok(body)))
}

async fn error(
    State(generation): State<Arc<Generation>>,
    Path(request_id): Path<String>,
    body: Bytes,
) -> StatusCode {
    taken(generation.answer(&request_id, Err(said(&body))))
}

async fn init_error(State(generation): State<Arc<Generation>>, body: Bytes) -> StatusCode {
    generation.init_failed(said(&body));

    StatusCode::ACCEPTED
}

fn taken(taken: bool) -> StatusCode {
    if taken {
        StatusCode::ACCEPTED
    } else {
        StatusCode::BAD_REQUEST
    }
}

fn said(body: &[u8]) -> FunctionError {
    serde_json::from_slice(body).unwrap_or_else(|_| FunctionError {
        kind: "Runtime.Unknown".to_owned(),
        message: String::from_utf8_lossy(body).into_owned(),
    })
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;

    response
}
