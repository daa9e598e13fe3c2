use std::path::{Path, PathBuf};

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use tempfile::TempDir;

use super::run;

/// A browser without a window, without anything of its own to say to the world, and without a way out of this machine.
pub(crate) const QUIETLY: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--accept-lang=en",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// What Chromium writes in its log for requests that no page made.
const NO_PAGE: &str = "not an origin";

/// What a browser made of a page.
pub(crate) struct Seen {
    pub(crate) document: Html,
    /// Every address that the page, and not the browser of its own accord, asked for.
    pub(crate) asked_for: Vec<String>,
}

fn chromium(url: &str, profile: &TempDir, flags: &[String]) -> Vec<u8> {
    let profile = format!("--user-data-dir={}", profile.path().display());
    let arguments = QUIETLY.iter().copied().chain([profile.as_str()]);
    run(
        "chromium",
        "chromium",
        arguments.chain(flags.iter().map(String::as_str)).chain([url]),
    )
    .stdout
}

/// Opens a page, lets its scripts run for `seconds` of their own time, and looks.
pub(crate) fn look(url: &str, seconds: u32) -> Seen {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let log = profile.path().join("net-log.json");
    let flags = [
        format!("--log-net-log={}", log.display()),
        format!("--virtual-time-budget={}", seconds * 1_000),
        "--dump-dom".to_owned(),
    ];
    let dom = String::from_utf8(chromium(url, &profile, &flags)).expect("text");
    let log = std::fs::read_to_string(log).expect("a log");
    let log: Value = serde_json::from_str(&log).expect("JSON");
    let requests = requests(&log);
    assert!(
        requests.iter().any(|(_, asked)| asked == url),
        "the log shows what was asked for"
    );
    Seen {
        document: Html::parse_document(&dom),
        asked_for: requests
            .into_iter()
            .filter(|(page, _)| page != NO_PAGE)
            .map(|(_, url)| url)
            .collect(),
    }
}

/// Whoever made each request, and its address.
fn requests(log: &Value) -> Vec<(String, String)> {
    let started = &log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"];
    let events = log["events"].as_array().expect("events").iter();
    let requests = events.filter(|event| event["type"] == *started).filter_map(|event| {
        let of = |name: &str| event["params"][name].as_str().map(str::to_owned);
        Some((of("initiator")?, of("url")?))
    });
    requests.collect()
}

/// Takes a picture of a page as a phone would show it, and leaves it where people can look at it.
pub(crate) fn photograph(url: &str, name: &str) -> PathBuf {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    let _ = std::fs::remove_file(&picture);
    let flags = [
        "--window-size=390,844".to_owned(),
        format!("--screenshot={}", picture.display()),
    ];
    chromium(url, &profile, &flags);
    picture
}

/// Prints a page as PDF, and leaves it where people can look at it.
pub(crate) fn print(url: &str, name: &str) -> PathBuf {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let paper = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    let _ = std::fs::remove_file(&paper);
    chromium(url, &profile, &[format!("--print-to-pdf={}", paper.display())]);
    paper
}

impl Seen {
    /// Every element that a CSS selector means.
    pub(crate) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.document.select(&selector).collect()
    }

    /// What the one element says that a CSS selector means.
    #[track_caller]
    pub(crate) fn says(&self, selector: &str) -> String {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.document.html());
        found[0].text().collect::<String>().trim().to_owned()
    }
}
