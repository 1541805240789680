//! The system account that Postgres runs as, where it must not be ours.

use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Uid, User};

/// `initdb` and `postgres` refuse to run as root; this is who they run as then.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// Who runs Postgres.
#[derive(Debug, Clone, Copy)]
pub(super) enum Account {
    /// Whoever runs this process.
    Ours,
    /// Another account, because this process is root's.
    Other {
        /// The account's id.
        user: u32,
        /// Its group's id.
        group: u32,
    },
}

impl Account {
    /// Chooses the account that may run Postgres.
    pub(super) fn choose() -> io::Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Ours);
        }
        for name in UNPRIVILEGED {
            if let Some(user) = User::from_name(name)? {
                return Ok(Self::Other {
                    user: user.uid.as_raw(),
                    group: user.gid.as_raw(),
                });
            }
        }

        Err(io::Error::other(
            "Postgres refuses to run as root, and there is no account `postgres` or `nobody`",
        ))
    }

    /// A command that this account runs.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if let Self::Other { user, group } = self {
            command.uid(user).gid(group);
        }

        command
    }

    /// Gives a file or directory to this account.
    pub(super) fn own(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Ours => Ok(()),
            Self::Other { user, group } => chown(path, Some(user), Some(group)),
        }
    }

    /// Copies a directory with all that is in it; the copy is this account's.
    pub(super) fn copy(self, from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir(to)?;
        fs::set_permissions(to, fs::metadata(from)?.permissions())?;
        self.own(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.copy(&entry.path(), &target)?;
            } else {
                fs::copy(entry.path(), &target)?;
                self.own(&target)?;
            }
        }

        Ok(())
    }
}
