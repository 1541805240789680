//! Every function is built, and its zip is the same for the same program.

use std::io::{Cursor, Read};

use local::functions::{self, Profile};
use local::progress::Progress;

#[test]
fn every_folder_of_functions_is_a_function_and_its_zip_depends_on_its_program_alone() {
    let functions = functions::build(Profile::Debug, &Progress::shown()).unwrap();

    assert_eq!(
        functions
            .iter()
            .map(|function| &function.name)
            .collect::<Vec<_>>(),
        functions::names().unwrap().iter().collect::<Vec<_>>()
    );
    let program = &functions[0].bootstrap;
    let zip = functions::zip(program).unwrap();
    assert_eq!(zip, functions::zip(program).unwrap());

    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut bootstrap = archive.by_name("bootstrap").unwrap();
    assert_eq!(bootstrap.unix_mode(), Some(0o100_755));
    let mut start = [0; 4];
    bootstrap.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"\x7fELF");
}
