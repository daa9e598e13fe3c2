//! A change in a sentence, for people.

use signpost_domain::{
    change::{Alteration, Deed},
    code::CodeFilter,
    counted::counted,
    target::Target,
};

/// Ids that are named one by one.
const MOST_IDS: usize = 5;

/// What was done to which codes.
pub fn words(deed: &Deed) -> String {
    match deed {
        Deed::Alter { filter, change } => format!("{} {}.", alteration(change), codes(filter)),
        Deed::Reverse { change } => format!("Took change {change} back."),
        Deed::Import { file, rows, minted } => {
            let name = file.as_deref().unwrap_or("a table");
            format!(
                "Imported {} of {name}, and minted {}.",
                counted(*rows, "row"),
                counted(*minted, "code")
            )
        }
    }
}

fn alteration(alteration: &Alteration) -> String {
    match alteration {
        Alteration::MoveHost { from, to } => format!("Moved what points to {from} to {to}, on codes"),
        Alteration::Retarget { target: None } => "Took the default target away from codes".to_owned(),
        Alteration::Retarget {
            target: Some(Target::Redirect { url, .. }),
        } => format!("Retargeted to {url} the codes"),
        Alteration::Retarget { target: Some(target) } => format!("Retargeted to a {} the codes", target.kind()),
        Alteration::RetargetToPattern { url, .. } => format!("Retargeted to {url} the codes"),
        Alteration::Suspend => "Suspended the codes".to_owned(),
        Alteration::Resume => "Resumed the codes".to_owned(),
        Alteration::Retire { successor: None } => "Retired the codes".to_owned(),
        Alteration::Retire {
            successor: Some(successor),
        } => format!("Retired in favour of {successor} the codes"),
        Alteration::Transfer { unit: None } => "Took from their units the codes".to_owned(),
        Alteration::Transfer { unit: Some(unit) } => format!("Gave to unit {unit} the codes"),
        Alteration::AddTag { tag } => format!("Added the tag {tag} to the codes"),
        Alteration::RemoveTag { tag } => format!("Removed the tag {tag} from the codes"),
    }
}

fn codes(filter: &CodeFilter) -> String {
    let CodeFilter {
        q,
        unit,
        tag,
        standing,
        host,
        batch,
        audience,
        ids,
    } = filter;
    let mut parts = Vec::new();
    parts.extend(standing.map(|standing| format!("that were {}", standing.as_str())));
    parts.extend(unit.as_ref().map(|unit| format!("of unit {unit}")));
    parts.extend(batch.as_ref().map(|batch| format!("of batch {batch}")));
    parts.extend(tag.as_ref().map(|tag| format!("with the tag {tag}")));
    parts.extend(host.as_ref().map(|host| format!("that pointed to {host}")));
    parts.extend(
        audience
            .as_ref()
            .map(|audience| format!("with a rule for the audience {audience}")),
    );
    parts.extend(q.as_ref().map(|q| format!("found by {q:?}")));
    parts.extend(ids.as_ref().map(|ids| match ids.as_slice() {
        few if few.len() <= MOST_IDS => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        many => format!("in a list of {}", many.len()),
    }));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_is_not_rows() {
        let deed = serde_json::json!({"type": "import", "file": "benches.csv", "rows": 1, "minted": 0});
        let deed: Deed = serde_json::from_value(deed).unwrap();
        assert_eq!(words(&deed), "Imported 1 row of benches.csv, and minted 0 codes.");
    }

    #[test]
    fn a_change_reads_as_a_sentence() {
        let deed: Deed = serde_json::from_value(serde_json::json!({
            "type": "alter", "filter": {"unit": "parks", "host": "old.be"}, "change": {"type": "move_host", "from": "old.be", "to": "new.be"},
        }))
        .unwrap();
        assert_eq!(
            words(&deed),
            "Moved what points to old.be to new.be, on codes of unit parks, that pointed to old.be."
        );
    }
}
