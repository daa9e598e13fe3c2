//! What is in the scan log, beside what visitors got.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    city::MARK,
    connection::{Connection, text},
    node::Node,
    visitors::{Got, Visits},
};

/// Scans asked for at a time.
const PAGE: usize = 1_000;

/// What was found. Signpost keeps its promises when the first four name nothing.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Visits that were answered and are not in the scan log.
    pub missing: Vec<String>,
    /// Visits that are there more than once.
    pub twice: Vec<String>,
    /// Visits whose record, resolved again, leads elsewhere than the visitor was led.
    pub elsewhere: Vec<String>,
    /// Positions or offsets that are not the next ones.
    pub out_of_order: Vec<String>,
    /// Visits that were answered.
    pub answered: u64,
    /// Scans in the log.
    pub recorded: u64,
    /// Visitors who hung up early.
    pub hung_up: u64,
    /// Changes that staff made under the load.
    pub changes: u64,
    /// Starts that cut off a write that was interrupted.
    pub cut_off: u64,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        [&self.missing, &self.twice, &self.elsewhere, &self.out_of_order]
            .iter()
            .all(|wrong| wrong.is_empty())
    }
}

/// Reads the whole scan log, and compares.
pub(crate) fn judge(node: &Node, token: &str, mut visits: Visits) -> Result<Verdict, String> {
    let mut analyst = Connection::to(&node.address)?;
    let mut verdict = Verdict {
        answered: visits.answered.len() as u64,
        hung_up: visits.hung_up,
        changes: visits.changes,
        cut_off: node.said("cut off a write that was interrupted")?,
        ..Verdict::default()
    };
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut resolved = HashMap::new();
    loop {
        let path = format!("/scans?after={}&limit={PAGE}", verdict.recorded);
        let page = analyst.must("GET", &path, token, &Value::Null)?;
        let scans = page["items"].as_array().ok_or("no list of scans")?;
        for scan in scans {
            verdict.recorded += 1;
            let next = json!([verdict.recorded, verdict.recorded - 1]);
            if json!([scan["position"], scan["offset"]]) != next {
                verdict.out_of_order.push(scan.to_string());
            }
            let referrer = scan["referrer"].as_str().unwrap_or_default().to_owned();
            let times = seen.entry(referrer.clone()).or_default();
            *times += 1;
            if *times > 1 {
                verdict.twice.push(referrer);
            } else if let Some(got) = visits.answered.remove(&referrer) {
                let again = resolve(&mut analyst, token, scan, &mut resolved)?;
                if !leads_to(scan, again, &got) {
                    verdict.elsewhere.push(format!("{scan} got {got:?}, and again: {again}"));
                }
            }
        }
        if scans.len() < PAGE {
            break;
        }
    }
    verdict.missing = visits.answered.into_keys().collect();
    Ok(verdict)
}

/// Resolves a recorded visit once more, as of the position that it was recorded with.
fn resolve<'a>(
    analyst: &mut Connection,
    token: &str,
    scan: &Value,
    resolved: &'a mut HashMap<String, Value>,
) -> Result<&'a Value, String> {
    let (code, position, language) = (&scan["code"], &scan["as_of"], &scan["language"]);
    let key = format!("{code} {position} {language}");
    if !resolved.contains_key(&key) && scan["outcome"] != "unknown" {
        let path = format!("/codes/{}/explain", code.as_str().ok_or("a scan of no code")?);
        let visit = json!({"position": position, "visit": {"language": language, "platform": "ios"}});
        let answer = analyst.call("POST", &path, token, &visit)?;
        // At a position at which there was no such code it leads nowhere.
        let explained: Value = serde_json::from_str(&answer.body).map_err(text)?;
        resolved.insert(
            key.clone(),
            json!({"cause": explained["cause"], "target": explained["target"]}),
        );
    }
    Ok(resolved.entry(key).or_default())
}

/// Whether `again` has the recorded cause, and gives what the visitor got.
fn leads_to(scan: &Value, again: &Value, got: &Got) -> bool {
    let target = &again["target"];
    let same = match got {
        Got::Unknown => return scan["outcome"] == "unknown",
        Got::Address(url) => scan["outcome"] == "redirected" && target["url"] == url.as_str(),
        Got::Menu(mark) => {
            let heading = format!("{MARK}{mark}.");
            scan["outcome"] == "menu" && scan["item"].is_null() && target["heading"]["en"] == heading.as_str()
        }
        Got::Choice(item, url) => {
            let chosen = usize::try_from(*item).map(|item| &target["items"][item]["url"]);
            scan["item"] == *item && chosen.is_ok_and(|chosen| chosen == url.as_str())
        }
    };
    same && scan["cause"] == again["cause"]
}
