//! Load without a pause between answer and next request (a closed model), by `wrk`: 64 connections, ten thousand codes at random,
//! the headers of a real phone.

use std::{fmt::Write as _, fs, net::SocketAddr, path::Path, process::Command};

/// Codes asked for.
pub(crate) const ASKED: u64 = 10_000;
/// Connections.
pub(crate) const CONNECTIONS: usize = 64;
/// What Safari on an iPhone sends when its camera opened a link.
pub(crate) const HEADERS: [(&str, &str); 9] = [
    (
        "User-Agent",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
    ),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "nl-BE,nl;q=0.9,en;q=0.8"),
    ("Accept-Encoding", "gzip, deflate, br"),
    ("Sec-Fetch-Site", "none"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-Dest", "document"),
    ("Priority", "u=0, i"),
    ("Connection", "keep-alive"),
];

/// What one round came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Round {
    /// Answers per second.
    pub(crate) rate: f64,
    /// Answers.
    pub(crate) answers: f64,
}

/// Writes the script that `wrk` runs: requests made up beforehand, so that making them costs the load generator little.
pub(crate) fn script(folder: &Path, name: &str, codes: impl Iterator<Item = String>) -> Result<std::path::PathBuf, String> {
    let mut lua = String::from("local headers = {}\n");
    // Writing to a string does not fail.
    for (header, value) in HEADERS {
        let _ = writeln!(lua, "headers[{header:?}] = {value:?}");
    }
    lua += "local codes = {";
    for code in codes {
        let _ = write!(lua, "{code:?},");
    }
    lua += "}\n\
        local requests = {}\n\
        function init()\n\
        math.randomseed(tonumber(tostring(requests):sub(10), 16) % 2147483647)\n\
        for place, code in ipairs(codes) do requests[place] = wrk.format('GET', '/' .. code, headers) end\n\
        end\n\
        function request() return requests[math.random(#requests)] end\n";
    let path = folder.join(format!("{name}.lua"));
    fs::write(&path, lua).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path)
}

/// One round of load.
pub(crate) fn run(address: SocketAddr, script: &Path, seconds: u64) -> Result<Round, String> {
    let output = Command::new("wrk")
        .args(["-t2", &format!("-c{CONNECTIONS}"), &format!("-d{seconds}s"), "-s"])
        .arg(script)
        .arg(format!("http://{address}/"))
        .output()
        .map_err(|error| format!("wrk does not run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || text.contains("Non-2xx or 3xx") || text.contains("Socket errors") {
        return Err(format!(
            "a round went wrong:\n{text}{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let line = |name: &str| text.lines().find(|line| line.contains(name)).map(str::trim);
    let rate = line("Requests/sec:").and_then(|line| line.rsplit(' ').next()?.parse().ok());
    let answers = line(" requests in ").and_then(|line| line.split(' ').next()?.parse().ok());
    match (rate, answers) {
        (Some(rate), Some(answers)) => Ok(Round { rate, answers }),
        _ => Err(format!("wrk said what is not understood:\n{text}")),
    }
}
