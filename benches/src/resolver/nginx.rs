//! nginx with a static map and an access log: what many would take for such a job.

use std::{
    fmt::Write as _,
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use super::Bench;
use crate::{city, server::Server};

/// Starts it with the plain codes.
pub(super) fn start(bench: &Bench<'_>) -> Result<Server, String> {
    let failed = |error: std::io::Error| format!("nginx does not start: {error}");
    let folder = bench.scratch.join("nginx");
    fs::create_dir_all(&folder).map_err(failed)?;
    let mut map = String::new();
    for n in 0..bench.options.codes {
        // Writing to a string does not fail.
        let _ = writeln!(map, "/{} {};", city::plain(n), city::address(n));
    }
    fs::write(folder.join("map"), map).map_err(failed)?;
    let address = free_port().map_err(failed)?;
    let here = folder.display();
    let configuration = format!(
        "worker_processes 2;\ndaemon off;\npid {here}/pid;\nerror_log {here}/error.log;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n\
         log_format scan '$msec $uri $http_user_agent $http_accept_language';\n\
         access_log {here}/access.log scan;\n\
         keepalive_requests 1000000000;\n\
         map_hash_max_size 1000000;\n\
         map_hash_bucket_size 256;\n\
         map $uri $to {{\ndefault '';\ninclude {here}/map;\n}}\n\
         server {{\n\
         listen {address};\n\
         add_header Cache-Control no-store always;\n\
         location / {{ if ($to = '') {{ return 404; }} return 302 $to; }}\n\
         }}\n}}\n"
    );
    let path = folder.join("nginx.conf");
    fs::write(&path, configuration).map_err(failed)?;
    let child = Command::new("nginx")
        .arg("-p")
        .arg(&folder)
        .arg("-c")
        .arg(&path)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let server = Server::with_workers(child, address);
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        if begun.elapsed() > Duration::from_secs(10) {
            return Err(format!("nginx does not answer; see {here}/error.log"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(server)
}

fn free_port() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}
