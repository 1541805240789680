//! A child process that ends when its owner does, however the owner ends.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// Waits until nobody holds the other end of its input, then ends the last process group it was told of.
const WATCHDOG: &str = include_str!("tether.sh");

/// Holds one process group at a time and the directories it leaves behind.
///
/// A small shell script in a process group of its own waits on a pipe that only the owner holds. The kernel closes
/// the pipe even when the owner is killed by SIGKILL; the script then ends the process group and removes the
/// directories. Dropping a tether goes the same way, so every ordinary run tests it.
#[derive(Debug)]
pub(crate) struct Tether {
    watchdog: Child,
    child: Option<Child>,
    signal: Signal,
}

impl Tether {
    /// Prepares to hold a process that `signal` ends and that leaves `directories` behind.
    ///
    /// # Errors
    ///
    /// When `sh` cannot be started.
    pub(crate) fn new(signal: Signal, directories: &[&Path]) -> io::Result<Self> {
        let watchdog = Command::new("sh")
            .args([
                "-c",
                WATCHDOG,
                "tether",
                signal.as_str().trim_start_matches("SIG"),
            ])
            .args(
                directories
                    .iter()
                    .map(|directory| directory.as_os_str())
                    .collect::<Vec<&OsStr>>(),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            .process_group(0)
            .spawn()?;

        Ok(Self {
            watchdog,
            child: None,
            signal,
        })
    }

    /// Starts `command` in a process group of its own and holds it, in the place of one that has ended.
    ///
    /// # Errors
    ///
    /// When the command cannot be started.
    pub(crate) fn spawn(&mut self, command: &mut Command) -> io::Result<&mut Child> {
        self.end(self.signal)?;
        let child = command.process_group(0).spawn()?;
        let id = child.id();
        let child = self.child.insert(child);
        tell(&mut self.watchdog, &id.to_string())?;

        Ok(child)
    }

    /// The id of the process, until it was ended.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// How the process ended, if it has.
    ///
    /// # Errors
    ///
    /// When the system refuses to tell.
    pub(crate) fn exit_status(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.as_mut().map_or(Ok(None), Child::try_wait)
    }

    /// Sends `signal` to the process group and waits until the process is gone; the directories stay.
    ///
    /// # Errors
    ///
    /// When the system refuses the signal.
    pub(crate) fn end(&mut self, signal: Signal) -> io::Result<()> {
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        if child.try_wait()?.is_none() {
            killpg(group(&child), signal)?;
            child.wait()?;
        }

        tell(&mut self.watchdog, "")
    }
}

impl Drop for Tether {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        // The watchdog kills what does not end by itself, so neither wait lasts for ever.
        if let Some(child) = &mut self.child {
            let _ = child.wait();
        }
        let _ = self.watchdog.wait();
    }
}

fn tell(watchdog: &mut Child, line: &str) -> io::Result<()> {
    match &mut watchdog.stdin {
        Some(pipe) => writeln!(pipe, "{line}"),
        None => Err(io::ErrorKind::BrokenPipe.into()),
    }
}

fn group(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("the kernel counts processes in an i32"))
}

#[cfg(test)]
mod tests {
    use nix::sys::signal::kill;

    use super::*;

    fn runs(id: u32) -> bool {
        kill(Pid::from_raw(i32::try_from(id).unwrap()), None).is_ok()
    }

    #[test]
    fn a_process_and_its_directory_end_with_the_tether() {
        let directory = tempfile::tempdir().unwrap().keep();
        let mut tether = Tether::new(Signal::SIGTERM, &[&directory]).unwrap();
        let id = tether.spawn(Command::new("sleep").arg("60")).unwrap().id();
        assert!(runs(id) && directory.exists());

        drop(tether);

        assert!(!runs(id) && !directory.exists());
    }

    #[test]
    fn what_the_process_has_started_ends_too() {
        let mut tether = Tether::new(Signal::SIGKILL, &[]).unwrap();
        let mut family = Command::new("sh");
        family
            .args(["-c", "sleep 60 & echo $!; wait"])
            .stdout(Stdio::piped());
        let child = tether.spawn(&mut family).unwrap();
        let mut line = String::new();
        io::BufRead::read_line(
            &mut io::BufReader::new(child.stdout.take().unwrap()),
            &mut line,
        )
        .unwrap();
        let grandchild: u32 = line.trim().parse().unwrap();

        drop(tether);

        // Whoever adopts the orphan may take a moment to bury it.
        let gone = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            !runs(grandchild)
        });
        assert!(gone);
    }

    #[test]
    fn a_stubborn_process_is_killed() {
        let mut tether = Tether::new(Signal::SIGTERM, &[]).unwrap();
        let mut deaf = Command::new("sh");
        deaf.args(["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"]);
        let child = tether.spawn(deaf.stdout(Stdio::piped())).unwrap();
        let id = child.id();
        let mut line = String::new();
        io::BufRead::read_line(
            &mut io::BufReader::new(child.stdout.take().unwrap()),
            &mut line,
        )
        .unwrap();

        drop(tether);

        assert!(!runs(id));
    }

    #[test]
    fn another_process_takes_the_place_of_one_that_was_ended() {
        let directory = tempfile::tempdir().unwrap().keep();
        let mut tether = Tether::new(Signal::SIGTERM, &[&directory]).unwrap();
        let first = tether.spawn(Command::new("sleep").arg("60")).unwrap().id();

        tether.end(Signal::SIGKILL).unwrap();
        assert!(!runs(first) && directory.exists());
        let second = tether.spawn(Command::new("sleep").arg("60")).unwrap().id();
        assert!(runs(second));

        drop(tether);
        assert!(!runs(second) && !directory.exists());
    }
}
