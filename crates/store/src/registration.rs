//! Claiming an attempt to register a boleto, so that no two ask the bank at once.

use std::time::Duration;

use boleto::{Boleto, BoletoId};

use crate::{connection::Store, error::StoreError, record::seconds, row::boletos};

/// When a boleto may be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Only when its next attempt is due, give or take 5 s.
    Now,
    /// Whenever nobody else holds a claim: a person or the client asks.
    Regardless,
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
    /// When it was due before the claim, from now, 0 where that is past; `None` where nothing was owed.
    pub was_due_in: Option<Duration>,
    /// How long before the claim the last attempt ended that nobody knows the outcome of, by the database's clock.
    pub since_unknown: Option<Duration>,
}

impl Store {
    /// Claims the next attempt for `lease`. `None`: settled already, held by another, not due, or not there.
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
    ) -> Result<Option<Claimed>, StoreError> {
        let text = &id.to_string();
        let regardless = due == Due::Regardless;
        let claim = self
            .run(|pool| async move {
                sqlx::query!(
                    r#"with before as (
                        select id, maybe_at_bank, title_id_chosen, next_attempt_at as due_at,
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
                        returning boletos.id, boletos.attempts, before.maybe_at_bank, before.title_id_chosen,
                            (extract(epoch from clock_timestamp() - before.last_unknown_at) * 1000)::bigint
                                as since_unknown_ms,
                            (extract(epoch from before.due_at - clock_timestamp()) * 1000)::bigint
                                as due_in_ms
                    ),
                    history as (
                        insert into boleto_history (boleto_id, event, status, attempt, request_id)
                        select id, 'attempt', 'pending_registration', attempts, $4 from claimed
                    )
                    select attempts as "attempt!", maybe_at_bank as "maybe_at_bank!",
                        title_id_chosen as "title_id_chosen!", since_unknown_ms, due_in_ms
                    from claimed"#,
                    text,
                    regardless,
                    seconds(lease),
                    request_id,
                )
                .fetch_optional(&pool)
                .await
            })
            .await?;
        let Some(claim) = claim else { return Ok(None) };
        let Some(boleto) = self.get(id).await? else {
            return Ok(None);
        };
        Ok(Some(Claimed {
            boleto,
            attempt: claim.attempt,
            maybe_at_bank: claim.maybe_at_bank,
            title_id_chosen: claim.title_id_chosen,
            since_unknown: claim.since_unknown_ms.map(millis),
            was_due_in: claim.due_in_ms.map(millis),
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
        let due_in = claimed.was_due_in.map(seconds);
        self.run(|pool| async move {
            sqlx::query!(
                "with released as (
                    update boletos
                    set claimed_until = null, maybe_at_bank = $3, updated_at = clock_timestamp(),
                        next_attempt_at = coalesce(
                            clock_timestamp() + make_interval(secs => $4::bigint), next_attempt_at)
                    where id = $1 and attempts = $2 and claimed_until is not null
                    returning id, status
                )
                insert into boleto_history (boleto_id, event, status, attempt, reason, request_id)
                select id, 'released', status, $2, $5, $6 from released",
                id,
                claimed.attempt,
                claimed.maybe_at_bank,
                due_in,
                reason,
                request_id,
            )
            .execute(&pool)
            .await
        })
        .await?;
        Ok(())
    }

    /// Reads a boleto.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn get(&self, id: BoletoId) -> Result<Option<Boleto>, StoreError> {
        let text = &id.to_string();
        self.run(|pool| async move { boletos!("where id = $1", text).fetch_optional(&pool).await })
            .await?
            .map(Boleto::try_from)
            .transpose()
    }
}

fn millis(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}
