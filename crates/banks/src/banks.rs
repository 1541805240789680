//! Every bank behind one door.

use std::time::Duration;

use boleto::{Issuer, Title};
use jiff::civil::Date;

use crate::{
    Answer, BankApi, Cause, Client, Search,
    bradesco::Bradesco,
    development::Development,
    settings::{InvalidSettings, Limits, Settings},
};

/// The banks of a stack: asks the one that registers a title.
pub struct Banks {
    bradesco: Option<Configured<Bradesco>>,
}

struct Configured<T> {
    bank: T,
    patience: Patience,
}

/// How a bank is to be waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// The longest wait for an answer, from connect to last byte.
    pub timeout: Duration,
    /// How long the bank may still apply what nobody waits for any more.
    pub settling: Duration,
    /// Whether it can be asked for a title by number.
    pub can_find: bool,
}

impl Patience {
    /// Nobody is asked, so nothing takes time.
    const NOBODY: Self = Self {
        timeout: Duration::from_secs(1),
        settling: Duration::ZERO,
        can_find: true,
    };

    /// The most careful, for an issuer that is not configured: what an earlier deployment asked may still be applied.
    const UNKNOWN: Self = Self {
        timeout: Duration::from_secs(1),
        settling: Duration::from_secs(120),
        can_find: false,
    };

    fn of(limits: Limits, can_find: bool) -> Self {
        Self {
            timeout: limits.timeout,
            settling: limits.settling,
            can_find,
        }
    }
}

impl Banks {
    /// Gets ready to ask through `client`.
    ///
    /// # Errors
    /// A bank would refuse every title for what `settings` say about the stack itself.
    pub fn new(client: &Client, settings: Settings) -> Result<Self, InvalidSettings> {
        let house = &settings.house_address;
        let bradesco = settings
            .bradesco
            .map(|settings| {
                let patience = Patience::of(settings.limits, settings.find);
                let bank = Bradesco::new(client.clone(), settings, house)?;
                Ok(Configured { bank, patience })
            })
            .transpose()?;
        Ok(Self { bradesco })
    }

    /// How the bank of `issuer` is to be waited for.
    #[must_use]
    pub fn patience(&self, issuer: Issuer) -> Patience {
        let configured = match issuer {
            Issuer::Development => return Patience::NOBODY,
            Issuer::Bradesco => self.bradesco.as_ref().map(|configured| configured.patience),
            Issuer::BoletoApiBradescoShopfacil | Issuer::BoletoApiCaixa => None,
        };
        configured.unwrap_or(Patience::UNKNOWN)
    }
}

impl BankApi for Banks {
    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        match title.issuer {
            Issuer::Development => Development.register(title, issued_on).await,
            Issuer::Bradesco => self.bradesco.register(title, issued_on).await,
            Issuer::BoletoApiBradescoShopfacil | Issuer::BoletoApiCaixa => {
                Answer::OurFault(Cause::NotConfigured)
            }
        }
    }

    async fn find(&self, title: &Title) -> Search {
        match title.issuer {
            Issuer::Development => Development.find(title).await,
            Issuer::Bradesco => self.bradesco.find(title).await,
            Issuer::BoletoApiBradescoShopfacil | Issuer::BoletoApiCaixa => Search::CannotTell,
        }
    }
}

/// A bank that the stack may do without.
impl<T: BankApi + Sync> BankApi for Option<Configured<T>> {
    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        match self {
            Some(configured) => configured.bank.register(title, issued_on).await,
            None => Answer::OurFault(Cause::NotConfigured),
        }
    }

    async fn find(&self, title: &Title) -> Search {
        match self {
            Some(configured) => configured.bank.find(title).await,
            None => Search::CannotTell,
        }
    }
}
