//! What `resolver::visitor` makes of User-Agents that others collected: two npm packages that `scripts/test` installs.
//!
//! `SIGNPOST_TEST_NPM` names their `node_modules` folder when it is not `target/npm/node_modules`.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use regex::bytes::RegexSetBuilder;
use serde_json::Value;
use signpost_api::resolver::visitor::{platform::platform, robots::is_robot};
use signpost_domain::visit::Platform;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/crawler-user-agents");

fn npm(file: &str) -> Value {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let folder = std::env::var_os("SIGNPOST_TEST_NPM").map_or_else(|| workspace.join("target/npm/node_modules"), PathBuf::from);
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}. `scripts/test` installs it (see SIGNPOST_TEST_NPM)",
            path.display()
        )
    });
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_else(|| panic!("no {field} in {record}"))
}

fn robot(user_agent: &str) -> bool {
    is_robot(Some(user_agent.as_bytes()))
}

/// The patterns in `left-out.txt`, which recognise people and are not on our list, or in `added.txt`, which are only there.
fn by_hand(file: &str) -> Vec<String> {
    let lines = fs::read_to_string(format!("{DATA}/{file}")).unwrap_or_else(|error| panic!("{file}: {error}"));
    lines
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split_once('\t')?.0.to_owned()))
        .collect()
}

/// Of all, how many are right; and the wrong ones, with how often each occurs.
#[derive(Default)]
struct Tally {
    all: u32,
    wrong: BTreeMap<String, u32>,
}

impl Tally {
    fn count(&mut self, right: bool, what: impl FnOnce() -> String) {
        self.all += 1;
        if !right {
            *self.wrong.entry(what()).or_default() += 1;
        }
    }

    fn share(&self) -> f64 {
        1.0 - f64::from(self.wrong.values().sum::<u32>()) / f64::from(self.all)
    }

    fn print(&self, promise: &str) {
        // Past the test runner, which keeps what a test prints to itself as long as it passes.
        let mut out = std::io::stderr();
        let _ = writeln!(out, "{promise}: {:.3} % of {}", 100.0 * self.share(), self.all);
        for (what, times) in &self.wrong {
            let _ = writeln!(out, "  {times} x {what}");
        }
    }
}

#[test]
fn the_list_is_the_one_that_is_installed() {
    let package = npm("crawler-user-agents/package.json");
    let readme = fs::read_to_string(format!("{DATA}/README.md")).expect("README.md");
    let version = text(&package, "version");
    assert!(
        readme.contains(&format!("scripts/update-crawler-user-agents {version}`")),
        "crawler-user-agents {version} is installed, but the list is of another version: run scripts/update-crawler-user-agents {version}"
    );
}

#[test]
fn every_known_robot_is_called_one() {
    let left_out = by_hand("left-out.txt");
    let mut tally = Tally::default();
    for crawler in npm("crawler-user-agents/crawler-user-agents.json")
        .as_array()
        .expect("a list")
    {
        let pattern = text(crawler, "pattern");
        for instance in crawler["instances"].as_array().expect("instances") {
            let user_agent = instance.as_str().expect("text");
            let a_person = left_out.iter().any(|left_out| left_out == pattern);
            tally.count(robot(user_agent) != a_person, || format!("{pattern}: {user_agent}"));
        }
    }
    tally.print("robots called robots, and people on their list called people");
    assert!(tally.all >= 2_000, "the list has shrunk to {}", tally.all);
    assert!(tally.wrong.is_empty(), "{:?}", tally.wrong);
}

#[test]
fn our_form_of_the_list_finds_what_the_patterns_themselves_find() {
    let left_out = by_hand("left-out.txt");
    let crawlers = npm("crawler-user-agents/crawler-user-agents.json");
    let crawlers = crawlers.as_array().expect("a list");
    let upstream = crawlers.iter().map(|crawler| text(crawler, "pattern").to_owned());
    let patterns = upstream
        .filter(|pattern| !left_out.contains(pattern))
        .chain(by_hand("added.txt"));
    let themselves = RegexSetBuilder::new(patterns)
        .unicode(false)
        .build()
        .expect("every pattern compiles");

    // Whole they are all robots; cut short, or with something before them so that anchors matter, many are not.
    let instances = crawlers
        .iter()
        .flat_map(|crawler| crawler["instances"].as_array().expect("instances"));
    let mut people = 0;
    for instance in instances.filter_map(Value::as_str).step_by(5) {
        for changed in [
            &instance[..instance.floor_char_boundary(instance.len() / 2)],
            &format!("x{instance}"),
        ] {
            let expected = themselves.is_match(changed.as_bytes()) || changed.is_empty();
            assert_eq!(robot(changed), expected, "{changed}");
            people += u32::from(!expected);
        }
    }
    assert!(people > 50, "only {people} were no robots any more, so this tells little");
}

#[test]
fn people_are_not_called_robots() {
    let mut tally = Tally::default();
    for person in npm("user-agents/dist/user-agents.json").as_array().expect("a list") {
        let user_agent = text(person, "userAgent");
        tally.count(!robot(user_agent), || user_agent.to_owned());
    }
    tally.print("people called people");
    assert!(tally.all >= 1_000 && tally.share() >= 0.995);
}

/// What a record says of its platform without its User-Agent: `platform` is what JavaScript saw in `navigator.platform`,
/// `deviceCategory` is what the package made of it.
fn allowed(person: &Value) -> &'static [Platform] {
    match (text(person, "platform"), text(person, "deviceCategory")) {
        ("iPhone" | "iPad" | "iPod", _) => &[Platform::Ios],
        (name, _) if name.starts_with("Win") || name.starts_with("Mac") => &[Platform::Desktop],
        (name, "desktop") if name.starts_with("Linux") => &[Platform::Desktop],
        // Phones have ARM processors; this one is emulated on a computer, and no field tells of what make.
        ("Linux x86_64", _) => &[Platform::Ios, Platform::Android],
        (name, _) if name.starts_with("Linux") || name == "Android" => &[Platform::Android],
        _ => &[Platform::Other],
    }
}

#[test]
fn platforms_are_what_javascript_saw() {
    let mut tally = Tally::default();
    let mut settled = 0;
    for person in npm("user-agents/dist/user-agents.json").as_array().expect("a list") {
        let (allowed, user_agent) = (allowed(person), text(person, "userAgent"));
        let platform = platform(Some(user_agent.as_bytes()), None);
        settled += u32::from(allowed.len() == 1);
        tally.count(allowed.contains(&platform), || {
            format!("{platform:?}, not {allowed:?}: {user_agent}")
        });
    }
    tally.print("platforms right");
    let _ = writeln!(
        std::io::stderr(),
        "  ({settled} of them are of one platform only, the rest of either mobile one)"
    );
    assert!(tally.all >= 1_000 && settled >= tally.all / 2 && tally.share() >= 0.99);
}

#[test]
fn link_previews_are_robots_by_name() {
    for (app, user_agent) in [
        ("WhatsApp", "WhatsApp/2.23.20.0 A"),
        ("WhatsApp on iOS", "WhatsApp/2.2587.9 i"),
        ("Signal, which says WhatsApp", "WhatsApp/2"),
        (
            "Facebook",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        ),
        ("X", "Twitterbot/1.0"),
        ("Slack", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
        ("Slack's pictures", "Slack-ImgProxy (+https://api.slack.com/robots)"),
        ("Telegram", "TelegramBot (like TwitterBot)"),
        (
            "LinkedIn",
            "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        ),
        ("Discord", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"),
        (
            "iMessage",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 \
             Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        ),
        ("Mastodon", "Mastodon/4.4.3 (http.rb/5.3.1; +https://mastodon.social/) Bot"),
        (
            "Mastodon before 4.3",
            "http.rb/5.1.1 (Mastodon/4.2.9; +https://mastodon.social/) Bot",
        ),
        (
            "Teams",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
        ),
        ("Viber", "Viber"),
        (
            "Bluesky",
            "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
        ),
        (
            "Google Messages",
            "Mozilla/5.0 (compatible; Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/))",
        ),
        (
            "Reddit",
            "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
        ),
        (
            "Snapchat",
            "Mozilla/5.0 (compatible; Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots)",
        ),
    ] {
        assert!(robot(user_agent), "{app}: {user_agent}");
    }
}
