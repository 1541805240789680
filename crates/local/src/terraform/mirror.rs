//! The AWS provider without Terraform's registry: a copy that lies on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::progress::Progress;
use crate::workspace;

/// Where a copy is looked for: where packages put one, then everywhere.
const PLACES: [&str; 4] = ["/usr/share", "/usr/local/share", "/opt", "/"];

/// The directory to give to Terraform's `-plugin-dir`, if there is a copy of the provider below it.
///
/// A copy is unpacked at `DIRECTORY/registry.terraform.io/hashicorp/aws/VERSION/PLATFORM/terraform-provider-aws_v…`.
/// Where it was found is kept, since looking everywhere takes seconds.
pub(super) fn find(progress: &Progress) -> Option<PathBuf> {
    let kept = workspace::local().join("terraform-mirror");
    if let Ok(found) = fs::read_to_string(&kept)
        && Path::new(&found).exists()
    {
        return Some(found.into());
    }

    progress.step("looking for a copy of Terraform's AWS provider on this machine");
    let found = PLACES.iter().find_map(|place| look_below(place))?;
    // It is found again where it cannot be kept.
    let _ = fs::write(kept, found.to_string_lossy().as_bytes());

    Some(found)
}

fn look_below(place: &str) -> Option<PathBuf> {
    let mut find = Command::new("find");
    find.args([
        place,
        "-xdev",
        "-type",
        "f",
        "-name",
        "terraform-provider-aws_v*",
    ])
    .args([
        "-path",
        "*/registry.terraform.io/hashicorp/aws/*",
        "-not",
        "-path",
        "*/.terraform/*",
    ]);
    // It complains of what it may not read, and has found the rest.
    let output = command::run(&mut find, &Progress::silent()).ok()?;
    let provider = String::from_utf8_lossy(&output.stdout)
        .lines()
        .next()
        .map(PathBuf::from)?;

    provider.ancestors().nth(6).map(Path::to_owned)
}
