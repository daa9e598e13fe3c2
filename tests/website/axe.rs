//! axe-core, which looks at what a browser shows and says what keeps people out.

use serde_json::{Value, json};

use crate::support::{driver::Driver, npm_packages};

/// What WCAG 2.2 asks for at level AA, in axe's words.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// Its script, which is served to the browser from here.
pub(super) struct Axe(String);

impl Axe {
    pub(super) fn read() -> Self {
        let script = std::fs::read_to_string(npm_packages().join("axe-core/axe.min.js"));
        Self(script.expect("scripts/test installs axe-core"))
    }

    /// What it finds on the page that a browser shows, in a line each.
    pub(super) fn violations(&self, browser: &Driver) -> Vec<String> {
        let rules = json!({"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]});
        let found = browser.script_that_calls_back(&format!(
            "{}; axe.run(document, {rules}).then(arguments[arguments.length - 1], arguments[arguments.length - 1])",
            self.0
        ));
        let found = found["violations"].as_array().unwrap_or_else(|| panic!("axe says {found}"));
        let line = |found: &Value| {
            let nodes = found["nodes"].as_array().into_iter().flatten();
            let nodes: Vec<String> = nodes
                .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
                .collect();
            format!("{}: {}: {}", found["id"], found["help"], nodes.join("; "))
        };
        found.iter().map(line).collect()
    }

    /// All that is wrong with what a browser shows, which `origin` answered with this status: what keeps people out, what is wider than the window, what is asked of
    /// others, and what the page itself complains of.
    pub(super) fn wrong_with(&self, browser: &Driver, origin: &str, status: u16) -> Vec<String> {
        let mut wrong = self.violations(browser);
        let wider = browser.script("return document.documentElement.scrollWidth - innerWidth");
        if wider.as_i64().is_some_and(|wider| wider > 0) {
            wrong.push(format!("it is {wider} pixels wider than the window"));
        }
        let asked = browser.script("return performance.getEntriesByType('resource').map((entry) => entry.name)");
        let asked = asked.as_array().unwrap().iter().filter_map(Value::as_str);
        wrong.extend(
            asked
                .filter(|asked| !asked.starts_with(origin) && !asked.starts_with("data:"))
                .map(|asked| format!("it asked for {asked}")),
        );
        // A page that says "not found" is answered so, which browsers write down; nothing else is theirs to say.
        let said = status.to_string();
        let expected = |line: &String| status != 200 && line.contains(&said);
        wrong.extend(browser.complaints().into_iter().filter(|line| !expected(line)));
        wrong
    }
}

/// Without this, a test could pass with an axe that finds nothing.
#[test]
fn axe_finds_what_is_wrong() {
    let browser = Driver::start(crate::support::driver::DESK);
    browser.go("data:text/html,<!doctype html><title>x</title><img src='x'><p style='color:%23ccc;background:%23fff'>pale</p>");
    let found = Axe::read().violations(&browser).join("\n");
    for rule in ["image-alt", "color-contrast", "html-has-lang"] {
        assert!(found.contains(rule), "{found}");
    }
}
