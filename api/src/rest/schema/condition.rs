//! Conditions on the wire.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use signpost_domain::{
    condition::{Condition, DEEPEST, Equals, Held, Percentage, SignedIn},
    schedule::{Between, Day, Weekly},
    visit::Platform,
};
use utoipa::ToSchema;

use super::Faults;

/// Who is meant: exactly one field.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Condition, min_properties = 1, max_properties = 1, example = json!({"all": [{"language": ["nl"]}, {"platform": ["ios", "android"]}]}))]
pub(crate) struct ConditionSchema {
    /// Every one holds.
    #[schema(no_recursion)]
    all: Option<Vec<ConditionSchema>>,
    /// At least one holds.
    #[schema(no_recursion)]
    any: Option<Vec<ConditionSchema>>,
    /// It does not hold.
    #[schema(no_recursion)]
    not: Option<Box<ConditionSchema>>,
    /// The language the visitor prefers most is one of these, or a regional form of it.
    language: Option<Vec<String>>,
    /// The device is one of these: `ios`, `android`, `desktop`, `other`.
    platform: Option<Vec<String>>,
    /// The visit lies in this window.
    between: Option<BetweenBody>,
    /// The visit lies in these hours of the week.
    weekly: Option<WeeklyBody>,
    /// The client's address lies in one of these networks.
    network: Option<Vec<String>>,
    /// A query parameter has this value.
    query: Option<EqualsBody>,
    /// A request header has this value.
    header: Option<EqualsBody>,
    /// Whether a member of staff is signed in, or that somebody is who holds a role, works in a unit, or both.
    #[schema(value_type = Option<SignedInBody>)]
    signed_in: Option<Value>,
    /// The client's country is one of these (ISO 3166-1, two letters).
    country: Option<Vec<String>>,
    /// This share of the visitors, 0 to 100; each the same answer for one code during a day.
    #[schema(minimum = 0, maximum = 100)]
    percentage: Option<u64>,
}

/// A window in time; one end may be left open.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Between)]
struct BetweenBody {
    /// From here, included.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// Until here, excluded.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// Hours that return every week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Weekly)]
struct WeeklyBody {
    /// `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`.
    days: Vec<String>,
    /// From this time of day, included.
    #[schema(example = "08:00")]
    from: String,
    /// Until this time of day, excluded; `24:00` is the end of the day.
    #[schema(example = "18:00")]
    until: String,
    /// Time zone of the IANA database.
    #[schema(example = "Europe/Brussels")]
    zone: String,
}

/// A name and the value it must have.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Equals)]
struct EqualsBody {
    /// Name of the query parameter or header.
    name: String,
    /// The value, compared exactly.
    equals: String,
}

/// `true` for anybody, `false` for nobody, or who.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SignedIn)]
enum SignedInBody {
    Whether(bool),
    As(HeldBody),
}

/// A role, a unit, or a role in a unit. Whoever holds a role in all units holds it in each.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Held)]
struct HeldBody {
    /// `admin`, `editor`, `auditor`, `analyst` or `approver`.
    role: Option<String>,
    /// The unit.
    unit: Option<String>,
}

fn read_signed_in(pointer: &str, value: &Value, faults: &mut Faults) -> Option<SignedIn> {
    // Read apart from the rest, since what does not fit any of several shapes is told in words that help nobody.
    let HeldBody { role, unit } = match SignedInBody::deserialize(value) {
        Ok(SignedInBody::Whether(wanted)) => return Some(SignedIn::Whether(wanted)),
        Ok(SignedInBody::As(held)) => held,
        Err(_) => {
            let what = r#"give true, false, or who must be signed in, such as {"role": "editor", "unit": "roads"}"#;
            faults.add(pointer, what);
            return None;
        }
    };
    let role = role.map(|role| faults.parse(&format!("{pointer}/role"), &role));
    let unit = unit.map(|unit| faults.parse(&format!("{pointer}/unit"), &unit));
    Some(SignedIn::As(Held {
        role: role.map_or(Some(None), |role| role.map(Some))?,
        unit: unit.map_or(Some(None), |unit| unit.map(Some))?,
    }))
}

impl ConditionSchema {
    /// Reads the condition that stands at `pointer`.
    pub(crate) fn read(self, pointer: &str, faults: &mut Faults) -> Option<Condition> {
        self.read_at(pointer, 1, faults)
    }

    fn read_at(self, pointer: &str, depth: usize, faults: &mut Faults) -> Option<Condition> {
        if depth > DEEPEST {
            faults.add(pointer, format!("conditions may be nested {DEEPEST} deep at most"));
            return None;
        }
        let mut read = Vec::new();
        let at = |kind: &str| format!("{pointer}/{kind}");
        let parts = |kind: &str, parts: Vec<Self>, faults: &mut Faults| {
            let parts = parts.into_iter().enumerate();
            let parts: Vec<_> = parts
                .map(|(n, part)| part.read_at(&format!("{pointer}/{kind}/{n}"), depth + 1, faults))
                .collect();
            parts.into_iter().collect::<Option<Vec<_>>>()
        };
        if let Some(all) = self.all {
            read.push(parts("all", all, faults).map(Condition::All));
        }
        if let Some(any) = self.any {
            read.push(parts("any", any, faults).map(Condition::Any));
        }
        if let Some(not) = self.not {
            read.push(
                not.read_at(&at("not"), depth + 1, faults)
                    .map(|part| Condition::Not(Box::new(part))),
            );
        }
        if let Some(language) = self.language {
            read.push(list(&at("language"), &language, faults).map(Condition::Language));
        }
        if let Some(platform) = self.platform {
            read.push(words(&at("platform"), &platform, &Platform::ALL, Platform::as_str, faults).map(Condition::Platform));
        }
        if let Some(between) = self.between {
            read.push(between.read(&at("between"), faults).map(Condition::Between));
        }
        if let Some(weekly) = self.weekly {
            read.push(weekly.read(&at("weekly"), faults).map(Condition::Weekly));
        }
        if let Some(network) = self.network {
            read.push(list(&at("network"), &network, faults).map(Condition::Network));
        }
        if let Some(query) = self.query {
            read.push(Some(Condition::Query(Equals {
                name: query.name,
                equals: query.equals,
            })));
        }
        if let Some(header) = self.header {
            // Header names are compared without case (RFC 9110, section 5.1).
            let name = header.name.to_ascii_lowercase();
            read.push(Some(Condition::Header(Equals {
                name,
                equals: header.equals,
            })));
        }
        if let Some(signed_in) = self.signed_in {
            read.push(read_signed_in(&at("signed_in"), &signed_in, faults).map(Condition::SignedIn));
        }
        if let Some(country) = self.country {
            read.push(list(&at("country"), &country, faults).map(Condition::Country));
        }
        if let Some(percentage) = self.percentage {
            let percentage = Percentage::try_from(percentage).map_err(|error| faults.add(at("percentage"), error.to_string()));
            read.push(percentage.ok().map(Condition::Percentage));
        }
        if read.len() == 1 {
            return read.pop().flatten();
        }
        let kinds = "all, any, not, language, platform, between, weekly, network, query, header, signed_in, country, percentage";
        faults.add(
            pointer,
            format!("a condition has exactly one of {kinds}; join several with all or any"),
        );
        None
    }
}

/// Reads every entry; all are read, so that every fault is found.
fn list<T>(pointer: &str, texts: &[String], faults: &mut Faults) -> Option<Vec<T>>
where
    T: FromStr,
    T::Err: std::fmt::Display + 'static,
{
    let entries: Vec<Option<T>> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| faults.parse(&format!("{pointer}/{n}"), text))
        .collect();
    entries.into_iter().collect()
}

fn words<T: Copy>(
    pointer: &str,
    texts: &[String],
    known: &[T],
    word: impl Fn(T) -> &'static str,
    faults: &mut Faults,
) -> Option<Vec<T>> {
    let find = |(n, text): (usize, &String)| {
        let found = known.iter().copied().find(|known| word(*known) == text);
        if found.is_none() {
            let all: Vec<_> = known.iter().map(|known| word(*known)).collect();
            faults.add(format!("{pointer}/{n}"), format!("{text:?} is none of {}", all.join(", ")));
        }
        found
    };
    let entries: Vec<Option<T>> = texts.iter().enumerate().map(find).collect();
    entries.into_iter().collect()
}

impl BetweenBody {
    fn read(self, pointer: &str, faults: &mut Faults) -> Option<Between> {
        let mut time = |name: &str, text: Option<String>| -> Option<Option<Timestamp>> {
            text.map(|text| faults.time(&format!("{pointer}/{name}"), &text))
                .map_or(Some(None), |time| time.map(Some))
        };
        let (from, until) = (time("from", self.from), time("until", self.until));
        Between::new(from?, until?)
            .map_err(|error| faults.add(pointer, error.to_string()))
            .ok()
    }
}

impl WeeklyBody {
    fn read(self, pointer: &str, faults: &mut Faults) -> Option<Weekly> {
        let days = words(&format!("{pointer}/days"), &self.days, &Day::ALL, Day::as_str, faults);
        let from = faults.parse(&format!("{pointer}/from"), &self.from);
        let until = faults.parse(&format!("{pointer}/until"), &self.until);
        let zone = faults.parse(&format!("{pointer}/zone"), &self.zone);
        Weekly::new(days?, from?, until?, zone?)
            .map_err(|error| faults.add(pointer, error.to_string()))
            .ok()
    }
}
