//! Whether anything has changed that Terraform would look at: asking Terraform itself takes ten seconds or more.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Variables;

/// What names a root, its modules and the values of its variables.
pub(super) fn of(root: &Path, variables: &Variables) -> io::Result<String> {
    let mut files = Vec::new();
    configuration_below(root, &mut files)?;
    configuration_below(&root.with_file_name("modules"), &mut files)?;
    files.sort();

    let mut digest = Sha256::new();
    for file in files {
        digest.update(file.as_os_str().as_encoded_bytes());
        digest.update(fs::read(file)?);
    }
    for (name, value) in variables {
        digest.update(name);
        digest.update(value);
    }

    Ok(digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// All but what Terraform itself writes: modules also hold templates and archives.
fn configuration_below(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with(".terraform")
            || name.starts_with("terraform.tfstate")
            || name == "applied"
        {
            continue;
        }
        if path.is_dir() {
            configuration_below(&path, files)?;
        } else {
            files.push(path);
        }
    }

    Ok(())
}
