//! Where Postgres is, and what the migrations must know.

use boleto::{Bank, TitleId};
use store::Tls;

use super::{Aws, Environment, InvalidSetting};

/// Where Postgres is.
pub struct Database;

impl Database {
    /// Reads `DATABASE_HOST`, `DATABASE_PORT`, `DATABASE_NAME`, `DATABASE_USER` and `DATABASE_TLS`.
    ///
    /// # Errors
    /// One is missing or wrong, or TLS is to be verified in a region whose authorities we don't ship.
    pub fn read(env: &Environment) -> Result<store::Database, InvalidSetting> {
        let tls = match env.text("DATABASE_TLS")?.as_str() {
            "off" => Tls::Off,
            "verified" => Tls::Verified {
                authorities: authorities(&Aws::read(env)?.region)?,
            },
            _ => {
                return Err(InvalidSetting::Invalid {
                    name: "DATABASE_TLS",
                    expected: "verified or off",
                });
            }
        };
        Ok(store::Database {
            host: env.text("DATABASE_HOST")?,
            port: env.parsed("DATABASE_PORT", "a port number")?,
            name: env.text("DATABASE_NAME")?,
            user: env.text("DATABASE_USER")?,
            tls,
        })
    }
}

/// The certificates that sign those of RDS in a region, as AWS publishes them per region.
fn authorities(region: &str) -> Result<&'static str, InvalidSetting> {
    match region {
        "sa-east-1" => Ok(include_str!("rds/sa-east-1.pem")),
        "us-east-1" => Ok(include_str!("rds/us-east-1.pem")),
        _ => Err(InvalidSetting::Invalid {
            name: "AWS_REGION",
            expected: "sa-east-1 or us-east-1, whose RDS authorities are shipped",
        }),
    }
}

/// What the migrations must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The role that the other functions log in as.
    pub app_user: String,
    /// The first number that the sequence may draw.
    pub number_start: TitleId,
}

impl Migration {
    /// Reads `APP_DATABASE_USER` and `NUMBER_START`.
    ///
    /// # Errors
    /// One is missing or wrong.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        let number_start = env.parsed::<u64>("NUMBER_START", "a number from 1 to 11 nines")?;
        Ok(Self {
            app_user: env.text("APP_DATABASE_USER")?,
            number_start: TitleId::new(number_start)
                .ok()
                // Bradesco's numbers have the fewest digits.
                .filter(|start| *start <= Bank::Bradesco.max_title_id())
                .ok_or(InvalidSetting::Invalid {
                name: "NUMBER_START",
                expected: "a number from 1 to 11 nines",
            })?,
        })
    }
}
