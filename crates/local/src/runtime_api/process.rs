//! A function's process with a Runtime API of its own.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use nix::sys::signal::Signal;
use tokio::task::JoinHandle;

use super::function::Function;
use super::generation::Generation;
use super::server;
use crate::tether::Tether;

/// A process, what it is given and says, and where that is served.
#[derive(Debug)]
pub(super) struct Process {
    tether: Tether,
    directory: PathBuf,
    generation: Arc<Generation>,
    server: JoinHandle<io::Result<()>>,
}

impl Process {
    /// Starts a function's program.
    pub(super) fn start(function: &Function) -> io::Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix("superbowleto-function-")
            .tempdir()?;
        let mut tether = Tether::new(Signal::SIGKILL, &[directory.path()])?;
        let directory = directory.keep();
        let (generation, server, address) = serve()?;
        spawn(&mut tether, function, &directory, address)?;

        Ok(Self {
            tether,
            directory,
            generation,
            server,
        })
    }

    /// Starts it again, with a Runtime API that the killed process does not know.
    pub(super) fn restart(&mut self, function: &Function) -> io::Result<()> {
        self.kill();
        self.server.abort();
        let (generation, server, address) = serve()?;
        self.generation = generation;
        self.server = server;

        spawn(&mut self.tether, function, &self.directory, address)
    }

    /// Ends it with SIGKILL.
    pub(super) fn kill(&mut self) {
        // A process that cannot be signalled has ended.
        let _ = self.tether.end(Signal::SIGKILL);
    }

    /// Whether it has ended, or was.
    pub(super) fn has_exited(&mut self) -> bool {
        self.id().is_none() || !matches!(self.tether.exit_status(), Ok(None))
    }

    /// Its id, until it was ended.
    pub(super) fn id(&self) -> Option<u32> {
        self.tether.id()
    }

    /// What it is given and says.
    pub(super) fn generation(&self) -> Arc<Generation> {
        Arc::clone(&self.generation)
    }

    /// All that it, and those before it, have written.
    pub(super) fn log(&self) -> String {
        let written = fs::read(self.directory.join("log")).unwrap_or_default();

        String::from_utf8_lossy(&written).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A Runtime API on a port of its own.
fn serve() -> io::Result<(Arc<Generation>, JoinHandle<io::Result<()>>, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let generation = Arc::new(Generation::new());
    let routes = server::routes(Arc::clone(&generation));
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });

    Ok((generation, server, address))
}

fn spawn(
    tether: &mut Tether,
    function: &Function,
    directory: &Path,
    address: SocketAddr,
) -> io::Result<()> {
    let log = File::options()
        .create(true)
        .append(true)
        .open(directory.join("log"))?;
    let mut command = Command::new(&function.bootstrap);
    command
        .env_clear()
        .envs(function.whole_environment())
        .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    tether.spawn(&mut command)?;

    Ok(())
}
