//! Which issuer and account take a client's boletos.

use boleto::{ConfigurationId, IssuerAccount};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;

use crate::{
    connection::{Store, run},
    error::{StoreError, parsed},
    record::Account,
};

/// Which issuer and account take the boletos of an `external_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// What the service calls it.
    pub id: ConfigurationId,
    /// What the client calls it.
    pub external_id: String,
    /// Where its boletos go.
    pub account: Account,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

struct ConfigurationRow {
    id: String,
    external_id: String,
    issuer: String,
    issuer_account: String,
    issuer_agency: String,
    issuer_wallet: String,
    created_at: jiff_sqlx::Timestamp,
    updated_at: jiff_sqlx::Timestamp,
}

impl TryFrom<ConfigurationRow> for Configuration {
    type Error = StoreError;

    fn try_from(row: ConfigurationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed(&row.id, &row.id)?,
            account: Account {
                issuer: parsed(&row.id, &row.issuer)?,
                account: IssuerAccount {
                    agency: row.issuer_agency,
                    account: row.issuer_account,
                    wallet: row.issuer_wallet,
                },
            },
            external_id: row.external_id,
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
    }
}

/// Selects whole configurations: `configurations!("where …", arguments…)`.
macro_rules! configurations {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            ConfigurationRow,
            r#"select id, external_id, issuer, issuer_account, issuer_agency, issuer_wallet,
                created_at as "created_at: jiff_sqlx::Timestamp", updated_at as "updated_at: jiff_sqlx::Timestamp"
            from configurations "# + $tail
            $(, $argument)*
        )
    };
}

impl Store {
    /// Keeps a new configuration.
    ///
    /// Run again after a lost reply it finds what it wrote, and calls that no conflict.
    ///
    /// # Errors
    /// [`StoreError::ExternalIdTaken`], [`StoreError::Unavailable`].
    pub async fn add_configuration(&self, new: &Configuration) -> Result<(), StoreError> {
        let id = &new.id.to_string();
        let account = &new.account;
        run!(self, connection =>
            sqlx::query!(
                "insert into configurations
                    (id, external_id, issuer, issuer_account, issuer_agency, issuer_wallet, created_at, updated_at)
                values ($1, $2, $3, $4, $5, $6, $7, $7)
                on conflict (id) do nothing",
                id,
                new.external_id,
                account.issuer.name(),
                account.account.account,
                account.account.agency,
                account.account.wallet,
                new.created_at.to_sqlx() as _,
            )
            .execute(connection))?;
        Ok(())
    }

    /// Reads a configuration by what the client calls it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn configuration_of(
        &self,
        external_id: &str,
    ) -> Result<Option<Configuration>, StoreError> {
        let row = run!(self, connection =>
            configurations!("where external_id = $1", external_id).fetch_optional(connection))?;
        row.map(Configuration::try_from).transpose()
    }

    /// Reads a configuration by what the service calls it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn configuration(
        &self,
        id: ConfigurationId,
    ) -> Result<Option<Configuration>, StoreError> {
        let id = &id.to_string();
        let row = run!(self, connection =>
            configurations!("where id = $1", id).fetch_optional(connection))?;
        row.map(Configuration::try_from).transpose()
    }

    /// Gives a configuration another account, unless somebody changed it since it was read; says whether it did.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn move_configuration(
        &self,
        read: &Configuration,
        to: &Account,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let id = &read.id.to_string();
        let before = &read.account;
        let updated = run!(self, connection =>
            sqlx::query!(
                "update configurations
                set issuer = $2, issuer_account = $3, issuer_agency = $4, issuer_wallet = $5, updated_at = $6
                where id = $1 and (
                    (issuer = $7 and issuer_account = $8 and issuer_agency = $9 and issuer_wallet = $10)
                    -- After a lost reply it is there already.
                    or (issuer = $2 and issuer_account = $3 and issuer_agency = $4 and issuer_wallet = $5)
                )",
                id,
                to.issuer.name(),
                to.account.account,
                to.account.agency,
                to.account.wallet,
                now.to_sqlx() as _,
                before.issuer.name(),
                before.account.account,
                before.account.agency,
                before.account.wallet,
            )
            .execute(connection))?;
        Ok(updated.rows_affected() == 1)
    }
}
