//! The committed description of the API is the one that the program prints.

use crate::support::Signpost;

#[test]
fn the_committed_description_is_what_the_code_says() {
    let folder = tempfile::tempdir().unwrap();
    let output = Signpost::program(folder.path()).arg("openapi").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let committed = include_str!("../docs/openapi.json");
    if let Some((place, (now, before))) = (1..)
        .zip(printed.lines().zip(committed.lines()))
        .find(|(_, (now, before))| now != before)
    {
        panic!(
            "docs/openapi.json, line {place}, says\n{before}\nand the code says\n{now}\nrun scripts/update-openapi and commit it"
        );
    }
    assert_eq!(
        printed.lines().count(),
        committed.lines().count(),
        "run scripts/update-openapi and commit it"
    );
}
