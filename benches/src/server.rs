//! Programs under load: started, asked how they are doing, and stopped.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Kernel ticks per second in `/proc/PID/stat`, the same on every Linux.
const TICKS: f64 = 100.0;
/// The name of threads that answer: tokio's own.
const ANSWERING: &str = "tokio-rt-worker";
/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(10);

/// A server that runs until this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// Whether it has processes of its own, which it must end.
    has_workers: bool,
}

impl Server {
    /// Starts a program that says on its output where it is listening.
    pub(crate) fn start(program: &Path, arguments: &[&OsStr]) -> Result<Self, String> {
        let failed = |what: String| format!("{} does not start: {what}", program.display());
        let mut child = Command::new(program)
            .args(arguments)
            // That a statement takes long while the program is paused is no news.
            .env("SIGNPOST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut lines = BufReader::new(child.stdout.take().ok_or_else(|| failed("no output".into()))?).lines();
        let address = loop {
            match lines.next() {
                Some(Ok(line)) => {
                    if let Some((_, address)) = line.split_once("listening on http://") {
                        break address.parse().map_err(|_| failed(line.clone()))?;
                    }
                }
                _ => return Err(failed("it ended without a word of where it listens".into())),
            }
        };
        // Keeps the pipe open and empty.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            child,
            address,
            has_workers: false,
        })
    }

    /// Signpost on a data folder.
    pub(crate) fn signpost(program: &Path, data: &Path, more: &[&str]) -> Result<Self, String> {
        let mut arguments: Vec<&OsStr> = ["--listen", "127.0.0.1:0", "--data-dir"].map(OsStr::new).into();
        arguments.push(data.as_os_str());
        arguments.extend(more.iter().map(OsStr::new));
        Self::start(program, &arguments)
    }

    /// Takes over a server that was started already, listens at `address` and has workers.
    pub(crate) fn with_workers(child: Child, address: SocketAddr) -> Self {
        Self {
            child,
            address,
            has_workers: true,
        }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Seconds of processor time that it and its workers used so far.
    pub(crate) fn used(&self) -> Result<f64, String> {
        let gone = |error: std::io::Error| format!("the server is gone: {error}");
        let mut ticks = stat(&of(self.child.id())).map_err(gone)?.1;
        if self.has_workers {
            let entries = fs::read_dir("/proc").map_err(gone)?;
            let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
            let of_workers = numbers
                .filter_map(|number| stat(&of(number)).ok())
                .filter(|(parent, _)| *parent == self.child.id());
            ticks += of_workers.map(|(_, ticks)| ticks).sum::<f64>();
        }
        Ok(ticks / TICKS)
    }

    /// The same of its threads that answer, without what goes on beside.
    pub(crate) fn used_to_answer(&self) -> Result<f64, String> {
        let gone = |error: std::io::Error| format!("the server is gone: {error}");
        let tasks = format!("/proc/{}/task", self.child.id());
        let threads = fs::read_dir(&tasks).map_err(gone)?.flatten().map(|thread| thread.path());
        let answer = |thread: &PathBuf| {
            let name = fs::read_to_string(thread.join("comm"));
            name.is_ok_and(|name| name.trim_end() == ANSWERING)
        };
        let ticks = threads.filter(answer).filter_map(|thread| stat(&thread.join("stat")).ok());
        Ok(ticks.map(|(_, ticks)| ticks).sum::<f64>() / TICKS)
    }

    /// Takes the processor from it until [`resume`](Self::resume): what it would do beside its work is not done on others' time.
    pub(crate) fn pause(&self) -> Result<(), String> {
        self.signal(Signal::STOP)
    }

    /// Lets it go on.
    pub(crate) fn resume(&self) -> Result<(), String> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, signal: Signal) -> Result<(), String> {
        // Workers do nothing unless they are asked to.
        if self.has_workers {
            return Ok(());
        }
        kill_process(Pid::from_child(&self.child), signal).map_err(|error| format!("the server is gone: {error}"))
    }

    /// The body of an answer to a `GET`.
    pub(crate) fn get(&self, path: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("{path} does not answer: {error}");
        let mut stream = TcpStream::connect(self.address).map_err(failed)?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n").map_err(failed)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(failed)?;
        Ok(answer
            .split_once("\r\n\r\n")
            .map(|(_, body)| body.to_owned())
            .unwrap_or_default())
    }

    /// The sum of a metric over its labels, of which `label` must be one if it is not empty.
    pub(crate) fn metric(&self, name: &str, label: &str) -> Result<f64, String> {
        let text = self.get("/metrics")?;
        let values = text
            .lines()
            .filter(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '{'])) && line.contains(label));
        Ok(values.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum())
    }

    /// Waits until it is ready for everybody, with all of its memory.
    pub(crate) fn ready(&self) -> Result<(), String> {
        let begun = Instant::now();
        while !self.get("/readyz")?.contains("\"ready\":true") {
            if begun.elapsed() > PATIENCE {
                return Err("the server does not become ready".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits until every scan is in the scan log and every read model is at the head of its log.
    pub(crate) fn caught_up(&self) -> Result<(), String> {
        let begun = Instant::now();
        loop {
            let waiting = self.metric("signpost_journal_waiting", "")?;
            // Read models look for news every second at the latest, so a lag of none must stand for longer than that.
            let lag = self.metric("signpost_projection_lag", "")?;
            if waiting == 0.0 && lag == 0.0 {
                std::thread::sleep(Duration::from_millis(1_500));
                if self.metric("signpost_projection_lag", "")? == 0.0 {
                    return Ok(());
                }
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!(
                    "{waiting} scans still wait in the journal, read models are {lag} behind"
                ));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Where the kernel tells of a process.
fn of(process: u32) -> PathBuf {
    format!("/proc/{process}/stat").into()
}

/// The parent of a process or thread and its processor time in ticks.
fn stat(file: &Path) -> std::io::Result<(u32, f64)> {
    let text = fs::read_to_string(file)?;
    // After the name, which stands in brackets: the 2nd field is the parent, the 12th and 13th are user and system time
    // (proc_pid_stat(5)).
    let fields: Vec<&str> = text
        .rsplit_once(')')
        .map_or("", |(_, rest)| rest)
        .split_whitespace()
        .collect();
    let number = |at: usize| fields.get(at).and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
    Ok((number(1), f64::from(number(11)) + f64::from(number(12))))
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.has_workers {
            let asked = Command::new("kill").arg(self.child.id().to_string()).status();
            if asked.is_ok_and(|status| status.success()) {
                drop(self.child.wait());
                return;
            }
        }
        // Whatever is answered is safe: that is what is measured here.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
