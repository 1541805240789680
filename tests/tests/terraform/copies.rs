//! Copies of the tree that Terraform may write beside: what it leaves is no part of the work tree.

use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread,
};

use local::{
    progress::Progress,
    terraform::{Terraform, TerraformError},
    workspace,
};

/// Copies `terraform/` and the documents that its tests read to a directory of their own, over an older copy.
pub(crate) fn of_the_tree(name: &str) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("terraform")
        .join(name);
    match fs::remove_dir_all(&copy) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{error}"),
        _ => {}
    }
    for part in ["terraform", "docs"] {
        copy_below(&workspace::root().join(part), &copy.join(part))
            .expect("the tree can be copied");
    }

    copy
}

/// The directories in a directory, in order.
pub(crate) fn directories(directory: &Path) -> Vec<PathBuf> {
    entries(directory)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

/// The files in a directory, in order; none where there is no directory.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    entries(directory)
        .into_iter()
        .filter(|path| path.is_file())
        .collect()
}

/// Prepares each directory, then has something done there; prints what was said. Of the provider's processes, each of
/// which takes half a gigabyte and a processor, there are two at most.
///
/// # Panics
///
/// When something fails, after all have been tried.
pub(crate) fn two_at_a_time(
    directories: impl Into<VecDeque<PathBuf>>,
    run: impl Fn(&Terraform) -> Result<String, TerraformError> + Sync,
) {
    static ALL: Mutex<()> = Mutex::new(());
    let _all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    let waiting = Mutex::new(directories.into());
    let failed = Mutex::new(Vec::new());
    let next = || waiting.lock().expect("nobody panics").pop_front();
    let work = || {
        while let Some(directory) = next() {
            let terraform = Terraform::at(&directory);
            let done = terraform
                .init_without_state(&Progress::silent())
                .and_then(|()| run(&terraform));
            match done {
                Ok(said) => println!("{}: {said}", directory.display()),
                Err(error) => failed
                    .lock()
                    .expect("nobody panics")
                    .push(format!("{}: {error}", directory.display())),
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });

    let failed = failed.into_inner().expect("nobody panics");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn copy_below(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for path in entries(from) {
        let name = path.file_name().unwrap_or_default();
        // What Terraform leaves where a person has run it.
        let left = name.to_string_lossy();
        if left.starts_with(".terraform")
            || left.starts_with("terraform.tfstate")
            || left.ends_with("_override.tf")
        {
            continue;
        }
        if path.is_dir() {
            copy_below(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }

    Ok(())
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("the directory can be read").path())
        .collect();
    paths.sort();

    paths
}
