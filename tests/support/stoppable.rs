use std::{io::Write, path::Path, process::Stdio};

use sqlx::{Connection, Executor, PgConnection};

use super::cluster::{Cluster, unprivileged};

/// A PostgreSQL server with one database, to be stopped and started.
pub(crate) struct Stoppable {
    cluster: Cluster,
}

impl Stoppable {
    pub(crate) fn start() -> Self {
        let stoppable = Self {
            cluster: Cluster::start(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let mut connection = PgConnection::connect(&stoppable.cluster.url("postgres"))
                .await
                .expect("it opens");
            connection.execute("CREATE DATABASE signpost").await.expect("it is made");
        });
        stoppable
    }

    pub(crate) fn url(&self) -> String {
        self.cluster.url("signpost")
    }

    /// The URL of another database.
    pub(crate) fn url_of(&self, name: &str) -> String {
        self.cluster.url(name)
    }

    /// At once and without a word to anybody, as when the machine goes.
    pub(crate) fn stop(&self) {
        self.control("-m immediate stop");
    }

    pub(crate) fn start_again(&self) {
        self.start_listening("''");
    }

    /// The same, on these addresses besides the socket.
    pub(crate) fn start_listening(&self, addresses: &str) {
        let folder = self.cluster.socket.display();
        self.control(&format!(
            "-w -l \"{folder}/log\" -o \"-k {folder} -c listen_addresses={addresses} -c fsync=off -c max_connections=400\" start"
        ));
    }

    /// Where its socket lies.
    pub(crate) fn socket(&self) -> &Path {
        &self.cluster.socket
    }

    /// Writes a file among the server's own, which only the server can read.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.cluster.socket.join("data").join(name);
        let mut shell = unprivileged()
            .args(["sh", "-c", "umask 077; cat > \"$1\"", "sh"])
            .arg(path)
            .current_dir("/")
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut file = shell.stdin.take().expect("a pipe");
        file.write_all(text.as_bytes()).expect("it is taken");
        drop(file);
        assert!(shell.wait().expect("it ends").success(), "{name}");
    }

    fn control(&self, what: &str) {
        let folder = self.cluster.socket.display();
        let script = format!(
            "for folder in /usr/lib/postgresql/*/bin; do PATH=$PATH:$folder; done; pg_ctl -D \"{folder}/data\" {what} >/dev/null"
        );
        let status = unprivileged().args(["sh", "-c", &script]).current_dir("/").status();
        assert!(status.expect("a shell").success(), "{what}");
    }
}
