//! Lists of boletos, the newest first.

use boleto::{Boleto, BoletoId, Status, TitleId};

use crate::{
    connection::{Store, run},
    error::StoreError,
    row::boletos,
};

/// Which boletos to list: those that fit all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only those with this token.
    pub token: Option<String>,
    /// Only those with this number.
    pub title_id: Option<TitleId>,
    /// Only those with this reference.
    pub reference_id: Option<String>,
    /// Only those of this configuration.
    pub external_id: Option<String>,
    /// Only those that stand so.
    pub status: Option<Status>,
}

/// Which part of a list to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Only those that are older: it costs nothing, however deep it leads.
    pub before: Option<BoletoId>,
    /// After so many, which are walked through.
    pub offset: u64,
    /// At most so many.
    pub limit: u32,
}

/// Sorts after every id.
const NEWEST: &str = "~";

impl Store {
    /// Lists the boletos that fit the filter, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn list(&self, filter: &Filter, window: Window) -> Result<Vec<Boleto>, StoreError> {
        let limit = i64::from(window.limit);
        let offset = i64::try_from(window.offset).unwrap_or(i64::MAX);
        let before = window.before.map(|id| id.to_string());
        let before = before.as_deref().unwrap_or(NEWEST);
        let title_id = filter.title_id.map(number);
        let reference_id = filter.reference_id.as_deref();
        let external_id = filter.external_id.as_deref();
        let status = filter.status.map(Status::name);

        // A statement per index, so that each plan is a plain walk along it. Few boletos share a token, a number or a
        // reference, so what else they must fit is only looked at.
        let rows = if let Some(token) = &filter.token {
            run!(self, connection =>
                boletos!(
                    "where token = $1 and id < $2 and ($3::bigint is null or title_id = $3)
                        and ($4::text is null or reference_id = $4) and ($5::text is null or external_id = $5)
                        and ($6::text is null or status = $6)
                    order by id desc limit $7 offset $8",
                    token, before, title_id, reference_id, external_id, status, limit, offset,
                )
                .fetch_all(connection))?
        } else if let Some(title_id) = title_id {
            run!(self, connection =>
                boletos!(
                    "where title_id = $1 and id < $2 and ($3::text is null or reference_id = $3)
                        and ($4::text is null or external_id = $4) and ($5::text is null or status = $5)
                    order by id desc limit $6 offset $7",
                    title_id, before, reference_id, external_id, status, limit, offset,
                )
                .fetch_all(connection))?
        } else if let Some(reference_id) = reference_id {
            run!(self, connection =>
                boletos!(
                    "where reference_id = $1 and id < $2 and ($3::text is null or external_id = $3)
                        and ($4::text is null or status = $4)
                    order by id desc limit $5 offset $6",
                    reference_id, before, external_id, status, limit, offset,
                )
                .fetch_all(connection))?
        } else {
            // A configuration or a status can have most of the boletos or hardly any. Said as a range these leave
            // Postgres no other way than their index: by equality it would sometimes walk along all boletos, in the
            // hope of meeting enough of these soon.
            match (external_id, status) {
                (Some(external_id), Some(status)) => run!(self, connection =>
                    boletos!(
                        "where external_id >= $1 and external_id <= $1
                        and (external_id, status, id) < ($1, $2, $3) and (external_id, status) >= ($1, $2)
                        order by external_id desc, status desc, id desc limit $4 offset $5",
                        external_id, status, before, limit, offset,
                    )
                    .fetch_all(connection))?,
                (Some(external_id), None) => run!(self, connection =>
                    boletos!(
                        "where external_id >= $1 and external_id <= $1 and (external_id, id) < ($1, $2)
                        order by external_id desc, id desc limit $3 offset $4",
                        external_id, before, limit, offset,
                    )
                    .fetch_all(connection))?,
                (None, Some(status)) => run!(self, connection =>
                    boletos!(
                        "where status >= $1 and status <= $1 and (status, id) < ($1, $2)
                        order by status desc, id desc limit $3 offset $4",
                        status, before, limit, offset,
                    )
                    .fetch_all(connection))?,
                (None, None) => run!(self, connection =>
                    boletos!(
                        "where id < $1 order by id desc limit $2 offset $3",
                        before, limit, offset,
                    )
                    .fetch_all(connection))?,
            }
        };
        rows.into_iter().map(Boleto::try_from).collect()
    }
}

/// A title's number as its column holds it: at most 15 digits.
fn number(title_id: TitleId) -> i64 {
    i64::try_from(title_id.get()).unwrap_or(i64::MAX)
}
