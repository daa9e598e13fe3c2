//! Programs under load: started, asked how they are doing, and stopped.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

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

    /// Seconds of processor time that it and its workers used so far. What threads used that have ended is not in it.
    pub(crate) fn used(&self) -> Result<f64, String> {
        let mut used = used(self.child.id(), |_| true).map_err(|error| gone(&error))?;
        if self.has_workers {
            let entries = fs::read_dir("/proc").map_err(|error| gone(&error))?;
            let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
            let workers = numbers.filter(|number| parent(*number).is_some_and(|parent| parent == self.child.id()));
            used += workers.filter_map(|number| self::used(number, |_| true).ok()).sum::<f64>();
        }
        Ok(used)
    }

    /// The same of its threads that answer, without what goes on beside.
    pub(crate) fn used_to_answer(&self) -> Result<f64, String> {
        used(self.child.id(), |name| name == ANSWERING).map_err(|error| gone(&error))
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
        // Before its memory is filled it follows nothing, and would be behind with nothing.
        self.ready()?;
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

fn gone(error: &std::io::Error) -> String {
    format!("the server is gone: {error}")
}

/// Seconds of processor time of the threads of a process whose names are wanted, as the scheduler counts it (`/proc/PID/task/TID/schedstat`, in
/// nanoseconds). The ticks in `stat` are whoever's thread runs just then, which is often another one where threads wake each other a hundred thousand times a
/// second.
fn used(process: u32, is_wanted: impl Fn(&str) -> bool) -> std::io::Result<f64> {
    let threads = fs::read_dir(format!("/proc/{process}/task"))?
        .flatten()
        .map(|thread| thread.path());
    let used = threads.filter_map(|thread| {
        // A thread may end meanwhile.
        let name = fs::read_to_string(thread.join("comm")).ok()?;
        let ran = fs::read_to_string(thread.join("schedstat")).ok()?;
        let nanoseconds: f64 = ran.split_whitespace().next()?.parse().ok()?;
        is_wanted(name.trim_end()).then_some(nanoseconds / 1e9)
    });
    Ok(used.sum())
}

/// The parent of a process, `proc_pid_stat(5)`.
fn parent(process: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // After the name, which stands in brackets.
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
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
