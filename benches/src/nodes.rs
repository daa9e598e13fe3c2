//! Nodes on a private PostgreSQL server, and the plainest of clients: one connection, one request at a time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Starts a server in a folder of its own, says where, does what it is told on its standard input, and ends with that. It syncs as
/// an operator's would.
const SCRIPT: &str = r#"
set -eu
for folder in /usr/lib/postgresql/*/bin; do PATH=$PATH:$folder; done
folder=$(mktemp -d)
trap 'pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
initdb -D "$folder/data" -U signpost -A trust -E UTF8 >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
begin() {
  pg_ctl -D "$folder/data" -l "$folder/log" -w -o "-k $folder -c listen_addresses='' -c max_connections=200" start >/dev/null
}
begin || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
while read -r word; do
  case $word in
    stop) pg_ctl -D "$folder/data" -m immediate stop >/dev/null ;;
    start) begin ;;
  esac
  echo "$word"
done
"#;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// A PostgreSQL server, gone when dropped.
pub(crate) struct Database {
    keeper: Child,
    said: BufReader<std::process::ChildStdout>,
    folder: PathBuf,
}

impl Database {
    pub(crate) fn start() -> Result<Self, String> {
        Self::run(&[])
    }

    /// Starts one whose processes go behind all others (nice), as near as one comes to a machine of its own.
    pub(crate) fn start_behind() -> Result<Self, String> {
        Self::run(&["nice", "-n", "19"])
    }

    fn run(with: &[&str]) -> Result<Self, String> {
        let mut keeper = unprivileged()
            .args(with)
            .args(["sh", "-c", SCRIPT])
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(text)?;
        let mut said = BufReader::new(keeper.stdout.take().ok_or("no output")?);
        let folder = line(&mut said)?;
        Ok(Self {
            keeper,
            said,
            folder: folder.into(),
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://signpost@localhost/postgres?host={}", self.folder.display())
    }

    /// The number of the server's first process, whose children the others are.
    pub(crate) fn process(&self) -> Result<u32, String> {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).map_err(text)?;
        file.lines().next().unwrap_or_default().parse().map_err(text)
    }

    /// Ends at once, as when the machine goes.
    pub(crate) fn stop(&mut self) -> Result<(), String> {
        self.tell("stop")
    }

    pub(crate) fn start_again(&mut self) -> Result<(), String> {
        self.tell("start")
    }

    fn tell(&mut self, word: &str) -> Result<(), String> {
        let input = self.keeper.stdin.as_mut().ok_or("no input")?;
        writeln!(input, "{word}").map_err(text)?;
        line(&mut self.said).map(drop)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Should it have ended before, that is as well.
        let _ = self.keeper.wait();
    }
}

fn line(from: &mut impl BufRead) -> Result<String, String> {
    let mut line = String::new();
    match from.read_line(&mut line).map_err(text)? {
        0 => Err("the PostgreSQL server could not be started or stopped, see above".to_owned()),
        _ => Ok(line.trim().to_owned()),
    }
}

/// Whatever root may not run: PostgreSQL refuses to serve it.
fn unprivileged() -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !is_root {
        return Command::new("env");
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let has_own = users.lines().any(|line| line.starts_with("postgres:"));
    let mut command = Command::new("runuser");
    command.args(["-u", if has_own { "postgres" } else { "nobody" }, "--"]);
    command
}

/// A node on a database, gone when dropped.
pub(crate) struct Node {
    child: Child,
    address: String,
    _folder: TempDir,
}

impl Node {
    pub(crate) fn start(program: &Path, database: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(text)?;
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--database-url", database, "--data-dir"])
            .arg(folder.path())
            .env("SIGNPOST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let address = loop {
            let line = lines.next().ok_or("the node does not start")?.map_err(text)?;
            if let Some((_, address)) = line.split_once("listening on http://") {
                break address.to_owned();
            }
        };
        // Keeps the pipe open and empty.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            child,
            address,
            _folder: folder,
        })
    }

    pub(crate) fn client(&self) -> Result<Client, String> {
        Client::to(&*self.address)
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// The value of a metric without labels.
    pub(crate) fn metric(&self, name: &str) -> Result<u64, String> {
        let text = self.client()?.get("/metrics")?.body;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.ok_or_else(|| format!("there is no metric {name}"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It keeps nothing that is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A token with every right.
pub(crate) fn token(program: &Path, database: &str) -> Result<String, String> {
    let output = Command::new(program)
        .args([
            "token",
            "create",
            "--name",
            "bench",
            "--role",
            "admin",
            "--database-url",
            database,
        ])
        .output()
        .map_err(text)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// One connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn to(address: impl ToSocketAddrs) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(text)?;
        stream.set_nodelay(true).map_err(text)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(text)?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// The same, for what takes longer than other calls.
    pub(crate) fn waiting(self, patience: Duration) -> Result<Self, String> {
        self.stream.get_ref().set_read_timeout(Some(patience)).map_err(text)?;
        Ok(self)
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n"))
    }

    /// The same with a token.
    pub(crate) fn send_as(&mut self, token: &str, path: &str) -> Result<Answer, String> {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"
        ))
    }

    /// Sends JSON with a token.
    pub(crate) fn change(&mut self, method: &str, path: &str, token: &str, json: &str) -> Result<Answer, String> {
        self.change_with("", method, path, token, json)
    }

    /// The same with more headers, each with its line end.
    pub(crate) fn change_with(
        &mut self,
        headers: &str,
        method: &str,
        path: &str,
        token: &str,
        json: &str,
    ) -> Result<Answer, String> {
        self.send(&format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             {headers}content-length: {}\r\n\r\n{json}",
            json.len()
        ))
    }

    fn send(&mut self, request: &str) -> Result<Answer, String> {
        self.stream.get_mut().write_all(request.as_bytes()).map_err(text)?;
        let status = line_of(&mut self.stream)?;
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (mut location, mut length) = (None, 0);
        loop {
            let header = line_of(&mut self.stream)?;
            match header.split_once(": ") {
                None => break,
                Some(("location", value)) => location = Some(value.to_owned()),
                Some(("content-length", value)) => length = value.parse().map_err(text)?,
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).map_err(text)?;
        Ok(Answer {
            status: status.ok_or("not HTTP")?,
            location,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

fn line_of(stream: &mut impl BufRead) -> Result<String, String> {
    let mut line = String::new();
    match stream.read_line(&mut line).map_err(text)? {
        0 => Err("the node hung up".to_owned()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Waits until `condition` holds.
pub(crate) fn eventually(what: &str, mut condition: impl FnMut() -> Result<bool, String>) -> Result<(), String> {
    let begun = Instant::now();
    while !condition()? {
        if begun.elapsed() > PATIENCE {
            return Err(format!("waited in vain for: {what}"));
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    Ok(())
}

pub(crate) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The value below which a share of `sorted` values lies.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in an array"
    )]
    let place = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted[place]
}
