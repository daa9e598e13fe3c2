//! A change of many codes in a form: which codes, and what about them. Fields are named as the REST API has them.

use serde_json::{Map, Value, json};
use signpost_application::commands::changes::Order;

use crate::{
    rest::schema::{Faults as Found, OrderBody},
    website::{
        Faults,
        draft::{Fields, TargetDraft},
        field::Field,
        texts::Texts,
    },
};

/// Every kind of change, in the order in which they are offered.
const KINDS: [&str; 9] = [
    "move_host",
    "retarget",
    "retarget_to_pattern",
    "suspend",
    "resume",
    "retire",
    "transfer",
    "add_tag",
    "remove_tag",
];

/// What codes are chosen by, beside their ids.
const FILTERS: [&str; 7] = ["q", "unit", "tag", "status", "host", "batch", "audience"];

/// A change of many codes in a form.
pub(super) struct ChangeDraft<'a> {
    fields: &'a Fields,
    kind: &'a str,
    target: TargetDraft,
}

impl<'a> ChangeDraft<'a> {
    pub(super) fn read(fields: &'a Fields, texts: &Texts) -> Self {
        let kind = fields.text("change/type");
        let target = match fields.given("change/target/type") {
            Some(_) => TargetDraft::read(fields, "change/target/", texts),
            None => TargetDraft::redirect(texts),
        };
        Self {
            fields,
            kind: KINDS.into_iter().find(|known| *known == kind).unwrap_or(KINDS[0]),
            target,
        }
    }

    /// Whether codes were chosen one by one.
    fn is_of_ids(&self) -> bool {
        self.fields.text("which") != "all"
    }

    /// The ids that were chosen.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.fields.all("ids").collect()
    }

    /// What says which codes are meant, to be sent along.
    pub(super) fn selection(&self) -> Vec<(&'static str, String)> {
        let which = if self.is_of_ids() { "ticked" } else { "all" };
        let mut pairs = vec![("which", which.to_owned())];
        if self.is_of_ids() {
            pairs.extend(self.ids().into_iter().map(|id| ("ids", id.to_owned())));
        } else {
            let filled = FILTERS.iter().filter(|name| !self.fields.text(name).is_empty());
            pairs.extend(filled.map(|name| (*name, self.fields.text(name).to_owned())));
        }
        pairs
    }

    /// What says all of it, to be sent along.
    pub(super) fn everything(&self) -> Vec<(String, String)> {
        let selection = self.selection().into_iter().map(|(name, value)| (name.to_owned(), value));
        let change = self
            .fields
            .below("change/")
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        selection.chain(change).collect()
    }

    /// The rows that ask what is to be changed.
    pub(super) fn rows(&self, texts: &Texts, faults: &Faults) -> (Vec<Field>, Option<String>) {
        let t = |key: &str| texts.text(key, &[]);
        let line = |name: &str, key: &str| {
            let name = format!("change/{name}");
            Field::line(&name, t(key), self.fields.text(&name))
        };
        let kinds = KINDS.map(|kind| (kind.to_owned(), t(&format!("change-{kind}"))));
        let mut rows = vec![Field::choice("change/type", t("change-kind"), self.kind, kinds.into())];
        let mut target = None;
        match self.kind {
            "move_host" => rows.extend([
                line("from", "change-from").hint(t("change-from.hint")),
                line("to", "change-to"),
            ]),
            "retarget" => target = Some(self.target.show(texts, "change/target/", faults, true)),
            "retarget_to_pattern" => rows.push(line("url", "change-url").hint(t("change-url.hint"))),
            "retire" => rows.push(line("successor", "successor").hint(t("successor.hint"))),
            "transfer" => rows.push(line("unit", "field-unit").hint(t("transfer-unit.hint"))),
            "add_tag" | "remove_tag" => rows.push(line("tag", "field-tag")),
            _ => {}
        }
        (rows, target)
    }

    /// The order, or what is wrong with it.
    pub(super) fn order(&self) -> Result<Order, Faults> {
        let text = |name: &str| self.fields.text(&format!("change/{name}"));
        let or_null = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        let change = match self.kind {
            "move_host" => json!({"from": text("from"), "to": text("to")}),
            "retarget" if self.target.is_none() => json!({"target": null}),
            "retarget" => json!({"target": self.target.body()}),
            "retarget_to_pattern" => json!({"url": text("url")}),
            "retire" => or_null("successor").map_or_else(|| json!({}), |successor| json!({"successor": successor})),
            "transfer" => json!({"unit": or_null("unit")}),
            "add_tag" | "remove_tag" => json!({"tag": text("tag")}),
            _ => json!({}),
        };
        let mut change = change;
        change["type"] = self.kind.into();
        let filter: Map<String, Value> = if self.is_of_ids() {
            [("ids".to_owned(), self.ids().into())].into_iter().collect()
        } else {
            let selection = self.selection().into_iter().skip(1);
            selection.map(|(name, value)| (name.to_owned(), value.into())).collect()
        };
        let body = serde_json::from_value::<OrderBody>(json!({"filter": filter, "change": change}));
        let body = body.map_err(|error| Faults::one("change/type", error.to_string()))?;
        let mut found = Found::default();
        let order = body.read(&mut found);
        let faults = found.all();
        order.filter(|_| faults.is_empty()).ok_or_else(|| Faults::from_iter(faults))
    }
}
