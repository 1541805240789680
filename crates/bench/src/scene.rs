//! What the functions stand on: a Postgres of their own, SSM and SQS that answer at once, and the simulator as the bank.

use std::{collections::BTreeMap, error::Error, time::Duration};

use local::{
    postgres::{Cluster, Database},
    simulator::{Options, Simulator},
};
use sqlx::{AssertSqlSafe, PgConnection, postgres::PgConnectOptions};
use store::{Password, Role, Tls};
use tokio::net::TcpListener;

use crate::{aws, statements::Statements};

/// The role that the functions log in as.
pub(crate) const APP_USER: &str = "superbowleto_app";
/// Its password.
pub(crate) const APP_PASSWORD: &str = "bench";
const SECRETS: &str = "/superbowleto/bench";

/// A database, banks and queues.
pub(crate) struct Scene {
    /// The server.
    pub(crate) cluster: Cluster,
    /// The database in it.
    pub(crate) database: Database,
    /// What ran in it.
    pub(crate) statements: Statements,
    /// The bank.
    pub(crate) bank: Simulator,
    /// The functions' settings, as Terraform would set them.
    pub(crate) settings: BTreeMap<&'static str, String>,
}

impl Scene {
    /// Migrates a new database and serves the rest.
    pub(crate) async fn new() -> Result<Self, Box<dyn Error>> {
        let (cluster, observed) = Statements::observe().await?;
        let database = cluster.database().await?;
        migrate(&database).await?;
        let statements = Statements::of(&cluster, &database, observed).await?;

        let bank = Simulator::start(Options::default()).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        tokio::spawn(aws::serve(listener, parameters(&database, &bank)));
        let scene = Self {
            settings: settings(&database, &bank, &endpoint),
            cluster,
            database,
            statements,
            bank,
        };
        scene.sql(CONFIGURATION).await?;
        Ok(scene)
    }

    /// Runs statements as the database's owner.
    pub(crate) async fn sql(&self, statements: &str) -> Result<(), sqlx::Error> {
        let mut connection = connect(&self.database.url()).await?;
        sqlx::raw_sql(AssertSqlSafe(statements))
            .execute(&mut connection)
            .await
            .map(drop)
    }

    /// Lets time pass for what waits in the database.
    pub(crate) async fn pass(&self, time: Duration) -> Result<(), sqlx::Error> {
        let seconds = time.as_secs();
        self.sql(&format!(
            "update boletos set
                next_attempt_at = next_attempt_at - interval '{seconds} seconds',
                claimed_until = claimed_until - interval '{seconds} seconds',
                last_unknown_at = last_unknown_at - interval '{seconds} seconds',
                woken_at = woken_at - interval '{seconds} seconds';
            delete from issuer_circuits"
        ))
        .await
    }
}

/// What `manage-configurations` is asked for.
const CONFIGURATION: &str = "insert into configurations (
        id, external_id, issuer, issuer_account, issuer_agency, issuer_wallet)
    values ('cf_00000000000000000000000000', 'bench', 'bradesco', '469', '1229', '26')";

/// Opens a connection for one errand.
pub(crate) async fn connect(url: &str) -> Result<PgConnection, sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    sqlx::ConnectOptions::connect(&options).await
}

async fn migrate(database: &Database) -> Result<(), Box<dyn Error>> {
    let place = store::Database {
        host: database.host.clone(),
        port: database.port,
        name: database.name.clone(),
        user: database.owner.clone(),
        tls: Tls::Off,
    };
    let role = Role {
        name: APP_USER.to_owned(),
        password: Password::new(APP_PASSWORD),
    };
    let owner_password = Password::new(&database.owner_password);
    store::migrate(&place, &owner_password, &role, boleto::TitleId::new(1)?).await?;
    Ok(())
}

fn parameters(database: &Database, bank: &Simulator) -> aws::Parameters {
    let passwords = [
        ("database/app-password", APP_PASSWORD.to_owned()),
        ("database/owner-password", database.owner_password.clone()),
    ];
    passwords
        .into_iter()
        .chain(bank.credentials().secrets())
        .map(|(name, value)| (format!("{SECRETS}/{name}"), value))
        .collect()
}

fn settings(
    database: &Database,
    bank: &Simulator,
    endpoint: &str,
) -> BTreeMap<&'static str, String> {
    let mut settings = local::settings(database, bank, endpoint);
    settings.extend([
        ("STAGE", "bench".to_owned()),
        ("SECRETS_PATH", SECRETS.to_owned()),
        ("DATABASE_USER", APP_USER.to_owned()),
        ("APP_DATABASE_USER", APP_USER.to_owned()),
        ("NUMBER_START", "1".to_owned()),
        (
            "REGISTRATION_QUEUE_URL",
            format!("{endpoint}/000000000000/registrations"),
        ),
        ("CLIENT_QUEUES", format!("{endpoint}/000000000000/gateway")),
        ("API_CLIENTS", "{}".to_owned()),
    ]);
    settings
}
