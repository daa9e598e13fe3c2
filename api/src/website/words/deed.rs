//! What was done to many codes, and to which.

use std::collections::BTreeMap;

use signpost_domain::change::{Alteration, Deed};

use super::target as words_of;
use crate::website::texts::Texts;

/// The same in a line.
pub(crate) fn deed_in_a_line(texts: &Texts, done: &Deed) -> String {
    let (what, which) = deed(texts, done);
    let which = which.into_iter().map(|(field, value)| format!("{field}: {value}"));
    std::iter::once(what).chain(which).collect::<Vec<_>>().join(" · ")
}

/// What was done, and to which codes.
pub(crate) fn deed(texts: &Texts, done: &Deed) -> (String, Vec<(String, String)>) {
    let (filter, alteration) = match done {
        Deed::Reverse { change } => return (texts.text("change-told-reverse", &[("value", change.as_str())]), vec![]),
        Deed::Import { rows, .. } => return (texts.text("change-told-import", &[("value", &rows.to_string())]), vec![]),
        Deed::Alter { filter, change } => (filter, change),
    };
    let value = |key: &str, value: &str| texts.text(key, &[("value", value)]);
    let nothing = || texts.text("changed-nothing", &[]);
    let what = match &**alteration {
        Alteration::MoveHost { from, to } => texts.text("change-told-move", &[("name", from.as_str()), ("value", to.as_str())]),
        Alteration::Retarget { target } => value("change-told-retarget", &words_of(texts, target.as_ref())),
        Alteration::RetargetToPattern { url, .. } => value("change-told-retarget", &url.to_string()),
        Alteration::Suspend => texts.text("change-suspend", &[]),
        Alteration::Resume => texts.text("change-resume", &[]),
        Alteration::Retire { successor } => {
            let successor = successor.as_ref().map_or_else(nothing, ToString::to_string);
            value("change-told-retire", &successor)
        }
        Alteration::Transfer { unit } => value(
            "change-told-transfer",
            &unit.as_ref().map_or_else(nothing, ToString::to_string),
        ),
        Alteration::AddTag { tag } => value("change-told-add-tag", tag.as_str()),
        Alteration::RemoveTag { tag } => value("change-told-remove-tag", tag.as_str()),
    };
    let field = |key: &str, value: String| (texts.text(key, &[]), value);
    let mut which = BTreeMap::new();
    which.extend(filter.q.clone().map(|q| field("search-q", q)));
    which.extend(filter.unit.as_ref().map(|unit| field("field-unit", unit.to_string())));
    which.extend(filter.tag.as_ref().map(|tag| field("field-tag", tag.to_string())));
    which.extend(filter.standing.map(|standing| {
        let said = texts.text(&format!("standing-{}", standing.as_str()), &[]);
        field("field-status", said)
    }));
    which.extend(filter.host.clone().map(|host| field("field-host", host)));
    which.extend(filter.batch.clone().map(|batch| field("field-batch", batch)));
    which.extend(
        filter
            .audience
            .as_ref()
            .map(|audience| field("decision-audience", audience.to_string())),
    );
    (what, which.into_iter().collect())
}
