//! A repository whose first commit is this work tree as it stands, committed or not, and variants of it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use local::workspace;

pub(crate) struct Repository {
    /// Where `deploy.yml` is, too.
    pub(crate) folder: PathBuf,
}

impl Repository {
    /// Commits the work tree as `main`, in the place of what an earlier run has left.
    pub(crate) fn of_this_work_tree(folder: PathBuf) -> Self {
        let git = folder.join(".git");
        if git.exists() {
            fs::remove_dir_all(&git).expect("what is left can be removed");
        }
        fs::create_dir_all(&folder).expect("a folder can be made");
        let repository = Self { folder };
        repository.git(&["init", "--quiet", "--initial-branch=main"], "");
        repository.git(&["add", "--all"], "");
        repository.commit("main", &[], "This work tree");

        repository
    }

    /// Commits `main` with changes as the branch of a name: of each file a part, and what stands there instead. A part
    /// that is empty stands for the whole of a new file.
    pub(crate) fn vary(&self, branch: &str, subject: &str, changes: &[(&str, &str, &str)]) {
        self.git(&["read-tree", "main"], "");
        for (path, part, instead) in changes {
            let text = if part.is_empty() {
                (*instead).to_owned()
            } else {
                let text = self.git(&["show", &format!("main:{path}")], "");
                assert!(text.contains(part), "{path} has {part}");
                text.replacen(part, instead, 1)
            };
            let blob = self.git(&["hash-object", "-w", "--stdin"], &text);
            let entry = format!("100644,{blob},{path}");
            self.git(&["update-index", "--add", "--cacheinfo", &entry], "");
        }
        self.commit(branch, &["-p", "main"], subject);
    }

    pub(crate) fn commit_of(&self, branch: &str) -> String {
        self.git(&["rev-parse", branch], "")
    }

    fn commit(&self, branch: &str, parent: &[&str], subject: &str) {
        let tree = self.git(&["write-tree"], "");
        let mut commit = vec!["commit-tree", &tree, "-m", subject];
        commit.extend(parent);
        let id = self.git(&commit, "");
        self.git(&["update-ref", &format!("refs/heads/{branch}"), &id], "");
    }

    fn git(&self, arguments: &[&str], input: &str) -> String {
        let mut git = Command::new("git");
        git.arg(format!("--git-dir={}", self.folder.join(".git").display()));
        if arguments[0] != "init" {
            git.arg(format!("--work-tree={}", workspace::root().display()));
        }
        let identity = [
            "-c",
            "user.name=A test",
            "-c",
            "user.email=test@example.com",
        ];
        let mut git = git
            .args(identity)
            .args([
                "-c",
                "core.autocrlf=false",
                "-c",
                "core.excludesFile=/dev/null",
            ])
            .args(arguments)
            .current_dir(workspace::root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("git is there");
        let mut stdin = git.stdin.take().expect("it is piped");
        stdin.write_all(input.as_bytes()).expect("git reads");
        drop(stdin);
        let output = git.wait_with_output().expect("git ends");
        assert!(output.status.success(), "git {arguments:?}");

        String::from_utf8(output.stdout)
            .expect("our files are UTF-8")
            .trim_end()
            .to_owned()
    }
}
