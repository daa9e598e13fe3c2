//! A private PostgreSQL server, thrown away when the test program ends, however it ends.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Starts a server that listens on a socket in a folder of its own, says which, and stops it when its standard input ends:
/// that is when whoever started it is gone, by whatever way. Names are compared and sorted by a language's rules and not by
/// their bytes, as on most servers of others: what depends on the order of bytes has to ask for it.
const SCRIPT: &str = r#"
set -eu
for folder in /usr/lib/postgresql/*/bin; do PATH=$PATH:$folder; done
folder=$(mktemp -d)
trap 'pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
initdb -D "$folder/data" -U signpost -A trust -E UTF8 --locale=C --locale-provider=icu --icu-locale=en --no-sync >"$folder/log" 2>&1 ||
  { cat "$folder/log" >&2; exit 1; }
pg_ctl -D "$folder/data" -l "$folder/log" -w \
  -o "-k $folder -c listen_addresses='' -c fsync=off -c max_connections=400 -c shared_buffers=64MB" start >/dev/null ||
  { cat "$folder/log" >&2; exit 1; }
echo "$folder"
read -r _ || true
"#;

/// The server.
pub(crate) struct Cluster {
    pub(crate) socket: PathBuf,
    // Its standard input is what keeps the server running.
    _keeper: Child,
    databases: AtomicU32,
}

impl Cluster {
    /// This program's server, started when the first test asks for it.
    pub(crate) fn of_this_program() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// Another one, gone when this program ends.
    pub(crate) fn start() -> Self {
        let mut keeper = unprivileged()
            .args(["sh", "-c", SCRIPT])
            // Where anybody may be; the tests' own folder may be closed to the unprivileged user.
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut socket = String::new();
        let said = BufReader::new(keeper.stdout.take().expect("a pipe")).read_line(&mut socket);
        assert!(
            said.is_ok() && socket.starts_with('/'),
            "no PostgreSQL server could be started (see above): install the Debian package postgresql"
        );
        Self {
            socket: socket.trim().into(),
            _keeper: keeper,
            databases: AtomicU32::new(0),
        }
    }

    /// The URL of a database that nobody else uses, to be made with `CREATE DATABASE` and its name.
    pub(crate) fn another_database(&self) -> (String, String) {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        (self.url(&name), name)
    }

    /// The URL of a database.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("postgres://signpost@localhost/{name}?host={}", self.socket.display())
    }
}

/// What runs a program as somebody whom PostgreSQL serves, which root is not.
pub(crate) fn unprivileged() -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !root {
        return Command::new("env");
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = if users.lines().any(|line| line.starts_with("postgres:")) {
        "postgres"
    } else {
        "nobody"
    };
    let mut command = Command::new(if Path::new("/usr/sbin/runuser").exists() {
        "/usr/sbin/runuser"
    } else {
        "runuser"
    });
    command.args(["-u", user, "--"]);
    command
}
