//! What happened to a boleto.

use boleto::{BoletoId, Status};
use jiff::Timestamp;

use crate::{
    connection::{Store, run},
    error::StoreError,
};

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It was recorded.
    Recorded,
    /// An attempt to register it began.
    Attempt,
    /// An attempt ended, known or unknown.
    Settled,
    /// A claim was given back without asking anybody.
    Released,
    /// The client reported a payment.
    Payment,
    /// The bank confirmed what we call refused.
    Contradicted,
    /// What became of it is told once more, because somebody asked for it.
    ToldAgain,
}

impl Event {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Recorded,
        Self::Attempt,
        Self::Settled,
        Self::Released,
        Self::Payment,
        Self::Contradicted,
        Self::ToldAgain,
    ];

    /// The name that clients see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Attempt => "attempt",
            Self::Settled => "settled",
            Self::Released => "released",
            Self::Payment => "payment",
            Self::Contradicted => "contradicted",
            Self::ToldAgain => "told_again",
        }
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub happened_at: Timestamp,
    /// What.
    pub event: Event,
    /// The boleto's status afterwards.
    pub status: Status,
    /// The attempt that it belongs to.
    pub attempt: Option<i32>,
    /// The bank's code.
    pub code: Option<String>,
    /// Why, in our words.
    pub reason: Option<String>,
    /// Through which request.
    pub request_id: String,
}

impl Store {
    /// Reads what happened to a boleto, the oldest first; empty if there is no such boleto.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn history(&self, id: BoletoId) -> Result<Vec<HistoryLine>, StoreError> {
        let text = &id.to_string();
        let rows = run!(self, connection =>
                sqlx::query!(
                    r#"select happened_at as "happened_at: jiff_sqlx::Timestamp", event, status, attempt, code, reason,
                        request_id
                    from boleto_history where boleto_id = $1 order by id"#,
                    text,
                )
                .fetch_all(connection))?;
        rows.into_iter()
            .map(|row| {
                Ok(HistoryLine {
                    happened_at: row.happened_at.to_jiff(),
                    event: Event::ALL
                        .into_iter()
                        .find(|event| event.name() == row.event)
                        .ok_or_else(|| StoreError::corrupt_boleto(id, "unknown event"))?,
                    status: row
                        .status
                        .parse()
                        .map_err(|source| StoreError::corrupt_boleto(id, Box::new(source)))?,
                    attempt: row.attempt,
                    code: row.code,
                    reason: row.reason,
                    request_id: row.request_id,
                })
            })
            .collect()
    }
}
