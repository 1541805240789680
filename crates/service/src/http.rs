//! HTTP: where requests are taken apart and every response is written.

use std::{convert::Infallible, panic::AssertUnwindSafe, time::Duration};

use boleto::BoletoId;
use futures::FutureExt as _;
use jiff::Timestamp;
use lambda_http::{
    Body, Request, RequestExt as _, Response,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    request::RequestContext,
};
use serde::Serialize;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::{clock, error::ApiError, telemetry};

/// The id of a request, as its caller gave it or as API Gateway did.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a handler answers.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
    about: Option<BoletoId>,
}

impl Reply {
    /// An answer with a JSON body.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub fn json(status: StatusCode, value: &impl Serialize) -> Result<Self, ApiError> {
        let body =
            serde_json::to_string(value).map_err(|error| ApiError::Internal(Box::new(error)))?;
        Ok(Self {
            status,
            headers: HeaderMap::new(),
            body,
            about: None,
        })
    }

    /// The same, said of a boleto that the path does not name: the log does.
    #[must_use]
    pub fn about(mut self, id: BoletoId) -> Self {
        self.about = Some(id);
        self
    }

    /// The same with a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// Answers a request with what `handle` makes of it, and never with less than a body in the contract: an error becomes
/// its status, a panic an internal error.
///
/// # Errors
/// Never: Lambda sees no error, which it would turn into a body of its own.
pub async fn respond<F>(
    request: Request,
    handle: impl FnOnce(Request) -> F,
) -> Result<Response<Body>, Infallible>
where
    F: Future<Output = Result<Reply, ApiError>>,
{
    let request_id = request_id(&request);
    let span = tracing::info_span!("request", request_id);
    let operation = operation(&request);
    let mut about = boleto_id(&request).ok();
    let invocation = request.lambda_context_ref().map(telemetry::begin);
    let cold_start = invocation.as_ref().is_some_and(|begun| begun.is_first);
    let began = Instant::now();
    let work = async {
        let result = AssertUnwindSafe(async { handle(request).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_panic| Err(ApiError::Internal("a panic".into())));
        about = about.or(result.as_ref().ok().and_then(|reply| reply.about));
        let line = Line {
            operation: &operation,
            boleto_id: about.map(|id| id.to_string()),
            duration_ms: clock::milliseconds(began.elapsed()),
            cold_start,
        };
        line.write(&result);
        result.unwrap_or_else(|error| refuse(&error))
    };
    let Reply {
        status,
        headers,
        body,
        ..
    } = work.instrument(span).await;

    let mut response = Response::new(Body::Text(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    Ok(response)
}

/// What a request asked for: method and resource, without the values in the path.
fn operation(request: &Request) -> String {
    let resource = match resource(request) {
        "" => "?",
        resource => resource,
    };
    format!("{} {resource}", request.method())
}

/// The line that a request leaves in the log, whatever else is said of what it did.
struct Line<'a> {
    operation: &'a str,
    boleto_id: Option<String>,
    duration_ms: u64,
    cold_start: bool,
}

impl Line<'_> {
    fn write(&self, result: &Result<Reply, ApiError>) {
        let Self {
            operation,
            boleto_id,
            duration_ms,
            cold_start,
        } = self;
        let boleto_id = boleto_id.as_deref();
        macro_rules! line {
            ($level:ident, $outcome:literal, $status:expr, $error:expr) => {
                tracing::$level!(
                    operation,
                    outcome = $outcome,
                    status = $status.as_u16(),
                    boleto_id,
                    error = $error,
                    duration_ms,
                    cold_start
                )
            };
        }
        match result {
            Ok(reply) => line!(info, "answered", reply.status, tracing::field::Empty),
            Err(error @ (ApiError::Internal(_) | ApiError::Unavailable(_))) => {
                line!(
                    error,
                    "failed",
                    error.status(),
                    tracing::field::display(error)
                );
            }
            Err(
                error @ (ApiError::Invalid(_)
                | ApiError::NotFound(_)
                | ApiError::MethodNotAllowed { .. }
                | ApiError::Conflict(_)
                | ApiError::PayloadTooLarge
                | ApiError::IdempotencyKeyReused),
            ) => line!(
                info,
                "refused",
                error.status(),
                tracing::field::display(error)
            ),
        }
    }
}

fn refuse(error: &ApiError) -> Reply {
    let mut headers = HeaderMap::new();
    if let ApiError::Unavailable(_) = error {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if let ApiError::MethodNotAllowed { allowed, .. } = error
        && let Ok(allowed) = HeaderValue::from_str(allowed)
    {
        headers.insert(header::ALLOW, allowed);
    }
    Reply {
        status: error.status(),
        headers,
        body: error.body(),
        about: None,
    }
}

/// The id that the caller gave, if it is fit for a log line, else API Gateway's.
#[must_use]
pub fn request_id(request: &Request) -> String {
    let fit = |id: &&str| {
        (1..=128).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte))
    };
    let given = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    given.filter(fit).map(str::to_owned).unwrap_or_else(|| {
        let gateway = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV1(context)) => context.request_id.clone(),
            _ => None,
        };
        gateway
            .or_else(|| {
                request
                    .lambda_context_ref()
                    .map(|context| context.request_id.clone())
            })
            .unwrap_or_default()
    })
}

/// The resource that API Gateway found for a request: `/boletos/{id}`.
#[must_use]
pub fn resource(request: &Request) -> &str {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            context.resource_path.as_deref().unwrap_or_default()
        }
        _ => "",
    }
}

/// How long the invocation that carries `request` still has.
#[must_use]
pub fn remaining(request: &Request, now: Timestamp) -> Duration {
    request
        .lambda_context_ref()
        .map_or(Duration::ZERO, |context| {
            clock::remaining(context.deadline, now)
        })
}

/// The body's bytes.
///
/// # Errors
/// It is larger than [`ApiError::LARGEST_BODY`].
pub fn body(request: &Request) -> Result<&[u8], ApiError> {
    let body: &[u8] = request.body().as_ref();
    if body.len() > ApiError::LARGEST_BODY {
        Err(ApiError::PayloadTooLarge)
    } else {
        Ok(body)
    }
}

/// The boleto that the path names.
///
/// # Errors
/// The path names none: what can't be an id is the id of nothing.
pub fn boleto_id(request: &Request) -> Result<BoletoId, ApiError> {
    request
        .path_parameters_ref()
        .and_then(|parameters| parameters.first("id"))
        .and_then(|id| id.parse().ok())
        .ok_or(ApiError::NotFound("Boleto"))
}
