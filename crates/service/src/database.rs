//! The database with the password of the moment.

use std::{future::Future, pin::Pin};

use store::{Password, Passwords, Store};

use crate::{
    aws,
    secrets::{APP_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};

/// Opens the database for a function that needs nothing else.
///
/// # Errors
/// A setting is missing or wrong. A database that is out of reach is none.
pub async fn open(env: &Environment) -> Result<Store, InvalidSetting> {
    let aws = aws::config(&settings::Aws::read(env)?);
    let secrets = Secrets::load(&settings::Secrets::read(env)?, &aws, &[APP_PASSWORD]).await;
    open_with(env, secrets).await
}

/// Opens the database with the password among `secrets`.
///
/// # Errors
/// A setting is missing or wrong. A database that is out of reach is none.
pub async fn open_with(env: &Environment, secrets: Secrets) -> Result<Store, InvalidSetting> {
    Ok(Store::open(settings::Database::read(env)?, DatabasePassword(secrets)).await)
}

/// The database's password as one of the secrets.
struct DatabasePassword(Secrets);

impl Passwords for DatabasePassword {
    fn password(
        &self,
        afresh: bool,
    ) -> Pin<Box<dyn Future<Output = Option<Password>> + Send + '_>> {
        Box::pin(async move {
            self.0
                .values(afresh)
                .await
                .get(APP_PASSWORD)
                .map(Password::new)
        })
    }
}
