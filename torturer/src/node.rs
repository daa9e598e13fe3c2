//! The node that is tortured.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Plan,
    connection::{Connection, text},
};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running node.
pub(crate) struct Node {
    child: std::sync::Mutex<Child>,
    pub(crate) address: String,
    log: PathBuf,
}

fn command(plan: &Plan<'_>) -> Command {
    let mut command = Command::new(plan.program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SIGNPOST_")) {
        command.env_remove(name);
    }
    command.current_dir(plan.folder);
    command
}

fn on_its_store(command: &mut Command, plan: &Plan<'_>) {
    command.arg("--data-dir").arg(plan.folder.join("data"));
    if let Some(database) = plan.database {
        command.args(["--database-url", database]);
    }
}

fn spawn(plan: &Plan<'_>, more: &[&str]) -> Result<Child, String> {
    let mut serve = command(plan);
    // A visitor who is answered before the scan is safe may lose it; a busy machine must not make one.
    serve.args(["serve", "--listen", "127.0.0.1:0", "--scan-wait-ms", "60000"]);
    on_its_store(&mut serve, plan);
    serve.args(more);
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(log(plan.folder))
        .map_err(text)?;
    let spawned = serve.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
    spawned.map_err(|error| format!("{} does not start: {error}", plan.program.display()))
}

fn log(folder: &Path) -> PathBuf {
    folder.join("log")
}

impl Node {
    /// Starts it, and waits until it listens.
    pub(crate) fn start(plan: &Plan<'_>, more: &[&str]) -> Result<Self, String> {
        let mut child = spawn(plan, more)?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                let _ = child.wait();
                let log = fs::read_to_string(log(plan.folder)).unwrap_or_default();
                let end: Vec<&str> = log.lines().rev().take(5).collect();
                return Err(format!(
                    "Signpost does not start again. The end of its log, last first: {end:#?}"
                ));
            };
            if let Some((_, address)) = line.split_once("listening on http://") {
                break address.to_owned();
            }
        };
        // Keeps the pipe open and empty.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            child: child.into(),
            address,
            log: log(plan.folder),
        })
    }

    /// Starts it and kills it after a while, wherever it is then.
    pub(crate) fn kill_at_start(plan: &Plan<'_>, more: &[&str], after: Duration) -> Result<(), String> {
        let mut child = spawn(plan, more)?;
        thread::sleep(after);
        child.kill().map_err(text)?;
        child.wait().map(drop).map_err(text)
    }

    /// `kill -9`; fails if it had ended by itself.
    pub(crate) fn kill(&self) -> Result<(), String> {
        let mut child = self.child.lock().map_err(text)?;
        if let Some(status) = child.try_wait().map_err(text)? {
            return Err(format!("Signpost ended by itself: {status}"));
        }
        child.kill().map_err(text)?;
        child.wait().map(drop).map_err(text)
    }

    /// A token with every right.
    pub(crate) fn token(plan: &Plan<'_>) -> Result<String, String> {
        let mut create = command(plan);
        create.args(["token", "create", "--name", "Torturer", "--role", "admin"]);
        on_its_store(&mut create, plan);
        let output = create.output().map_err(text)?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Waits until its journal is in the scan log.
    pub(crate) fn everything_is_moved(&self) -> Result<(), String> {
        let begun = Instant::now();
        let mut anybody = Connection::to(&self.address)?;
        while !anybody
            .get("/metrics", "")?
            .body
            .lines()
            .any(|line| line == "signpost_journal_waiting 0")
        {
            if begun.elapsed() > PATIENCE {
                return Err("scans stay in the journal".to_owned());
            }
            thread::park_timeout(Duration::from_millis(20));
        }
        Ok(())
    }

    /// How often it said something in all its lives.
    pub(crate) fn said(&self, words: &str) -> Result<u64, String> {
        let log = BufReader::new(File::open(&self.log).map_err(text)?);
        let lines = log.lines().map_while(Result::ok).filter(|line| line.contains(words));
        Ok(lines.count() as u64)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may be killed already.
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
