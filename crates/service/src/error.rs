//! What a caller can be told when something is wrong.

use std::error::Error;

use lambda_http::http::{Method, StatusCode};
use serde::Serialize;
use store::StoreError;
use thiserror::Error;

/// A failure, by what the caller can do about it.
#[derive(Debug, Error)]
pub enum ApiError {
    /// Correct these fields.
    #[error("{} fields are invalid", .0.len())]
    Invalid(Vec<InvalidField>),
    /// Ask for something that is there.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// Use another method: this resource does not serve it.
    #[error("{method} is not allowed for {resource}")]
    MethodNotAllowed {
        /// The method that was used.
        method: Method,
        /// What the path leads to: `boleto`.
        resource: &'static str,
        /// The methods that the path serves, as the header `Allow` lists them.
        allowed: String,
    },
    /// Choose another value: this one is taken.
    #[error("{0}")]
    Conflict(InvalidField),
    /// Send a smaller body.
    #[error("the body is larger than {} bytes", Self::LARGEST_BODY)]
    PayloadTooLarge,
    /// Use another idempotency key.
    #[error("the idempotency key was used with another request")]
    IdempotencyKeyReused,
    /// Try again later.
    #[error("unavailable: {0}")]
    Unavailable(StoreError),
    /// Tell us.
    #[error("internal: {0}")]
    Internal(Box<dyn Error + Send + Sync>),
}

/// What is wrong with a field, in the words of the system that this one replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Error)]
#[error("{message}")]
pub struct InvalidField {
    /// What must change. It never quotes the value.
    pub message: String,
    /// The field, dotted where it is nested; `None` where the whole request is meant.
    pub field: Option<String>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    errors: Vec<ErrorEntry<'a>>,
}

#[derive(Serialize)]
struct ErrorEntry<'a> {
    r#type: &'static str,
    message: &'a str,
    field: Option<&'a str>,
}

impl ApiError {
    /// The largest body that is read: 64 KiB.
    pub const LARGEST_BODY: usize = 64 * 1024;

    /// A field that no request may have so.
    pub fn invalid(message: impl Into<String>, field: Option<&str>) -> Self {
        Self::Invalid(vec![InvalidField {
            message: message.into(),
            field: field.map(str::to_owned),
        }])
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The JSON body: what to correct, and nothing of the inside.
    #[must_use]
    pub fn body(&self) -> String {
        let one = |r#type, message, field| {
            vec![ErrorEntry {
                r#type,
                message,
                field,
            }]
        };
        let sentence;
        let errors = match self {
            Self::Invalid(fields) => fields
                .iter()
                .map(|invalid| ErrorEntry {
                    r#type: "invalid_parameter",
                    message: &invalid.message,
                    field: invalid.field.as_deref(),
                })
                .collect(),
            Self::NotFound(what) => {
                sentence = format!("{what} not found");
                one("not_found", sentence.as_str(), None)
            }
            Self::MethodNotAllowed {
                method, resource, ..
            } => {
                sentence = format!("{method} method is not allowed for {resource} resource");
                one("method_not_allowed", sentence.as_str(), None)
            }
            Self::Conflict(taken) => {
                one("conflict", taken.message.as_str(), taken.field.as_deref())
            }
            Self::PayloadTooLarge => one(
                "payload_too_large",
                "The body must not be larger than 64 KiB",
                None,
            ),
            Self::IdempotencyKeyReused => one(
                "idempotency_key_reused",
                "The Idempotency-Key was used with another request",
                Some("Idempotency-Key"),
            ),
            Self::Unavailable(_) => one(
                "unavailable",
                "The service can't reach its database; try again later",
                None,
            ),
            Self::Internal(_) => one("internal", "Internal server error", None),
        };
        serde_json::to_string(&ErrorBody { errors }).expect("a struct of text has a JSON form")
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            StoreError::OurNumberTaken => Self::Conflict(InvalidField {
                message: String::from("\"title_id\" is already taken"),
                field: Some(String::from("title_id")),
            }),
            StoreError::ExternalIdTaken => Self::Conflict(InvalidField {
                message: String::from("\"external_id\" is already taken"),
                field: Some(String::from("external_id")),
            }),
            StoreError::IdempotencyKeyTaken
            | StoreError::Corrupt { .. }
            | StoreError::Refused(_) => Self::Internal(Box::new(error)),
        }
    }
}
