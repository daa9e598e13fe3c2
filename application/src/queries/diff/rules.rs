//! Which rules came, went, changed or moved.

use serde_json::Value;
use signpost_domain::rule::Rule;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Change, words};

/// What is different about the rules, in the order of their places.
pub(super) fn changes(before: &[Rule], after: &[Rule]) -> Vec<Change> {
    // A rule is told from another by all that is in it.
    let (was, is) = (texts(before), texts(after));
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut replaced = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => gone.extend(old_index..old_index + old_len),
            DiffOp::Insert { new_index, new_len, .. } => come.extend(new_index..new_index + new_len),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                let pairs = old_len.min(new_len);
                replaced.extend((0..pairs).map(|n| (old_index + n, new_index + n)));
                gone.extend(old_index + pairs..old_index + old_len);
                come.extend(new_index + pairs..new_index + new_len);
            }
        }
    }
    // What went at one place and came at another is the same rule, moved.
    let mut told: Vec<(usize, Change)> = Vec::new();
    let mut moved = |old: usize, new: usize| told.push((new, Change::new(at(new), old, new, words::moved(old, new))));
    let mut left: Vec<usize> = gone.into_iter().chain(replaced.iter().map(|(old, _)| *old)).collect();
    let mut unmatched: Vec<usize> = come.into_iter().chain(replaced.iter().map(|(_, new)| *new)).collect();
    unmatched.retain(|new| match left.iter().position(|old| was[*old] == is[*new]) {
        Some(place) => {
            moved(left.remove(place), *new);
            false
        }
        None => true,
    });
    for (old, new) in replaced {
        if left.contains(&old) && unmatched.contains(&new) {
            left.retain(|other| *other != old);
            unmatched.retain(|other| *other != new);
            let words = words::rule_changed(new, &before[old], &after[new]);
            told.push((new, Change::new(at(new), &before[old], &after[new], words)));
        }
    }
    told.extend(left.into_iter().map(|old| {
        let words = words::rule_gone(old, &before[old]);
        (old, Change::new(at(old), &before[old], Value::Null, words))
    }));
    told.extend(unmatched.into_iter().map(|new| {
        let words = words::rule_come(new, &after[new]);
        (new, Change::new(at(new), Value::Null, &after[new], words))
    }));
    told.sort_by_key(|(place, _)| *place);
    told.into_iter().map(|(_, change)| change).collect()
}

fn texts(rules: &[Rule]) -> Vec<String> {
    let text = |rule| serde_json::to_string(rule).expect("rules have text keys only");
    rules.iter().map(text).collect()
}

fn at(place: usize) -> String {
    format!("/rules/{place}")
}
