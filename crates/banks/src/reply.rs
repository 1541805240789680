//! What a bank sent back, before anybody looks for its words.

use std::{borrow::Cow, time::Duration};

use jiff::fmt::rfc2822;
use reqwest::{
    StatusCode,
    header::{DATE, HeaderMap, HeaderName, RETRY_AFTER},
};
use serde::de::DeserializeOwned;

use crate::{Answer, Cause, RetryAfter};

/// A bank's reply: its status, and its body as far as that came.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    retry_after: RetryAfter,
    body: Result<Vec<u8>, Cause>,
}

impl Reply {
    pub(crate) fn new(
        status: StatusCode,
        headers: &HeaderMap,
        body: Result<Vec<u8>, Cause>,
    ) -> Self {
        Self {
            status,
            retry_after: retry_after(headers),
            body,
        }
    }

    /// What the status says whatever the body is; nothing where the body has the say.
    ///
    /// Banks answer 200 or 201 to what they did and, some of them, 400, 409 or 422 to what they refuse. 202 promises
    /// only that something will be done, and behind a redirect or an error of the server anything may have been.
    pub(crate) fn verdict(&self) -> Option<Answer> {
        let status = Cause::Status(self.status.as_u16());
        match self.status {
            StatusCode::OK | StatusCode::CREATED => None,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
                Some(Answer::OurFault(status))
            }
            StatusCode::TOO_MANY_REQUESTS => {
                Some(Answer::Unknown(Cause::TooManyRequests(self.retry_after)))
            }
            StatusCode::BAD_REQUEST | StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
                None
            }
            _ => Some(Answer::Unknown(status)),
        }
    }

    /// Whether the status is one of success.
    pub(crate) fn is_success(&self) -> bool {
        matches!(self.status, StatusCode::OK | StatusCode::CREATED)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// It did not come whole, or is something else; where the status is an error, that is the cause.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Cause> {
        let body = self.body.as_ref().map_err(Clone::clone)?;
        serde_json::from_str(&text(body)).map_err(|_| self.unreadable())
    }

    /// Why a body without the bank's words says nothing.
    pub(crate) fn unreadable(&self) -> Cause {
        if self.is_success() {
            Cause::Unreadable
        } else {
            Cause::Status(self.status.as_u16())
        }
    }
}

#[cfg(test)]
impl Reply {
    /// A reply that came whole.
    pub(crate) fn sample(status: u16, body: &str) -> Self {
        let status = StatusCode::from_u16(status).expect("a status");
        Self::new(status, &HeaderMap::new(), Ok(body.as_bytes().to_vec()))
    }
}

/// Reads text in UTF-8, with or without the mark that some servers put before it, or else in Latin-1, in which old
/// systems of banks write their messages. All that is decided upon is ASCII in both.
fn text(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    match str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(body.iter().copied().map(char::from).collect()),
    }
}

/// Reads `Retry-After`: seconds, or a day and hour, which is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> RetryAfter {
    let read = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let moment = |text: &str| rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    RetryAfter(
        read(RETRY_AFTER).and_then(|text| match text.trim().parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => {
                let wait = moment(text)?.duration_since(moment(read(DATE)?)?);
                Duration::try_from(wait).ok()
            }
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(headers: &[(HeaderName, &'static str)]) -> Option<Duration> {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        retry_after(&headers).0
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_moment_by_the_servers_clock() {
        assert_eq!(
            after(&[(RETRY_AFTER, "120")]),
            Some(Duration::from_secs(120))
        );
        let (now, later) = (
            "Sat, 21 Nov 2026 12:00:00 GMT",
            "Sat, 21 Nov 2026 12:01:30 GMT",
        );
        assert_eq!(
            after(&[(RETRY_AFTER, later), (DATE, now)]),
            Some(Duration::from_secs(90))
        );
        assert_eq!(after(&[(RETRY_AFTER, now), (DATE, later)]), None);
        assert_eq!(after(&[(RETRY_AFTER, later)]), None);
        assert_eq!(after(&[(RETRY_AFTER, "soon")]), None);
        assert_eq!(after(&[(RETRY_AFTER, "-1")]), None);
        assert_eq!(after(&[]), None);
    }

    #[test]
    fn text_is_read_with_a_mark_before_it_and_in_latin_1() {
        assert_eq!(text("\u{FEFF}{\"a\":\"é\"}".as_bytes()), "{\"a\":\"é\"}");
        assert_eq!(text(b"{\"a\":\"\xE9\"}"), "{\"a\":\"é\"}");
    }

    #[test]
    fn only_recognised_statuses_leave_the_say_to_the_body() {
        let verdict = |status| {
            let status = StatusCode::from_u16(status).unwrap();
            Reply::new(status, &HeaderMap::new(), Ok(Vec::new())).verdict()
        };
        for status in [200, 201, 400, 409, 422] {
            assert_eq!(verdict(status), None, "{status}");
        }
        for status in [401, 403, 404] {
            assert_eq!(
                verdict(status),
                Some(Answer::OurFault(Cause::Status(status)))
            );
        }
        for status in [202, 204, 301, 302, 307, 308, 405, 408, 500, 502, 503, 504] {
            assert_eq!(
                verdict(status),
                Some(Answer::Unknown(Cause::Status(status)))
            );
        }
        let too_many = Answer::Unknown(Cause::TooManyRequests(RetryAfter(None)));
        assert_eq!(verdict(429), Some(too_many));
    }
}
