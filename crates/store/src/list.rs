//! Lists of boletos, the newest first.

use boleto::{Boleto, TitleId};

use crate::{
    connection::{Store, run},
    error::StoreError,
    row::boletos,
};

/// Which boletos to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only those with this token.
    pub token: Option<String>,
    /// Only those with this number.
    pub title_id: Option<TitleId>,
}

impl Store {
    /// Lists `limit` boletos that fit the filter, the newest first, after the first `offset`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn list(
        &self,
        filter: &Filter,
        limit: u32,
        offset: u64,
    ) -> Result<Vec<Boleto>, StoreError> {
        let limit = i64::from(limit);
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        // A statement per index, so that each plan is a plain walk along it.
        let rows = match (&filter.token, filter.title_id) {
            (Some(token), title_id) => {
                let title_id = title_id.map(number);
                run!(self, connection =>
                    boletos!(
                        "where token = $1 and ($2::bigint is null or title_id = $2)
                        order by id desc limit $3 offset $4",
                        token,
                        title_id,
                        limit,
                        offset,
                    )
                    .fetch_all(connection))?
            }
            (None, Some(title_id)) => run!(self, connection =>
                    boletos!(
                        "where title_id = $1 order by id desc limit $2 offset $3",
                        number(title_id),
                        limit,
                        offset,
                    )
                    .fetch_all(connection))?,
            (None, None) => run!(self, connection =>
                    boletos!("order by id desc limit $1 offset $2", limit, offset)
                        .fetch_all(connection))?,
        };
        rows.into_iter().map(Boleto::try_from).collect()
    }
}

/// A title's number as its column holds it: at most 15 digits.
fn number(title_id: TitleId) -> i64 {
    i64::try_from(title_id.get()).unwrap_or(i64::MAX)
}
