//! The operating guide, as far as it can be followed by a machine.

use std::{
    path::Path,
    process::{Command, Stdio},
};

const GUIDE: &str = include_str!("../../docs/operating.md");

/// The commands in the blocks below `### heading` of "Backup and restore", in order.
pub(super) fn blocks(heading: &str) -> Vec<&'static str> {
    let (_, section) = GUIDE.split_once("\n## Backup and restore\n").expect("the guide tells");
    let (section, _) = section.split_once("\n## ").expect("it ends somewhere");
    let (_, section) = section
        .split_once(&format!("\n### {heading}\n"))
        .expect("for this store, too");
    let section = section.split_once("\n### ").map_or(section, |(section, _)| section);
    let blocks = section.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split_once("```").expect("a block ends somewhere").0)
        .collect()
}

/// Runs commands in `place` as printed, except for what stands in `instead`: there a test has its own.
#[track_caller]
pub(super) fn follow(commands: &str, place: &Path, instead: &[(&str, &str)]) {
    let mut commands = commands.to_owned();
    for (printed, own) in instead {
        assert!(commands.contains(printed), "{printed} is in\n{commands}");
        commands = commands.replace(printed, own);
    }
    let program = Path::new(env!("CARGO_BIN_EXE_signpost"));
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", &commands])
        .current_dir(place)
        .stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SIGNPOST_") || name.starts_with("PG")) {
        bash.env_remove(name);
    }
    let mut path = program.parent().expect("it is in a folder").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = bash.env("PATH", path).output().expect("bash starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}\nended with {}:\n{said}", output.status);
}
