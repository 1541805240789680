//! Which queues there are, and which of clients' are allowed.

use thiserror::Error;

use super::{Environment, InvalidSetting};

/// The queue that wakes attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationQueue {
    /// Its URL.
    pub url: String,
}

impl RegistrationQueue {
    /// Reads `REGISTRATION_QUEUE_URL`.
    ///
    /// # Errors
    /// It is not set.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self {
            url: env.text("REGISTRATION_QUEUE_URL")?,
        })
    }
}

/// Which queues of clients may be told: URLs, of which one that ends in `*` stands for all that begin so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientQueues(Vec<String>);

/// A queue that is not on the stack's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the queue is not on the stack's list")]
pub struct InvalidClientQueue;

impl ClientQueues {
    /// Reads `CLIENT_QUEUES`.
    ///
    /// # Errors
    /// It is not set.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self::new(&env.text("CLIENT_QUEUES")?))
    }

    /// Reads a comma-separated list.
    #[must_use]
    pub fn new(list: &str) -> Self {
        Self(
            list.split(',')
                .map(|pattern| pattern.trim().to_owned())
                .collect(),
        )
    }

    /// Checks that `url` is on the list. What a `*` stands for is a queue's name: letters, digits, `-`, `_`, and at the
    /// end perhaps `.fifo`.
    ///
    /// # Errors
    /// It is not on it.
    pub fn check(&self, url: &str) -> Result<(), InvalidClientQueue> {
        let is_name = |rest: &str| {
            let name = rest.strip_suffix(".fifo").unwrap_or(rest);
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let allowed = self
            .0
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => url.strip_prefix(start).is_some_and(is_name),
                None => url == pattern,
            });
        if allowed {
            Ok(())
        } else {
            Err(InvalidClientQueue)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_queues_on_the_list_are_allowed() {
        let queues = ClientQueues::new(
            "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-*, https://sqs.us-east-1.amazonaws.com/1/own",
        );
        for url in [
            "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-boletos",
            "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-boletos.fifo",
            "https://sqs.us-east-1.amazonaws.com/1/own",
        ] {
            assert_eq!(queues.check(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "https://sqs.us-east-1.amazonaws.com/123456789012/other",
            "https://sqs.us-east-1.amazonaws.com/999999999999/gateway-boletos",
            "https://sqs.sa-east-1.amazonaws.com/123456789012/gateway-boletos",
            "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-/../other",
            "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-x?Action=DeleteQueue",
            "https://sqs.us-east-1.amazonaws.com/1/own2",
        ] {
            assert_eq!(queues.check(url), Err(InvalidClientQueue), "{url}");
        }
    }
}
