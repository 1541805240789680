//! Banks that can be told to lie, stall and die.
//!
//! A real HTTP server on loopback speaks Bradesco's registration and boleto-api's, keeps a ledger of titles as a bank
//! would, and does to each request what a [`Script`] says. `README.md` in this folder has its own interface and tables.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use local::simulator::{Fault, Options, Rule, Simulator};
//!
//! let bank = Simulator::start(Options::default()).await?;
//! bank.script(Rule::next(1, Fault::applied_in_silence()));
//! // The first registration at `bank.bradesco_url()` is in the ledger and never answered.
//! bank.recover();
//! assert!(bank.titles().is_empty());
//! # Ok(())
//! # }
//! ```

mod amounts;
mod bank;
mod boleto_api;
mod bradesco;
mod chance;
mod control;
mod credentials;
mod delivery;
mod fault;
mod http;
mod interface;
mod journal;
mod ledger;
mod script;
mod server;
mod spoil;
#[cfg(test)]
mod tests;
mod today;
mod words;

pub use amounts::{EVERY_ATTEMPT, FIRST_ATTEMPT, MagicAmount, table as magic_amounts};
pub use chance::{Chance, Per};
pub use credentials::Credentials;
pub use fault::{Answer, Apply, Delivery, Fault, Page, Point, Refusal, Spoil};
pub use interface::{Interface, Operation};
pub use journal::{Asked, Entry};
pub use ledger::{Attempt, BankTitle, Refused, Registration, TitleKey, TitleStatus, Verdict};
pub use script::{Latency, Rule, Script, When};

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use jiff::civil::Date;
use tokio::{net::TcpListener, task::JoinHandle};

use self::{bank::Bank, boleto_api::Version, chance::Dice};

/// How a simulator starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The port on loopback; any free one where 0.
    pub port: u16,
    /// The bank's today; the real one in São Paulo where absent.
    pub today: Option<Date>,
    /// What chances and latency are drawn from.
    pub seed: u64,
    /// Who may ask.
    pub credentials: Credentials,
}

/// A running simulator. It ends when dropped, and so do its connections.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    bank: Arc<Bank>,
    server: JoinHandle<()>,
}

impl Simulator {
    /// Starts one on loopback, on the current Tokio runtime.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let bank = Arc::new(Bank::new(options));
        let server = tokio::spawn(server::serve(listener, Arc::clone(&bank)));
        Ok(Self {
            address,
            bank,
            server,
        })
    }

    /// Where everything is: `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Bradesco's registration and query.
    #[must_use]
    pub fn bradesco_url(&self) -> String {
        format!("{}{}", self.url(), bradesco::PATH)
    }

    /// boleto-api's registration, in the version that takes rules.
    #[must_use]
    pub fn boleto_api_url(&self) -> String {
        format!("{}{}", self.url(), Version::V2.path())
    }

    /// boleto-api's registration, in the version that refuses rules.
    #[must_use]
    pub fn boleto_api_v1_url(&self) -> String {
        format!("{}{}", self.url(), Version::V1.path())
    }

    /// Who may ask.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.bank.credentials
    }

    /// What chances and latency are drawn from. A run with the same seed and the same titles meets the same faults.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.bank.seed()
    }

    /// Changes what happens to requests from now on.
    pub fn script(&self, script: impl Into<Script>) {
        self.bank.change(script.into());
    }

    /// Makes the bank honest and quick again; the ledger stays. Magic amounts keep their meaning.
    pub fn recover(&self) {
        self.bank.recover();
    }

    /// Sets the bank's today; `None` is the real one in São Paulo.
    pub fn set_today(&self, today: Option<Date>) {
        self.bank.set_today(today);
    }

    /// The titles that the banks have, sorted by their identity.
    #[must_use]
    pub fn titles(&self) -> Vec<BankTitle> {
        self.bank.titles()
    }

    /// Every request for registration that was understood, in the order of arrival.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.bank.attempts()
    }

    /// Every request to a bank with the reply to it, in the order of arrival.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.bank.journal()
    }
}

/// Serves until the process ends, after saying where and from which seed.
///
/// # Errors
/// The port is taken.
pub async fn serve(options: Options) -> io::Result<()> {
    let mut simulator = Simulator::start(options).await?;
    println!("Bradesco    {}", simulator.bradesco_url());
    println!("boleto-api  {}", simulator.boleto_api_url());
    println!("seed        {}", simulator.seed());
    (&mut simulator.server).await.map_err(io::Error::other)
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
