use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use reqwest::blocking::Client as Http;
use serde_json::Value;

/// The folder with the npm packages that `scripts/test` installs.
pub(crate) fn npm_packages() -> PathBuf {
    let given = std::env::var_os("SIGNPOST_TEST_NPM").map(PathBuf::from);
    let usual = || Path::new(env!("CARGO_TARGET_TMPDIR")).join("../npm/node_modules");
    let folder = given.unwrap_or_else(usual);
    assert!(
        folder.exists(),
        "no npm packages in {}: scripts/test installs them",
        folder.display()
    );
    folder.canonicalize().expect("a folder")
}

/// A provider of OpenID Connect that is not ours, as a process of its own; see `provider.mjs`.
pub(crate) struct Provider {
    child: Child,
    pub(crate) url: String,
}

impl Provider {
    /// Starts one; it serves once it was told of a website by [`tell`](Self::tell).
    pub(crate) fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(npm_packages())
            // It ends when this is closed, however this process ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts: it is in the Debian package nodejs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"))
            .lines()
            .map_while(Result::ok);
        // Before that it says which version of node it would like best.
        let url = lines.find(|line| line.starts_with("http://")).expect("it says where it is");
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }

    /// Tells it what to do from now on.
    #[track_caller]
    pub(crate) fn tell(&self, what: &Value) {
        let answer = Http::new().post(format!("{}/control", self.url)).json(what).send();
        assert!(answer.expect("it answers").status().is_success());
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
