use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::support::{Client, Signpost, phone, redirect};

const DEFAULT: &str = "https://example.org/default";
const RULED: &str = "https://example.org/ruled";

/// Makes a code lead elsewhere for whoever `condition` holds.
fn rule(staff: &Client, condition: &Value) {
    let rules = json!([{"when": condition, "target": redirect(RULED)}]);
    staff.put("/codes/bench/rules", &rules).expect(200);
}

fn furnished(arguments: &[&str]) -> (Signpost, Client) {
    let signpost = Signpost::start_with(arguments);
    let staff = signpost.client("admin");
    let code = json!({"id": "bench", "target": redirect(DEFAULT)});
    staff.post("/codes", &code).expect(201);
    (signpost, staff)
}

/// Where a visit leads that says `headers` and asks for `path`.
fn holds(signpost: &Signpost, headers: &[(&'static str, &str)], path: &str) -> bool {
    let visitor = headers
        .iter()
        .fold(phone(&signpost.url), |visitor, (name, value)| visitor.with(name, value));
    let answer = visitor.open(path).expect(302);
    match answer.header("location").unwrap() {
        RULED => true,
        DEFAULT => false,
        other => panic!("{other}"),
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the program's own clock is asked, so this is compared with the real one"
)]
fn rules_on_time_hold_now_and_not_at_other_times() {
    let (signpost, staff) = furnished(&[]);
    let now = Timestamp::now();
    let at = |hours: i64| now.checked_add(hours.hours()).unwrap().to_string();
    let days = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let today = now.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let day = |in_days: i64| {
        let day = today.checked_add(in_days.days()).unwrap();
        day.strftime("%a").to_string().to_lowercase()
    };
    let weekly = |days: Value| json!({"weekly": {"days": days, "from": "00:00", "until": "24:00", "zone": "UTC"}});
    for (condition, expected) in [
        (json!({"between": {"from": at(-1), "until": at(1)}}), true),
        (json!({"between": {"from": at(-2), "until": at(-1)}}), false),
        (json!({"between": {"from": at(1)}}), false),
        (json!({"between": {"until": at(1)}}), true),
        (weekly(days), true),
        // Yesterday and tomorrow too, should midnight come between here and there.
        (weekly(json!([day(-1), day(0), day(1)])), true),
        (weekly(json!([day(3), day(4)])), false),
        (json!({"not": weekly(json!([day(3), day(4)]))}), true),
    ] {
        rule(&staff, &condition);
        assert_eq!(holds(&signpost, &[], "/bench"), expected, "{condition}");
    }
}

#[test]
fn rules_on_the_request_hold_for_the_requests_they_name() {
    let (signpost, staff) = furnished(&[]);
    let android =
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Mobile Safari/537.36";
    let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0";
    let platform = |names: Value| json!({"platform": names});
    let query = json!({"query": {"name": "app", "equals": "a b"}});
    let header = json!({"header": {"name": "X-Kiosk", "equals": "7"}});
    let both = json!({"all": [{"language": ["fr"]}, {"any": [platform(json!(["android"])), query]}, {"not": header}]});
    for (condition, headers, path, expected) in [
        (platform(json!(["ios"])), &[][..], "/bench", true),
        (platform(json!(["ios"])), &[("user-agent", android)], "/bench", false),
        (platform(json!(["android"])), &[("user-agent", android)], "/bench", true),
        (
            platform(json!(["ios", "desktop"])),
            &[("user-agent", windows)],
            "/bench",
            true,
        ),
        (query.clone(), &[], "/bench?app=a%20b", true),
        (query.clone(), &[], "/bench?x=1&app=a+b", true),
        (query.clone(), &[], "/bench?app=A%20B", false),
        (query, &[], "/bench", false),
        (header.clone(), &[("x-kiosk", "7")], "/bench", true),
        (header.clone(), &[("x-kiosk", "8")], "/bench", false),
        (header, &[], "/bench", false),
        (
            json!({"language": ["nl"]}),
            &[("accept-language", "nl-BE,fr")],
            "/bench",
            true,
        ),
        (json!({"language": ["nl-BE"]}), &[("accept-language", "nl")], "/bench", false),
        (json!({"language": ["fr"]}), &[("accept-language", "nl,fr")], "/bench", false),
        (json!({"country": ["BE"]}), &[], "/bench", false),
        (
            both.clone(),
            &[("accept-language", "fr"), ("user-agent", android)],
            "/bench",
            true,
        ),
        (both.clone(), &[("accept-language", "fr")], "/bench?app=a%20b", true),
        (both.clone(), &[("accept-language", "fr")], "/bench", false),
        (
            both,
            &[("accept-language", "fr"), ("x-kiosk", "7")],
            "/bench?app=a%20b",
            false,
        ),
    ] {
        rule(&staff, &condition);
        assert_eq!(holds(&signpost, headers, path), expected, "{condition} {headers:?} {path}");
    }
}

#[test]
fn rules_on_networks_believe_only_trusted_proxies() {
    let inside = json!({"network": ["192.0.2.0/24", "2001:db8::/32"]});
    let (signpost, staff) = furnished(&["--trusted-proxies", "127.0.0.1/32"]);
    rule(&staff, &inside);
    for (forwarded, expected) in [
        ("192.0.2.7", true),
        ("2001:db8::1", true),
        ("198.51.100.1", false),
        ("192.0.2.7, 198.51.100.1", false),
        ("198.51.100.1, 192.0.2.7", true),
        ("nonsense", false),
    ] {
        assert_eq!(
            holds(&signpost, &[("x-forwarded-for", forwarded)], "/bench"),
            expected,
            "{forwarded}"
        );
    }
    let (signpost, staff) = furnished(&[]);
    rule(&staff, &inside);
    assert!(
        !holds(&signpost, &[("x-forwarded-for", "192.0.2.7")], "/bench"),
        "nobody is trusted"
    );
    rule(&staff, &json!({"network": ["127.0.0.0/8"]}));
    assert!(holds(&signpost, &[], "/bench"));
}

#[test]
fn rules_on_staff_hold_for_whoever_has_a_valid_token() {
    let (signpost, staff) = furnished(&[]);
    rule(&staff, &json!({"signed_in": true}));
    let bearer = format!("Bearer {}", staff.token);
    assert!(holds(&signpost, &[("authorization", &bearer)], "/bench"));
    assert!(!holds(&signpost, &[("authorization", &format!("{bearer}x"))], "/bench"));
    assert!(!holds(&signpost, &[], "/bench"));
    rule(&staff, &json!({"signed_in": false}));
    assert!(holds(&signpost, &[], "/bench"));
}

#[test]
fn rules_on_a_share_keep_to_it_and_give_each_visitor_one_answer() {
    let (signpost, staff) = furnished(&["--trusted-proxies", "127.0.0.1/32"]);
    let of = |share: u64| {
        rule(&staff, &json!({"percentage": share}));
        let visits = (0..400).map(|n| {
            let address = format!("198.51.{}.{}", n / 200, n % 200);
            holds(&signpost, &[("x-forwarded-for", &address)], "/bench")
        });
        visits.collect::<Vec<bool>>()
    };
    let (none, some, all) = (of(0), of(30), of(100));
    assert!(none.iter().all(|held| !held) && all.iter().all(|held| *held));
    let held = some.iter().filter(|held| **held).count();
    // 120 are expected; six standard deviations of 9.2 to either side.
    assert!((65..=175).contains(&held), "{held} of 400 at 30 %");
    assert_eq!(of(30), some, "the same visitors again");
    let more = of(60);
    assert!(
        some.iter().zip(&more).all(|(some, more)| !some || *more),
        "a larger share keeps whom it had"
    );
}

#[test]
fn the_first_rule_that_holds_wins() {
    let (signpost, staff) = furnished(&[]);
    let condition = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    staff.put("/audiences/dutch", &condition).expect(201);
    let to = |who: &str| redirect(&format!("https://example.org/{who}"));
    let rules = json!([
        {"when": {"platform": ["android"]}, "target": to("android")},
        {"audience": "dutch", "target": to("dutch")},
        {"when": {"platform": ["ios"]}, "target": to("ios")},
    ]);
    staff.put("/codes/bench/rules", &rules).expect(200);
    let location = |language: &str| {
        let answer = phone(&signpost.url).with("accept-language", language).open("/bench");
        answer.expect(302).header("location").unwrap().to_owned()
    };
    assert_eq!(location("nl"), "https://example.org/dutch");
    assert_eq!(location("en"), "https://example.org/ios");
    // Redefined once, changed for every code that uses it.
    let condition = json!({"label": "Dutch", "condition": {"language": ["nl", "en"]}});
    staff.put("/audiences/dutch", &condition).expect(200);
    assert_eq!(location("en"), "https://example.org/dutch");
    let withdrawal = staff.delete("/audiences/dutch");
    assert!(
        withdrawal.problem(409, "audience-in-use")["detail"]
            .as_str()
            .unwrap()
            .contains("BENCH")
    );
}
