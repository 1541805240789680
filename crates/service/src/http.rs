//! HTTP: where requests are taken apart and every response is written.

use std::{convert::Infallible, panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt as _;
use jiff::Timestamp;
use lambda_http::{
    Body, Request, RequestExt as _, Response,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    request::RequestContext,
};
use serde::Serialize;
use tracing::Instrument as _;

use crate::{clock, error::ApiError};

/// The id of a request, as its caller gave it or as API Gateway did.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a handler answers.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
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
        })
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
    let work = async {
        match AssertUnwindSafe(async { handle(request).await })
            .catch_unwind()
            .await
        {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => refuse(&error),
            Err(_panic) => refuse(&ApiError::Internal("a panic".into())),
        }
    };
    let Reply {
        status,
        headers,
        body,
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

fn refuse(error: &ApiError) -> Reply {
    let mut headers = HeaderMap::new();
    match error {
        ApiError::Internal(source) => tracing::error!(error = %source, "internal error"),
        ApiError::Unavailable(source) => {
            tracing::error!(error = %source, "unavailable");
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        ApiError::MethodNotAllowed { allowed, .. } => {
            tracing::info!(%error, "refused");
            if let Ok(allowed) = HeaderValue::from_str(allowed) {
                headers.insert(header::ALLOW, allowed);
            }
        }
        ApiError::Invalid(_)
        | ApiError::NotFound(_)
        | ApiError::Conflict(_)
        | ApiError::PayloadTooLarge
        | ApiError::IdempotencyKeyReused => tracing::info!(error = %error, "refused"),
    }
    Reply {
        status: error.status(),
        headers,
        body: error.body(),
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
pub fn boleto_id(request: &Request) -> Result<boleto::BoletoId, ApiError> {
    request
        .path_parameters_ref()
        .and_then(|parameters| parameters.first("id"))
        .and_then(|id| id.parse().ok())
        .ok_or(ApiError::NotFound("Boleto"))
}
