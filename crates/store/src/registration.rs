//! Claiming an attempt to register a boleto, so that no two ask the bank at once.

use std::time::Duration;

use boleto::{Boleto, BoletoId};

use crate::{
    connection::{Store, run},
    error::StoreError,
    record::seconds,
    row::boletos,
};

/// When a boleto may be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Only when its next attempt is due, give or take 5 s.
    Now,
    /// Whenever nobody else holds a claim: a person or the client asks.
    Regardless,
}

/// What came of claiming.
#[derive(Debug)]
pub enum Claim {
    /// The attempt is ours to make.
    Held(Claimed),
    /// It is settled already, held by another, or not due: as it was just before.
    NotNow(Boleto),
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
}

impl Store {
    /// Claims the next attempt for `lease`.
    ///
    /// A claim of an earlier attempt that ran out unsettled counts as an attempt with an unknown outcome.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn claim(
        &self,
        id: BoletoId,
        due: Due,
        lease: Duration,
        request_id: &str,
    ) -> Result<Claim, StoreError> {
        // Read first: what is claimed and can't be read would be an attempt that nobody makes.
        let Some(boleto) = self.get(id).await? else {
            return Ok(Claim::Unknown);
        };
        let text = &id.to_string();
        let regardless = due == Due::Regardless;
        let claim = run!(self, connection =>
                sqlx::query!(
                    r#"with before as (
                        select id, maybe_at_bank, title_id_chosen, next_attempt_at is not null as was_owed,
                            greatest(last_unknown_at, claimed_until) as last_unknown_at
                        from boletos
                        where id = $1 and status in ('issued', 'pending_registration')
                            and (claimed_until is null or claimed_until < clock_timestamp())
                            and ($2 or next_attempt_at <= clock_timestamp() + interval '5 seconds')
                        for update
                    ),
                    claimed as (
                        update boletos
                        set attempts = attempts + 1, status = 'pending_registration', maybe_at_bank = true,
                            claimed_until = clock_timestamp() + make_interval(secs => $3::bigint),
                            next_attempt_at = coalesce(
                                next_attempt_at, clock_timestamp() + make_interval(secs => $3::bigint)),
                            last_unknown_at = before.last_unknown_at, updated_at = clock_timestamp()
                        from before
                        where boletos.id = before.id
                        returning boletos.id, boletos.attempts, before.maybe_at_bank, before.title_id_chosen, before.was_owed,
                            (extract(epoch from clock_timestamp() - before.last_unknown_at) * 1000)::bigint
                                as since_unknown_ms
                    ),
                    history as (
                        insert into boleto_history (boleto_id, event, status, attempt, request_id)
                        select id, 'attempt', 'pending_registration', attempts, $4 from claimed
                    )
                    select attempts as "attempt!", maybe_at_bank as "maybe_at_bank!",
                        title_id_chosen as "title_id_chosen!", was_owed as "was_owed!", since_unknown_ms
                    from claimed"#,
                    text,
                    regardless,
                    seconds(lease),
                    request_id,
                )
                .fetch_optional(connection))?;
        let Some(claim) = claim else {
            return Ok(Claim::NotNow(boleto));
        };
        Ok(Claim::Held(Claimed {
            boleto,
            attempt: claim.attempt,
            maybe_at_bank: claim.maybe_at_bank,
            title_id_chosen: claim.title_id_chosen,
            since_unknown: claim
                .since_unknown_ms
                .map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0))),
            was_owed: claim.was_owed,
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
