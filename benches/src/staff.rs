//! Staff who decide while others scan, over the REST API.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use crate::city;

/// Members of staff who decide at the same time.
pub(crate) const WRITERS: u64 = 32;

/// A token for the data folder.
pub(crate) fn token(program: &Path, data: &Path) -> Result<String, String> {
    let output = Command::new(program)
        .args(["token", "create", "--name", "bench", "--role", "admin", "--data-dir"])
        .arg(data)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Retargets codes until `done`, as one of [`WRITERS`] who make `rate` decisions a second together, and counts them.
pub(crate) fn retarget(
    address: SocketAddr,
    token: &str,
    writer: u64,
    rate: u64,
    codes: u64,
    done: &AtomicBool,
    decided: &AtomicU64,
) -> Option<()> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_nodelay(true).ok()?;
    let begun = Instant::now();
    for n in (writer..).step_by(usize::try_from(WRITERS).ok()?) {
        let due = Duration::from_micros(n * 1_000_000 / rate);
        std::thread::sleep(due.saturating_sub(begun.elapsed()));
        if done.load(Ordering::Acquire) {
            break;
        }
        let code = city::plain(city::mixed(n) % codes);
        let body = format!(r#"{{"type":"redirect","url":"{}"}}"#, city::address(n));
        write!(
            stream,
            "PUT /api/v1/codes/{code}/target HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .ok()?;
        if answer(&mut stream)? {
            decided.fetch_add(1, Ordering::Relaxed);
        }
    }
    Some(())
}

/// Reads an answer to its end; says whether it was a good one.
fn answer(stream: &mut TcpStream) -> Option<bool> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4_096];
    loop {
        let length = stream.read(&mut chunk).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let header = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= header.and_then(|length| length.parse().ok()).unwrap_or(0) {
                return Some(head.starts_with("HTTP/1.1 2"));
            }
        }
    }
}
