//! The one stack of this work tree: who keeps it, and how it is ended.

use std::error::Error;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use local::stack::Description;
use local::workspace;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// How long a stack may take to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// The right to keep the stack. The system takes it back when its holder ends, however that ends.
#[derive(Debug)]
pub(super) struct Keeper {
    // Held, never read: the lock goes with the file.
    _lock: File,
}

impl Keeper {
    /// Takes the right, where nobody has it.
    pub(super) fn claim() -> io::Result<Option<Self>> {
        fs::create_dir_all(workspace::local())?;
        let mut lock = File::options()
            .create(true)
            .append(true)
            .open(lock_path())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        lock.set_len(0)?;
        write!(lock, "{}", std::process::id())?;

        Ok(Some(Self { _lock: lock }))
    }
}

/// Where the stack is described.
pub(super) fn description_path() -> PathBuf {
    workspace::local().join("stack.json")
}

/// The process that keeps the stack; only meaningful while the right is taken.
fn holder() -> io::Result<i32> {
    fs::read_to_string(lock_path())?
        .trim()
        .parse()
        .map_err(io::Error::other)
}

fn lock_path() -> PathBuf {
    workspace::local().join("stack.lock")
}

/// Ends the stack and waits until nothing of it is left.
pub(super) fn down() -> Result<ExitCode, Box<dyn Error>> {
    if Keeper::claim()?.is_some() {
        println!("no stack is up");
        return Ok(ExitCode::SUCCESS);
    }

    let holder = holder()?;
    kill(Pid::from_raw(holder), Signal::SIGTERM)?;
    let asked = Instant::now();
    while Keeper::claim()?.is_none() {
        if asked.elapsed() > PATIENCE {
            return Err(format!("process {holder} keeps the stack and does not end").into());
        }
        sleep(Duration::from_millis(50));
    }
    println!("the stack is down");

    Ok(ExitCode::SUCCESS)
}

/// Tells what is up, and fails where nothing is.
pub(super) fn status() -> Result<ExitCode, Box<dyn Error>> {
    if Keeper::claim()?.is_some() {
        println!("no stack is up");
        return Ok(ExitCode::FAILURE);
    }

    let holder = holder()?;
    let Some(stack) = Description::read(&description_path())? else {
        println!("process {holder} is bringing the stack up");
        return Ok(ExitCode::FAILURE);
    };
    println!("the stack is up, kept by process {holder}");
    println!("  API       {}", stack.api_url);
    println!("  its page  {}", stack.docs_url);
    println!("  database  {:?}", stack.foundation.database);
    println!("  AWS       {}", stack.aws_endpoint_url);
    println!("  bank      {}", stack.bank_url);
    println!("  all of it {}", description_path().display());
    for (name, function) in &stack.functions {
        println!("  {name:<20} version {}", function.version);
    }

    Ok(ExitCode::SUCCESS)
}
