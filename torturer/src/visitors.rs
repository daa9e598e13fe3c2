//! Visitors, and what each of them got.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    city::{BENCH, MARK, MENU, UNKNOWN},
    connection::Connection,
};

/// An iPhone, so that nobody is taken for a robot.
const PHONE: &str = "user-agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15\r\n";
/// What a visitor takes now and then, at most: without it staff would get little done on a machine with few processors.
const PAUSE: u64 = 20;
const LANGUAGES: [&str; 3] = ["nl", "fr", "en"];

/// What became of visits, each by the referrer that only it has.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    /// What was answered.
    pub(crate) answered: HashMap<String, Got>,
    /// Visitors who hung up before the answer.
    pub(crate) hung_up: u64,
    /// Changes that staff made meanwhile.
    pub(crate) changes: u64,
}

/// What a visitor got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    /// Sent on to an address.
    Address(String),
    /// A menu, by its mark.
    Menu(String),
    /// Sent on to what was chosen.
    Choice(u64, String),
    /// Nobody knows the code.
    Unknown,
}

impl Visits {
    pub(crate) fn join(&mut self, other: Self) {
        self.answered.extend(other.answered);
        self.hung_up += other.hung_up;
        self.changes += other.changes;
    }
}

/// Visits until `done`, or nobody answers any more. Fails when the answer is none that there can be.
pub(crate) fn visit(node: &str, who: &str, mut random: fastrand::Rng, done: &AtomicBool) -> Result<Visits, String> {
    let mut visits = Visits::default();
    let Ok(mut connection) = Connection::to(node) else {
        return Ok(visits);
    };
    let mut link: Option<(u64, String)> = None;
    for n in 0.. {
        if done.load(Ordering::Acquire) {
            break;
        }
        let language = LANGUAGES[random.usize(..LANGUAGES.len())];
        let referrer = format!("n{n}.{who}.example");
        let headers = format!("{PHONE}accept-language: {language}\r\nreferer: https://{referrer}/\r\n");
        if random.u8(..10) == 0 {
            // Hangs up, with the request whole and the answer perhaps under way.
            let (Ok(mut other), code) = (Connection::to(node), [BENCH, MENU][random.usize(..2)]) else {
                break;
            };
            if other.ask(&format!("/{code}"), &headers).is_ok() {
                visits.hung_up += 1;
            }
            continue;
        }
        let chosen = link.take();
        let path = match &chosen {
            Some((_, link)) => link.clone(),
            None => format!("/{}", [BENCH, BENCH, MENU, MENU, UNKNOWN][random.usize(..5)]),
        };
        let Ok(answer) = connection.get(&path, &headers) else { break };
        let got = match (answer.status, answer.location, chosen) {
            // The menu was changed meanwhile: led back, which is no choice.
            (302, Some(location), Some(_)) if location.starts_with('/') => continue,
            (302, Some(location), Some((item, _))) => Got::Choice(item, location),
            (302, Some(location), None) => Got::Address(location),
            (200, None, None) if path.ends_with(MENU) => {
                let mark = between(&answer.body, MARK, ".").ok_or("a menu without its mark")?;
                let item = random.u64(..3);
                let begin = format!("/{MENU}/choice/{}/", item + 1);
                let digest = between(&answer.body, &begin, "\"").ok_or("a menu without its links")?;
                link = Some((item, format!("{begin}{digest}")));
                Got::Menu(mark.to_owned())
            }
            (404, None, None) if path.ends_with(UNKNOWN) => Got::Unknown,
            (status, ..) => return Err(format!("{path} was answered with {status}: {}", answer.body)),
        };
        visits.answered.insert(referrer, got);
        if random.u8(..4) == 0 {
            thread::sleep(Duration::from_millis(random.u64(..PAUSE)));
        }
    }
    Ok(visits)
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(between, _)| between)
}
