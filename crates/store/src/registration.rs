//! Claiming an attempt to register a boleto, so that no two ask the bank at once.

use std::time::Duration;

use boleto::{Boleto, BoletoId};

use crate::{
    circuits::Admission,
    connection::{Store, run},
    error::StoreError,
    record::{milliseconds, seconds},
    row::boletos,
};

/// What a claim is for, and so when it may be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The next attempt: when it is due, give or take 5 s, and its issuer is not left alone.
    Retry,
    /// The client wants the bank asked now, due or not, where its issuer is not left alone.
    Request,
    /// A person says what the bank has, and the bank is not asked.
    Finding,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Request => "request",
            Self::Finding => "finding",
        }
    }
}

/// What came of claiming.
#[derive(Debug)]
pub enum Claim {
    /// The attempt is ours to make.
    Held(Claimed),
    /// It is settled already, held by another, not due, or asked for while its issuer is left alone: as it was just
    /// before.
    NotNow(Boleto),
    /// Its issuer is left alone, or was and is asked at a pace: the attempt was put off by this long.
    PutOff(Boleto, Duration),
    /// There is no such boleto.
    Unknown,
}

/// An attempt that only we may make until the claim runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The boleto.
    pub boleto: Boleto,
    /// Which attempt this is, from 1. Settling names it.
    pub attempt: i32,
    /// Whether the bank may have had the title before this attempt.
    pub maybe_at_bank: bool,
    /// Whether the client chose the number; else our sequence drew it.
    pub title_id_chosen: bool,
    /// Whether an attempt was owed to it before the claim.
    pub was_owed: bool,
    /// How long before the claim the last attempt ended that nobody knows the outcome of, by the database's clock.
    pub since_unknown: Option<Duration>,
    /// How its issuer stood.
    pub circuit: Admission,
    /// The request that made the boleto, which ties its life together.
    pub request_id: String,
}

impl Store {
    /// Claims the next attempt for `lease`.
    ///
    /// A claim of an earlier attempt that ran out unsettled counts as an attempt with an unknown outcome. While its
    /// issuer is left alone, a boleto that is due is put off: one after the other, `pace` apart. Once the issuer is
    /// back, retries keep to that pace, give or take a second, and those that came too late for theirs are put off anew.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn claim(
        &self,
        id: BoletoId,
        purpose: Purpose,
        lease: Duration,
        pace: Duration,
        request_id: &str,
    ) -> Result<Claim, StoreError> {
        // Read first: what is claimed and can't be read would be an attempt that nobody makes.
        let Some(boleto) = self.get(id).await? else {
            return Ok(Claim::Unknown);
        };
        let text = &id.to_string();
        let claim = run!(self, connection =>
            sqlx::query_file!(
                "src/claim.sql",
                text,
                purpose.name(),
                seconds(lease),
                milliseconds(pace),
                request_id,
            )
            .fetch_optional(connection))?;
        let Some(claim) = claim else {
            return Ok(Claim::NotNow(boleto));
        };
        let duration = |millis: i64| Duration::from_millis(u64::try_from(millis).unwrap_or(0));
        let Some(attempt) = claim.attempt else {
            return Ok(match claim.held_back_ms {
                Some(wait) => Claim::PutOff(boleto, duration(wait)),
                None => Claim::NotNow(boleto),
            });
        };
        Ok(Claim::Held(Claimed {
            boleto,
            attempt,
            maybe_at_bank: claim.maybe_at_bank,
            title_id_chosen: claim.title_id_chosen,
            since_unknown: claim.since_unknown_ms.map(duration),
            was_owed: claim.was_owed,
            request_id: claim.request_id,
            circuit: match (claim.probes, claim.fails) {
                (true, _) => Admission::Probe,
                (false, true) => Admission::Failing,
                (false, false) => Admission::Sound,
            },
        }))
    }

    /// Gives a claim back that asked nobody, and puts back what it changed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn release(
        &self,
        claimed: &Claimed,
        reason: &str,
        request_id: &str,
    ) -> Result<(), StoreError> {
        let id = &claimed.boleto.id.to_string();
        run!(self, connection =>
            sqlx::query!(
                "with released as (
                    update boletos
                    set claimed_until = null, maybe_at_bank = $3, updated_at = clock_timestamp(),
                        next_attempt_at = case when $4 then next_attempt_at end
                    where id = $1 and attempts = $2 and claimed_until is not null
                    returning id, status
                )
                insert into boleto_history (boleto_id, event, status, attempt, reason, request_id)
                select id, 'released', status, $2, $5, $6 from released",
                id,
                claimed.attempt,
                claimed.maybe_at_bank,
                claimed.was_owed,
                reason,
                request_id,
            )
            .execute(connection))?;
        Ok(())
    }

    /// Reads a boleto.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn get(&self, id: BoletoId) -> Result<Option<Boleto>, StoreError> {
        let text = &id.to_string();
        run!(self, connection =>
            boletos!("where id = $1", text)
                .fetch_optional(connection))?
        .map(Boleto::try_from)
        .transpose()
    }
}
