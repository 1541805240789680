//! Circuits: issuers that are left alone for a while because they do not answer.

use std::time::Duration;

use boleto::Issuer;
use jiff::Timestamp;

use crate::{
    connection::{Store, run},
    error::{StoreError, parsed},
    record::milliseconds,
};

/// How an issuer stood when an attempt was claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It answers.
    Sound,
    /// Its last attempts went unanswered, too few of them to leave it alone.
    Failing,
    /// It is left alone, and this attempt, alone, finds out whether it is back.
    Probe,
}

/// When an issuer is left alone, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// After how many unanswered attempts in a row.
    pub failures: u16,
    /// How long at first; the time doubles with each probe that goes unanswered.
    pub first_pause: Duration,
    /// How long at most.
    pub longest_pause: Duration,
}

/// An issuer whose last attempts went unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circuit {
    /// The issuer.
    pub issuer: Issuer,
    /// How many of them, in a row.
    pub failures: u32,
    /// Whether it is asked.
    pub state: CircuitState,
}

/// Whether an issuer is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircuitState {
    /// As usual.
    Closed,
    /// Not before this moment.
    Open(Timestamp),
    /// By one attempt at a time.
    HalfOpen,
}

impl Store {
    /// Notes that an attempt went unanswered. Returns for how long the issuer is left alone, if that begins now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_silence(
        &self,
        issuer: Issuer,
        admission: Admission,
        breaker: &Breaker,
    ) -> Result<Option<Duration>, StoreError> {
        let probed = admission == Admission::Probe;
        // Who was under way when it was opened says nothing new: only a probe opens it again.
        let opened = run!(self, connection =>
            sqlx::query_scalar!(
                r#"insert into issuer_circuits as circuit (issuer, failures) values ($1, 1)
                on conflict (issuer) do update
                set failures = circuit.failures + 1,
                    openings = case
                        when $2 or (circuit.open_until is null and circuit.failures + 1 >= $3)
                            then circuit.openings + 1
                        else circuit.openings
                    end,
                    open_until = case
                        when $2 or (circuit.open_until is null and circuit.failures + 1 >= $3)
                            then clock_timestamp() + least($5::bigint, $4::bigint << least(circuit.openings, 16))
                                * interval '1 millisecond'
                        else circuit.open_until
                    end,
                    probe_until = case when $2 then null else circuit.probe_until end
                returning case
                    when $2 or (open_until > clock_timestamp() and failures = $3)
                        then (extract(epoch from open_until - clock_timestamp()) * 1000)::bigint
                end"#,
                issuer.name(),
                probed,
                i32::from(breaker.failures),
                milliseconds(breaker.first_pause),
                milliseconds(breaker.longest_pause),
            )
            .fetch_one(connection))?;
        Ok(opened.map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0))))
    }

    /// Notes that an issuer answers: it is asked as usual.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_answer(&self, issuer: Issuer) -> Result<(), StoreError> {
        run!(self, connection =>
            sqlx::query!(
                "update issuer_circuits
                set failures = 0, openings = 0, open_until = null, probe_until = null
                where issuer = $1 and failures > 0",
                issuer.name(),
            )
            .execute(connection))?;
        Ok(())
    }

    /// Reads the circuits of the issuers whose last attempts went unanswered.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn circuits(&self) -> Result<Vec<Circuit>, StoreError> {
        let rows = run!(self, connection =>
            sqlx::query!(
                r#"select issuer, failures, open_until as "open_until: jiff_sqlx::Timestamp",
                    coalesce(open_until <= clock_timestamp(), false) as "is_half_open!"
                from issuer_circuits where failures > 0 order by issuer"#,
            )
            .fetch_all(connection))?;
        rows.into_iter()
            .map(|row| {
                Ok(Circuit {
                    issuer: parsed("issuer_circuits", &row.issuer)?,
                    failures: u32::try_from(row.failures).unwrap_or(0),
                    state: match row.open_until {
                        None => CircuitState::Closed,
                        Some(_) if row.is_half_open => CircuitState::HalfOpen,
                        Some(until) => CircuitState::Open(until.to_jiff()),
                    },
                })
            })
            .collect()
    }
}
