use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{Client, Clock, eventually, phone};

/// A running Signpost. Its folder outlives it, so that it can be started again there.
pub(crate) struct Signpost {
    child: Child,
    pub(crate) url: String,
    folder: Arc<TempDir>,
    banner: String,
}

impl Signpost {
    /// Starts one in a new empty folder.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one in a new empty folder with more flags.
    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self::start_in(folder, arguments)
    }

    /// Starts one in a new empty folder on the database at `url`, which its commands use, too.
    pub(crate) fn start_on(url: &str) -> Self {
        Self::start_on_with(url, &[])
    }

    /// The same with more flags.
    pub(crate) fn start_on_with(url: &str, arguments: &[&str]) -> Self {
        Self::start_in(Self::folder_for(url), arguments)
    }

    /// A new folder with settings that name the database at `url`.
    pub(crate) fn folder_for(url: &str) -> Arc<TempDir> {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let settings = format!("database-url = {}\n", toml::Value::String(url.to_owned()));
        std::fs::write(folder.path().join("signpost.toml"), settings).expect("a file of settings");
        folder
    }

    /// Starts one in a folder, perhaps one that another used before.
    pub(crate) fn start_in(folder: Arc<TempDir>, arguments: &[&str]) -> Self {
        let program = Self::program(folder.path());
        Self::start_whole(program, folder, arguments)
    }

    /// Starts one in a folder, and does not wait until its memory is filled.
    pub(crate) fn start_filling(folder: Arc<TempDir>) -> Self {
        let program = Self::program(folder.path());
        Self::start_as(program, folder, &[])
    }

    /// The same with a clock that shows what `clock` says.
    pub(crate) fn start_at(clock: &Clock, folder: Arc<TempDir>, arguments: &[&str]) -> Self {
        let mut program = Self::program(folder.path());
        clock.show_to(&mut program);
        Self::start_whole(program, folder, arguments)
    }

    /// Starts one and, should filling its memory take so long here that it answers visitors before, waits for that.
    fn start_whole(program: Command, folder: Arc<TempDir>, arguments: &[&str]) -> Self {
        let said_before = std::fs::read_to_string(folder.path().join("log")).map_or(0, |log| log.len());
        let node = Self::start_as(program, folder, arguments);
        let said = node.said().split_off(said_before);
        if said.contains("there is much to load") {
            eventually("it is ready for everybody", || {
                (phone(&node.url).open("/readyz").json()["store"] == true).then_some(())
            });
        }
        node
    }

    fn start_as(mut program: Command, folder: Arc<TempDir>, arguments: &[&str]) -> Self {
        let mut child = program
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::from(Self::log(folder.path())))
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut banner = String::new();
        let url = loop {
            let Some(Ok(line)) = lines.next() else {
                let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
                panic!("Signpost did not start:\n{log}");
            };
            banner += &line;
            banner.push('\n');
            if let Some((_, url)) = line.split_once("listening on ") {
                break url.to_owned();
            }
        };
        // Keeps the pipe open and empty.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            url,
            folder,
            banner,
        }
    }

    fn log(folder: &Path) -> std::fs::File {
        std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("log"))
            .expect("a log file")
    }

    /// The program, to be run in `folder` and untouched by settings of whoever runs the tests.
    pub(crate) fn program(folder: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command.current_dir(folder).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SIGNPOST_")) {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command of the program in this one's folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Output {
        Self::command_in(self.folder.path(), arguments)
    }

    /// Runs a command of the program in this one's folder, with a line on its standard input.
    pub(crate) fn command_with(&self, arguments: &[&str], line: &str) -> Output {
        let mut program = Self::program(self.folder.path());
        program
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program runs");
        let mut input = child.stdin.take().expect("a pipe");
        // It may have given up before reading.
        let _ = writeln!(input, "{line}");
        drop(input);
        child.wait_with_output().expect("it ends")
    }

    /// Runs a command of the program in `folder`.
    pub(crate) fn command_in(folder: &Path, arguments: &[&str]) -> Output {
        Self::program(folder).args(arguments).output().expect("the program runs")
    }

    /// Runs the program in `folder`, where it should give up; gives its exit code, its output and what it said.
    pub(crate) fn failing(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut child = Self::program(folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // Should it not give up, it must not stay behind.
        let begun = Instant::now();
        while child.try_wait().expect("it can be asked").is_none() {
            if begun.elapsed() > Duration::from_secs(20) {
                child.kill().expect("it runs");
                panic!("{arguments:?} did not give up");
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        let output = child.wait_with_output().expect("it ended");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// Somebody with a new token for `role`.
    pub(crate) fn client(&self, role: &str) -> Client {
        self.client_of(role, None)
    }

    /// Somebody with a new token for `role`, within a unit.
    pub(crate) fn client_of(&self, role: &str, unit: Option<&str>) -> Client {
        let mut arguments = vec!["token", "create", "--name", "Test", "--role", role];
        arguments.extend(unit.iter().flat_map(|unit| ["--unit", unit]));
        let output = self.command(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let token = String::from_utf8(output.stdout).expect("text");
        Client::new(&self.url, token.trim())
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Where it keeps everything.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("signpost-data")
    }

    /// The folder it was started in.
    pub(crate) fn folder(&self) -> Arc<TempDir> {
        Arc::clone(&self.folder)
    }

    /// What it said on its standard error so far.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The first lines it printed.
    pub(crate) fn banner(&self) -> &str {
        &self.banner
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) -> Arc<TempDir> {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
        self.folder()
    }

    /// Waits until it ends by itself; gives its exit code and what it said.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("it can be asked") {
                Some(status) => break status,
                None if begun.elapsed() > Duration::from_secs(20) => panic!("it goes on:\n{}", self.said()),
                None => std::thread::park_timeout(Duration::from_millis(5)),
            }
        };
        (status.code(), self.said())
    }

    /// SIGTERM, and waits for the end.
    pub(crate) fn stop(mut self) -> Arc<TempDir> {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .expect("kill runs")
                .success()
        );
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}: {}", self.said());
        self.folder()
    }
}

impl Drop for Signpost {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.child.stdout.take().map(|mut out| out.read_to_end(&mut Vec::new()));
    }
}
