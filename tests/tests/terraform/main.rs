//! The infrastructure without a cloud: the form of its files, its modules' own tests, and what has to be the same in
//! two places.

mod configuration;
mod copies;
mod endpoints;
mod readmes;
mod roots;

use std::{fs, path::Path};

use local::{terraform::Terraform, workspace};

/// The roots; everything else below `terraform/` is theirs.
const ROOTS: [&str; 4] = ["bootstrap", "live", "local", "sandbox"];

#[test]
fn every_file_is_written_as_terraform_writes_it() {
    let formatted = Terraform::formatted(&workspace::root().join("terraform"));
    formatted.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_root_is_valid() {
    let copy = copies::of_the_tree("roots");
    copies::two_at_a_time(
        ROOTS.map(|root| copy.join("terraform").join(root)),
        |root| root.validate().map(|()| String::new()),
    );
}

#[test]
fn every_module_passes_its_own_tests() {
    let copy = copies::of_the_tree("modules");
    let mut tested = vec![copy.join("terraform/bootstrap")];
    tested.extend(
        copies::directories(&copy.join("terraform/modules"))
            .into_iter()
            .filter(|module| module.join("tests").exists()),
    );
    // What takes longest goes first.
    tested.sort_by_key(|directory| std::cmp::Reverse(size_of_tests(directory)));
    copies::two_at_a_time(tested, Terraform::test);
}

/// A module without tests of its own says where it is tested.
#[test]
fn every_module_is_tested() {
    let modules = workspace::root().join("terraform/modules");
    for module in copies::directories(&modules) {
        let readme = fs::read_to_string(module.join("README.md")).expect("it has a README");
        assert!(
            module.join("tests").exists() || readme.contains("is tested through"),
            "{} has no tests",
            module.display()
        );
    }
}

fn size_of_tests(module: &Path) -> u64 {
    copies::files(&module.join("tests"))
        .iter()
        .map(|file| file.metadata().expect("it is there").len())
        .sum()
}
