use std::{
    ffi::OsStr,
    io::ErrorKind,
    process::{Command, Output, Stdio},
};

/// Runs a program of a Debian package to its successful end.
#[track_caller]
pub(crate) fn run<S: AsRef<OsStr>>(program: &str, package: &str, arguments: impl IntoIterator<Item = S>) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    let output = match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => panic!("no {program}: install the Debian package {package}"),
        other => other.expect("an installed program starts"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}: {said}", output.status);
    output
}
