//! Source: the files of a commit, apart from the work tree and whatever is going on there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, CommandError};

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub id: String,
    /// The first line of its message.
    pub subject: String,
}

/// Why there are no files to build.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// git does not know the commit, or is not there.
    #[error("{reference} is no commit here")]
    Unknown {
        /// What was asked for.
        reference: String,
        /// What git said.
        #[source]
        source: CommandError,
    },
    /// git could not write the files.
    #[error("cannot check the commit out")]
    Checkout(#[from] CommandError),
    /// A folder could not be made.
    #[error("cannot make room for the commit's files")]
    Io(#[from] io::Error),
}

/// The repository that a folder is in.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
}

impl Repository {
    /// The one that `folder` is in.
    #[must_use]
    pub fn around(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Looks up what a person calls a commit: a branch, a tag, a hash.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn commit(&self, reference: &str) -> Result<Commit, SourceError> {
        let unknown = |source| SourceError::Unknown {
            reference: reference.to_owned(),
            source,
        };
        let commit = format!("{reference}^{{commit}}");
        let id = self.git(&["rev-parse", "--verify", "--end-of-options", &commit]);
        let id = id.map_err(unknown)?;
        let subject = self.git(&["log", "-1", "--format=%s", &id]);
        let subject = subject.map_err(unknown)?;

        Ok(Commit { id, subject })
    }

    /// Writes the commit's files to `files`. Where an earlier commit's are there, only those that differ are touched,
    /// so that cargo builds no more than it has to.
    ///
    /// # Errors
    ///
    /// When they can't be written.
    pub fn check_out(&self, commit: &Commit, files: &Path) -> Result<(), SourceError> {
        fs::create_dir_all(files)?;
        let files = files.canonicalize()?;
        let git_directory = self.git(&["rev-parse", "--absolute-git-dir"])?;
        let mut read_tree = Command::new("git");
        read_tree
            .arg(format!("--git-dir={git_directory}"))
            .arg(format!("--work-tree={}", files.display()))
            .args(["read-tree", "--reset", "-u", &commit.id])
            // An index of its own: the person's is left alone.
            .env("GIT_INDEX_FILE", files.with_extension("index"))
            .current_dir(&files);
        command::read(&mut read_tree)?;

        Ok(())
    }

    fn git(&self, arguments: &[&str]) -> Result<String, CommandError> {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(&self.folder);

        command::read(&mut git)
    }
}
