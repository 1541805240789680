//! One deploy at a time to an environment.
//!
//! The lock is an object that its holder writes anew every few seconds. Whoever wants it and sees the same content for
//! longer than that takes it over: no clock is compared with another machine's, and a killed deploy locks for seconds.
//! Every write names the content that it replaces, so that S3 lets one of two win.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::bucket::{Bucket, BucketError, Tagged};
use crate::clock;

/// How often a holder writes.
const BEAT: Duration = Duration::from_secs(2);

/// How long the same content means that its writer is gone.
const SILENCE: Duration = Duration::from_secs(8);

/// How often whoever waits looks.
const GLANCE: Duration = Duration::from_millis(500);

/// Who holds a lock, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who.
    pub by: String,
    /// What they do.
    pub doing: String,
    /// Since when.
    pub since: Timestamp,
    /// Beats so far: what makes each write another.
    pub beats: u64,
    /// Tells apart two holders that look alike.
    pub id: String,
}

impl Holder {
    /// Somebody who begins now.
    #[must_use]
    pub fn new(by: &str, doing: String) -> Self {
        let since = clock::now();
        let process = std::process::id();

        Self {
            by: by.to_owned(),
            id: format!("{since} {process} {by}"),
            doing,
            since,
            beats: 0,
        }
    }
}

/// What the object says.
#[derive(Debug, Serialize, Deserialize)]
struct Lock {
    holder: Option<Holder>,
}

/// Why the lock is not ours.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it, and goes on having it.
    #[error("{environment} is taken: {} has been at `{}` since {}", holder.by, holder.doing, holder.since)]
    Taken {
        /// The environment.
        environment: String,
        /// Who has it.
        holder: Box<Holder>,
    },
    /// We had it, and were silent for so long that somebody else took it.
    #[error("{0} was taken over by somebody else: nothing more was done")]
    Lost(String),
    /// S3.
    #[error(transparent)]
    Bucket(#[from] BucketError),
}

/// A lock that is ours.
#[derive(Debug)]
pub struct Held {
    bucket: Bucket,
    environment: String,
    holder: Holder,
    tag: String,
}

fn key(environment: &str) -> String {
    format!("environments/{environment}/lock.json")
}

/// Waits for the lock of an environment, `patience` long. `told` hears of a wait and of a takeover.
///
/// # Errors
///
/// When somebody else keeps it, or S3 refuses.
pub async fn take(
    bucket: &Bucket,
    environment: &str,
    holder: Holder,
    patience: Duration,
    told: impl Fn(&str),
) -> Result<Held, LockError> {
    let began = Instant::now();
    let mut seen: Option<(String, Instant)> = None;
    loop {
        let found: Option<Tagged<Lock>> = bucket.read(&key(environment)).await?;
        let over = found.as_ref().map(|found| found.tag.clone());
        let other = found.and_then(|found| found.content.holder);
        if let (Some(other), Some(tag)) = (other, over.clone()) {
            let since = match &seen {
                Some((before, since)) if *before == tag => *since,
                Some(_) => Instant::now(),
                None => {
                    told(&format!("waits for {}, at `{}`", other.by, other.doing));
                    Instant::now()
                }
            };
            seen = Some((tag, since));
            if since.elapsed() < SILENCE {
                if began.elapsed() >= patience {
                    return Err(LockError::Taken {
                        environment: environment.to_owned(),
                        holder: Box::new(other),
                    });
                }
                sleep(GLANCE).await;
                continue;
            }
            told(&format!("takes over from {}, who is gone", other.by));
        }

        let lock = Lock {
            holder: Some(holder.clone()),
        };
        if let Some(tag) = bucket
            .write(&key(environment), over.as_deref(), &lock)
            .await?
        {
            return Ok(Held {
                bucket: bucket.clone(),
                environment: environment.to_owned(),
                holder,
                tag,
            });
        }
    }
}

impl Held {
    /// Works under the lock, then gives it back. Where the lock is lost, the work stops where it is.
    ///
    /// # Errors
    ///
    /// The work's own, or the lock is lost.
    pub async fn during<T, E: From<LockError>>(
        mut self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let done = tokio::select! {
            done = work => done,
            lost = self.keep() => return Err(lost.into()),
        };
        // Where this fails, the next one waits for some seconds.
        let _ = self.write(None).await;

        done
    }

    /// Beats until the lock is lost.
    async fn keep(&mut self) -> LockError {
        let mut heard = Instant::now();
        loop {
            sleep(BEAT).await;
            self.holder.beats += 1;
            match self.write(Some(self.holder.clone())).await {
                Ok(()) => heard = Instant::now(),
                Err(LockError::Bucket(error)) if heard.elapsed() > SILENCE => return error.into(),
                Err(LockError::Bucket(_)) => {}
                Err(lost @ (LockError::Lost(_) | LockError::Taken { .. })) => return lost,
            }
        }
    }

    /// Writes over what we wrote last.
    async fn write(&mut self, holder: Option<Holder>) -> Result<(), LockError> {
        let key = key(&self.environment);
        let lock = Lock { holder };
        loop {
            if let Some(tag) = self.bucket.write(&key, Some(&self.tag), &lock).await? {
                self.tag = tag;
                return Ok(());
            }
            // A write of ours whose answer was lost looks like somebody else's.
            let found: Option<Tagged<Lock>> = self.bucket.read(&key).await?;
            match found {
                Some(Tagged {
                    content:
                        Lock {
                            holder: Some(holder),
                        },
                    tag,
                }) if holder.id == self.holder.id => self.tag = tag,
                _ => return Err(LockError::Lost(self.environment.clone())),
            }
        }
    }
}
