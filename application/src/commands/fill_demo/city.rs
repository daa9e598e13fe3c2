//! What there is in it, and what is decided on it.

use serde_json::{Value, json};
use signpost_domain::{
    code::{Asset, CodeEvent, Location},
    decision::DecisionEvent,
    identifier::{CodeId, UnitName},
    rule::Rule,
    target::Target,
};

use super::{
    DemoError,
    people::{ADMIN, EDITOR, GARDENER},
    year::Year,
};

/// Departments.
const UNITS: [(&str, &str); 8] = [
    ("culture", "Culture"),
    ("library", "Libraries"),
    ("mobility", "Mobility"),
    ("parks", "Parks and gardens"),
    ("roads", "Roads and bridges"),
    ("sport", "Sport"),
    ("waste", "Waste"),
    ("water", "Drinking water"),
];

/// Where codes may lead.
const HOSTS: [&str; 2] = ["*.stad.example", "stad.example"];

/// A kind of thing with codes on it.
struct Kind {
    unit: &'static str,
    tag: &'static str,
    /// What one is called.
    what: &'static str,
    count: usize,
    /// How often one is scanned, beside others.
    liked: u32,
    /// How much more often in summer than in winter.
    summer: u32,
    leads: Leads,
}

/// What its codes lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    Elsewhere,
    /// Elsewhere, but not for everybody alike.
    ByAudience,
    Page,
    Menu,
    Nowhere,
}

const fn kind(
    unit: &'static str,
    tag: &'static str,
    what: &'static str,
    count: usize,
    liked: u32,
    summer: u32,
    leads: Leads,
) -> Kind {
    Kind {
        unit,
        tag,
        what,
        count,
        liked,
        summer,
        leads,
    }
}

/// 500 in all.
const KINDS: [Kind; 11] = [
    kind("parks", "bench", "Bench", 110, 3, 4, Leads::Elsewhere),
    kind("parks", "tree", "Tree of note", 55, 4, 3, Leads::Page),
    kind("parks", "playground", "Playground", 30, 8, 3, Leads::Menu),
    kind("mobility", "stop", "Tram stop", 90, 14, 1, Leads::ByAudience),
    kind("mobility", "bicycles", "Bicycle shed", 35, 6, 2, Leads::Elsewhere),
    kind("waste", "glass", "Bottle bank", 60, 5, 1, Leads::Menu),
    kind("culture", "monument", "Monument", 50, 12, 3, Leads::ByAudience),
    kind("roads", "bridge", "Bridge", 25, 4, 1, Leads::Elsewhere),
    kind("library", "library", "Library", 15, 10, 1, Leads::Page),
    kind("sport", "hall", "Sports hall", 20, 9, 1, Leads::Elsewhere),
    kind("water", "fountain", "Drinking fountain", 10, 2, 6, Leads::Nowhere),
];

/// A code and how often it is scanned.
pub(super) struct Placed {
    pub(super) id: CodeId,
    pub(super) unit: &'static str,
    pub(super) liked: u32,
    pub(super) summer: u32,
}

/// Builds it, day by day; gives its codes.
pub(super) async fn build(year: &mut Year<'_>) -> Result<Vec<Placed>, DemoError> {
    found(year).await?;
    let mut placed = Vec::new();
    let mut groups = Vec::new();
    for (place, kind) in KINDS.iter().enumerate() {
        let unit: UnitName = kind.unit.parse().expect("a name in small letters");
        let batch = year.id().to_string();
        let ids: Vec<CodeId> = (0..kind.count).map(|_| year.id()).collect();
        let minted = ids.iter().enumerate().map(|(n, id)| {
            let event = CodeEvent::Minted {
                unit: Some(unit.clone()),
                label: Some(format!("{} {}", kind.what, n + 1)),
                tags: vec![kind.tag.parse().expect("a word is a tag")],
                batch: Some(batch.clone()),
            };
            DecisionEvent::Code(id.clone(), event)
        });
        let minted: Vec<DecisionEvent> = minted.collect();
        let day = i64::try_from(place).unwrap_or(0) * 2 + 3;
        let at = year.moment(day, 9);
        year.decide(at, EDITOR, Some("New stickers"), minted).await?;
        for (n, id) in ids.iter().enumerate() {
            // Few are scanned often, most now and then.
            let rank = u32::try_from(n).unwrap_or(u32::MAX);
            let liked = (kind.liked * 100 / (rank + 2)).max(kind.liked);
            let (id, summer) = (id.clone(), kind.summer);
            let unit = kind.unit;
            placed.push(Placed { id, unit, liked, summer });
        }
        groups.push((kind, ids));
    }
    for (place, (kind, ids)) in groups.iter().enumerate() {
        let day = i64::try_from(place).unwrap_or(0) * 3 + 26;
        stick(year, kind, ids, day).await?;
    }
    live(year, &placed).await?;
    Ok(placed)
}

/// Units and audiences.
async fn found(year: &mut Year<'_>) -> Result<(), DemoError> {
    let units = UNITS.map(|(name, label)| {
        let founded = json!({"type": "Founded", "label": label, "allowed_hosts": HOSTS, "approval": "not_needed"});
        DecisionEvent::Unit(name.parse().expect("a name in small letters"), read(founded))
    });
    let at = year.moment(0, 9);
    year.decide(at, ADMIN, None, units.into()).await?;
    let office =
        json!({"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "until": "18:00", "zone": "Europe/Brussels"});
    let audiences = [
        ("english", "Readers of English", json!({"language": ["en"]})),
        ("french", "Readers of French", json!({"language": ["fr"]})),
        ("phones", "Phones", json!({"platform": ["ios", "android"]})),
        ("office-hours", "While the counters are open", json!({ "weekly": office })),
        ("staff", "Staff", json!({"signed_in": true})),
        ("gardeners", "Staff of parks", json!({"signed_in": {"unit": "parks"}})),
    ];
    let audiences = audiences.map(|(name, label, condition)| {
        let defined = json!({"type": "Defined", "label": label, "condition": condition});
        DecisionEvent::Audience(name.parse().expect("a name in small letters"), read(defined))
    });
    let at = year.moment(1, 10);
    year.decide(at, ADMIN, None, audiences.into()).await
}

/// The codes of a kind are put on things, and lead somewhere.
async fn stick(year: &mut Year<'_>, kind: &Kind, ids: &[CodeId], day: i64) -> Result<(), DemoError> {
    let mut events = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        let asset = Asset {
            reference: Some(format!("{}-{:04}", kind.tag.to_uppercase(), n + 1)),
            description: Some(format!("{} {}", kind.what, n + 1)),
            location: Some(Location {
                address: None,
                latitude: Some(degrees(5_102_000 + year.dice.u32(0..7_000))),
                longitude: Some(degrees(368_000 + year.dice.u32(0..9_000))),
            }),
        };
        let mut add = |event| events.push(DecisionEvent::Code(id.clone(), event));
        // Some stickers still lie in a drawer.
        if n % 40 == 39 {
            continue;
        }
        add(CodeEvent::Attached { asset: Some(asset) });
        let Some(target) = target(kind, n) else { continue };
        add(CodeEvent::Retargeted { target: Some(target) });
        if kind.leads == Leads::ByAudience {
            add(CodeEvent::RulesChanged { rules: rules(kind, n) });
        }
    }
    let who = if kind.unit == "parks" { GARDENER } else { EDITOR };
    let at = year.moment(day, 11);
    year.decide(at, who, Some("Stuck on by the field team"), events).await
}

/// Of a metre's exactness, and no more digits than that.
fn degrees(hundred_thousandths: u32) -> f64 {
    f64::from(hundred_thousandths) / 100_000.0
}

/// Where the page of a thing is.
pub(super) fn address(unit: &str, tag: &str, n: usize) -> String {
    format!("https://{unit}.stad.example/{tag}/{}", n + 1)
}

fn target(kind: &Kind, n: usize) -> Option<Target> {
    let url = |path: &str| format!("{}{path}", address(kind.unit, kind.tag, n));
    let name = format!("{} {}", kind.what, n + 1);
    let value = match kind.leads {
        Leads::Elsewhere | Leads::ByAudience => json!({"type": "redirect", "url": url("")}),
        Leads::Page => {
            let links = json!([{"label": "More", "url": url("/more")}]);
            json!({"type": "page", "content": {
                "nl": {"title": name, "body": "Welkom. Hier leest u **wanneer** u terechtkunt en *wat* hier te zien is.", "links": links},
                "en": {"title": name, "body": "Welcome. Here you can read **when** to come and *what* there is to see.", "links": links},
            }})
        }
        Leads::Menu => json!({"type": "menu", "heading": {"nl": name, "en": name}, "items": [
            {"label": {"nl": "Een probleem melden", "en": "Report a problem"}, "url": url("/report")},
            {"label": {"nl": "Meer weten", "en": "Find out more"}, "url": url("/about")},
            {"label": {"nl": "In de buurt", "en": "Nearby"}, "url": url("/nearby")},
        ]}),
        Leads::Nowhere => return None,
    };
    Some(read(value))
}

fn rules(kind: &Kind, n: usize) -> Vec<Rule> {
    let url = |path: &str| json!({"type": "redirect", "url": format!("https://{}.stad.example/{path}/{}/{}", kind.unit, kind.tag, n + 1)});
    let mut rules = vec![
        json!({"audience": "staff", "target": url("intern")}),
        json!({"audience": "english", "target": url("en")}),
        json!({"audience": "french", "target": url("fr")}),
    ];
    if n.is_multiple_of(5) {
        rules.push(json!({"when": {"percentage": 20}, "target": url("new")}));
    }
    rules.into_iter().map(read).collect()
}

/// What happens in the course of the year.
async fn live(year: &mut Year<'_>, codes: &[Placed]) -> Result<(), DemoError> {
    for day in (62..super::DAYS).step_by(3) {
        let id = codes[year.dice.usize(..codes.len())].id.clone();
        let moved: Target = read(json!({"type": "redirect", "url": format!("https://www.stad.example/actie/{day}")}));
        let (reason, event, hour) = match year.dice.u32(..10) {
            0 => ("Sticker painted over", CodeEvent::Suspended, 15),
            1 => ("The object is gone", CodeEvent::Retired { successor: None }, 14),
            _ => (
                "New page of the department",
                CodeEvent::Retargeted { target: Some(moved) },
                10,
            ),
        };
        let is_suspended = event == CodeEvent::Suspended;
        if year.is_over(&id) {
            continue;
        }
        let at = year.moment(day, hour);
        year.decide(at, EDITOR, Some(reason), vec![DecisionEvent::Code(id.clone(), event)])
            .await?;
        if is_suspended {
            let at = year.moment(day + 2, 9);
            let again = vec![DecisionEvent::Code(id, CodeEvent::Resumed)];
            year.decide(at, EDITOR, Some("Cleaned"), again).await?;
        }
    }
    let careful = json!({"type": "PolicyChanged", "label": "Roads and bridges", "allowed_hosts": HOSTS, "approval": "required"});
    let careful = DecisionEvent::Unit("roads".parse().expect("a name in small letters"), read(careful));
    let at = year.moment(super::DAYS - 4, 9);
    year.decide(at, ADMIN, Some("Bridges are in the news"), vec![careful]).await
}

/// Where a bridge should lead soon, if somebody else approves.
pub(super) fn proposed() -> Target {
    read(json!({"type": "redirect", "url": "https://roads.stad.example/works/this-summer"}))
}

/// What is written in this file is read as it would come in by the API.
fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("written here, and read by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_500_codes_and_all_that_is_written_here_is_valid() {
        assert_eq!(KINDS.iter().map(|kind| kind.count).sum::<usize>(), 500);
        for kind in &KINDS {
            assert!(UNITS.iter().any(|(unit, _)| *unit == kind.unit));
            let target = target(kind, 0);
            assert_eq!(target.is_none(), kind.leads == Leads::Nowhere);
            assert_eq!(
                target.map_or(vec![], |target| target.check(&read(json!(["*.stad.example"])))),
                []
            );
            assert_eq!(rules(kind, 0).len(), 4);
            assert!(
                address(kind.unit, kind.tag, 0)
                    .parse::<signpost_domain::url::HttpUrl>()
                    .is_ok()
            );
        }
    }
}
