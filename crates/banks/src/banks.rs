//! Every bank behind one door.

use std::time::Duration;

use boleto::{Issuer, Title};
use jiff::civil::Date;

use crate::{
    Answer, BankApi, Cause, Client, Search,
    boleto_api_caixa::Caixa,
    boleto_api_shopfacil::Shopfacil,
    bradesco::Bradesco,
    development::Development,
    settings::{InvalidSettings, Limits, Settings},
};

/// The banks of a stack: asks the one that registers a title.
pub struct Banks {
    bradesco: Configured<Bradesco>,
    shopfacil: Configured<Shopfacil>,
    caixa: Configured<Caixa>,
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
    /// `development` answers at once.
    const NONE: Self = Self {
        timeout: Duration::from_secs(1),
        settling: Duration::ZERO,
        can_find: true,
    };

    /// A bank without settings is not asked, but settings that were taken away may have asked it a moment ago.
    const UNCONFIGURED: Self = Self {
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
        let Settings {
            bradesco,
            boleto_api,
            house_address,
        } = settings;
        let house = &house_address;
        let bradesco = bradesco.map(|settings| {
            let patience = Patience::of(settings.limits, settings.find);
            Ok((Bradesco::new(client.clone(), settings, house)?, patience))
        });
        let (shopfacil, caixa) = match boleto_api {
            Some(settings) => {
                let patience = Patience::of(settings.limits, false);
                let shopfacil = settings
                    .shopfacil
                    .clone()
                    .map(|shop| Shopfacil::new(client.clone(), &settings, shop, house));
                let caixa = Caixa::new(client.clone(), &settings, house)?;
                (
                    shopfacil.transpose()?.map(|bank| (bank, patience)),
                    Some((caixa, patience)),
                )
            }
            None => (None, None),
        };
        Ok(Self {
            bradesco: Configured(bradesco.transpose()?),
            shopfacil: Configured(shopfacil),
            caixa: Configured(caixa),
        })
    }

    /// How the bank of `issuer` is to be waited for.
    #[must_use]
    pub fn patience(&self, issuer: Issuer) -> Patience {
        match issuer {
            Issuer::Bradesco => self.bradesco.patience(),
            Issuer::BoletoApiBradescoShopfacil => self.shopfacil.patience(),
            Issuer::BoletoApiCaixa => self.caixa.patience(),
            Issuer::Development => Patience::NONE,
        }
    }
}

impl BankApi for Banks {
    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        match title.issuer {
            Issuer::Bradesco => self.bradesco.register(title, issued_on).await,
            Issuer::BoletoApiBradescoShopfacil => self.shopfacil.register(title, issued_on).await,
            Issuer::BoletoApiCaixa => self.caixa.register(title, issued_on).await,
            Issuer::Development => Development.register(title, issued_on).await,
        }
    }

    async fn find(&self, title: &Title) -> Search {
        match title.issuer {
            Issuer::Bradesco => self.bradesco.find(title).await,
            Issuer::BoletoApiBradescoShopfacil => self.shopfacil.find(title).await,
            Issuer::BoletoApiCaixa => self.caixa.find(title).await,
            Issuer::Development => Development.find(title).await,
        }
    }
}

/// A bank that a stack may have no settings for.
struct Configured<T>(Option<(T, Patience)>);

impl<T> Configured<T> {
    fn patience(&self) -> Patience {
        self.0
            .as_ref()
            .map_or(Patience::UNCONFIGURED, |(_, patience)| *patience)
    }
}

impl<T: BankApi + Sync> BankApi for Configured<T> {
    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        match &self.0 {
            Some((bank, _)) => bank.register(title, issued_on).await,
            None => Answer::OurFault(Cause::NotConfigured),
        }
    }

    async fn find(&self, title: &Title) -> Search {
        match &self.0 {
            Some((bank, _)) => bank.find(title).await,
            None => Search::CannotTell,
        }
    }
}
