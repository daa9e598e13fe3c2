//! A condition in a form: a tree of rows, each with its kind and what that kind asks.

use askama::Template;
use serde_json::{Map, Value, json};
use signpost_domain::{
    access::Role,
    condition::{Condition, DEEPEST},
    schedule::Day,
    visit::Platform,
};

use super::{Fields, fields::entries};
use crate::{
    rest::schema::{ConditionSchema, Faults as Found},
    website::{Faults, field::Field, texts::Texts, words},
};

/// Every kind, in the order in which they are offered.
const KINDS: [&str; 13] = [
    "language",
    "platform",
    "weekly",
    "between",
    "network",
    "query",
    "signed_in",
    "country",
    "percentage",
    "header",
    "all",
    "any",
    "not",
];

/// A condition in a form: its body as the REST API takes it, which may be wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConditionDraft {
    kind: String,
    /// What that kind asks, as it is written.
    value: Value,
    parts: Vec<Self>,
}

impl Default for ConditionDraft {
    fn default() -> Self {
        Self {
            kind: KINDS[0].to_owned(),
            value: Value::Null,
            parts: vec![],
        }
    }
}

impl ConditionDraft {
    /// A form for what there is.
    pub(crate) fn of(condition: &Condition) -> Self {
        let body = serde_json::to_value(condition).unwrap_or_default();
        let value = body.as_object().and_then(|body| body.values().next()).cloned();
        Self {
            kind: condition.kind().to_owned(),
            value: value.unwrap_or_default(),
            parts: condition.parts().iter().map(Self::of).collect(),
        }
    }

    /// What was sent below `at`, which ends in a slash; parts that `deed` drops or adds are so already.
    pub(crate) fn read(fields: &Fields, texts: &Texts, at: &str, depth: usize) -> Self {
        let kind = fields.text(&format!("{at}kind"));
        let kind = KINDS.into_iter().find(|known| *known == kind).unwrap_or(KINDS[0]);
        let text = |name: &str| fields.text(&format!("{at}{name}"));
        let list = |name: &str| Value::from(entries(text(name)));
        let ticked = |name: &str| Value::from(fields.all(&format!("{at}{name}")).collect::<Vec<_>>());
        let optional = |name: &str| {
            let time = text(name);
            (!time.is_empty()).then(|| texts.clock.read(time).map_or_else(|| time.to_owned(), |at| at.to_string()))
        };
        let value = match kind {
            "language" | "network" | "country" => list(kind),
            "platform" => ticked(kind),
            "between" => json!({"from": optional("between/from"), "until": optional("between/until")}),
            "weekly" => json!({
                "days": fields.all(&format!("{at}weekly/days")).collect::<Vec<_>>(),
                "from": text("weekly/from"), "until": text("weekly/until"), "zone": text("weekly/zone"),
            }),
            "query" | "header" => json!({"name": text(&format!("{kind}/name")), "equals": text(&format!("{kind}/equals"))}),
            "signed_in" => match (text(kind), text("signed_in/role"), text("signed_in/unit")) {
                ("false", ..) => Value::from(false),
                (_, "", "") => Value::from(true),
                (_, role, unit) => {
                    let given = [("role", role), ("unit", unit)]
                        .into_iter()
                        .filter(|(_, text)| !text.is_empty());
                    given
                        .map(|(name, text)| (name.to_owned(), text.into()))
                        .collect::<Map<_, _>>()
                        .into()
                }
            },
            "percentage" => text(kind).parse::<u64>().map_or_else(|_| text(kind).into(), Value::from),
            _ => Value::Null,
        };
        Self {
            kind: kind.to_owned(),
            value,
            parts: Self::read_parts(fields, texts, at, kind, depth),
        }
    }

    fn read_parts(fields: &Fields, texts: &Texts, at: &str, kind: &str, depth: usize) -> Vec<Self> {
        if !matches!(kind, "all" | "any" | "not") || depth >= DEEPEST {
            return vec![];
        }
        // Parts are called after the kind that the form was shown with.
        let shown = fields.text(&format!("{at}shown"));
        let act = fields.text("act");
        let below = |n: usize| {
            if shown == "not" {
                format!("{at}not/")
            } else {
                format!("{at}{shown}/{n}/")
            }
        };
        let count = fields.all(&format!("{at}part")).count();
        let kept = (0..count).filter(|n| act.strip_prefix("part- ") != Some(&below(*n)));
        let mut parts: Vec<Self> = kept.map(|n| Self::read(fields, texts, &below(n), depth + 1)).collect();
        if kind == "not" {
            parts.truncate(1);
        }
        if parts.is_empty() || (kind != "not" && act.strip_prefix("part+ ") == Some(at)) {
            parts.push(Self::default());
        }
        parts
    }

    /// As the REST API takes it.
    fn body(&self) -> Value {
        let value = match self.kind.as_str() {
            "all" | "any" => self.parts.iter().map(Self::body).collect(),
            "not" => self.parts.first().map(Self::body).unwrap_or_default(),
            _ => self.value.clone(),
        };
        json!({ self.kind.as_str(): value })
    }

    /// The condition, or what is wrong with it, below `pointer`.
    pub(crate) fn condition(&self, pointer: &str, faults: &mut Found) -> Option<Condition> {
        match serde_json::from_value::<ConditionSchema>(self.body()) {
            Ok(body) => body.read(pointer, faults),
            Err(error) => {
                // What is no number was sent as it was typed, so that it stands in the form again.
                let what = match self.kind.as_str() {
                    "percentage" => "give a whole number".to_owned(),
                    _ => error.to_string(),
                };
                faults.add(format!("{pointer}/{}", self.kind), what);
                None
            }
        }
    }

    /// The form; `at` ends in a slash.
    pub(crate) fn show(&self, texts: &Texts, at: &str, faults: &Faults) -> String {
        let show = |(n, part): (usize, &Self)| {
            let below = if self.kind == "not" {
                format!("{at}not/")
            } else {
                format!("{at}{}/{n}/", self.kind)
            };
            (below.clone(), part.show(texts, &below, faults))
        };
        let kinds = KINDS.map(|kind| (kind.to_owned(), texts.text(&format!("condition-{kind}"), &[])));
        let form = ConditionForm {
            texts,
            at,
            kind: Field::choice(
                &format!("{at}kind"),
                texts.text("condition-kind", &[]),
                &self.kind,
                kinds.into(),
            ),
            shown: &self.kind,
            may_grow: self.kind != "not",
            fields: self.fields(texts, at, faults),
            parts: self.parts.iter().enumerate().map(show).collect(),
            fault: faults
                .at(at.trim_end_matches('/'))
                .or_else(|| faults.at(&format!("{at}{}", self.kind))),
        };
        form.render().unwrap_or_default()
    }

    fn fields(&self, texts: &Texts, at: &str, faults: &Faults) -> Vec<Field> {
        let t = |key: &str| texts.text(key, &[]);
        let of = |name: &str| self.value[name].as_str().unwrap_or_default();
        let chosen = |list: &Value, word: &str| list.as_array().is_some_and(|list| list.iter().any(|entry| entry == word));
        let kind = self.kind.as_str();
        let name = format!("{at}{kind}");
        let inside = |part: &str| format!("{name}/{part}");
        let fields = match kind {
            "language" | "network" | "country" => {
                let list: Vec<&str> = self
                    .value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                let label = t(&format!("condition-{kind}.label"));
                vec![Field::line(&name, label, &list.join(", ")).hint(t(&format!("condition-{kind}.hint")))]
            }
            "platform" => {
                let choices = Platform::ALL.map(|platform| {
                    let word = platform.as_str();
                    (word.to_owned(), words::platform(texts, platform), chosen(&self.value, word))
                });
                vec![Field::several(&name, t("condition-platform.label"), choices.into())]
            }
            "between" => ["from", "until"]
                .map(|end| {
                    let value = texts.clock.read(of(end)).map(|at| texts.clock.typed(at));
                    let value = value.as_deref().unwrap_or(of(end));
                    let label = t(&format!("condition-between.{end}"));
                    Field::typed(&inside(end), label, value, "datetime-local").hint(texts.by_which_clock())
                })
                .into(),
            "weekly" => {
                let days = Day::ALL.map(|day| {
                    let word = day.as_str();
                    let is_chosen = chosen(&self.value["days"], word);
                    (word.to_owned(), t(&format!("day-{word}")), is_chosen)
                });
                let zone = if self.value.is_null() {
                    texts.clock.zone()
                } else {
                    of("zone")
                };
                let hour = |end: &str| Field::line(&inside(end), t(&format!("condition-weekly.{end}")), of(end));
                vec![
                    Field::several(&inside("days"), t("condition-weekly.days"), days.into()),
                    hour("from").hint(t("condition-weekly.hint")),
                    hour("until"),
                    Field::line(&inside("zone"), t("condition-weekly.zone"), zone),
                ]
            }
            "query" | "header" => ["name", "equals"]
                .map(|part| Field::line(&inside(part), t(&format!("condition-{kind}.{part}")), of(part)))
                .into(),
            "signed_in" => {
                let value = if self.value == Value::Bool(false) { "false" } else { "true" };
                let choices = ["true", "false"].map(|word| (word.to_owned(), t(&format!("signed-in-{word}"))));
                let mut roles = vec![(String::new(), t("try-any"))];
                roles.extend(Role::ALL.map(|role| (role.to_string(), t(&format!("role-{role}")))));
                vec![
                    Field::choice(&name, t("condition-signed_in.label"), value, choices.into()),
                    Field::choice(&inside("role"), t("condition-signed_in.role"), of("role"), roles),
                    Field::line(&inside("unit"), t("field-unit"), of("unit")),
                ]
            }
            "percentage" => {
                let value = self
                    .value
                    .as_u64()
                    .map_or_else(|| self.value.as_str().unwrap_or_default().to_owned(), |n| n.to_string());
                vec![Field::typed(&name, t("condition-percentage.label"), &value, "number").hint(t("condition-percentage.hint"))]
            }
            _ => vec![],
        };
        fields.into_iter().map(|field| field.with(faults, texts)).collect()
    }
}

#[derive(Template)]
#[template(path = "website/draft/condition.html")]
struct ConditionForm<'a> {
    texts: &'a Texts,
    at: &'a str,
    kind: Field,
    shown: &'a str,
    /// Whether it can have more parts.
    may_grow: bool,
    fields: Vec<Field>,
    /// Where each is, and its form.
    parts: Vec<(String, String)>,
    fault: Option<&'a str>,
}
