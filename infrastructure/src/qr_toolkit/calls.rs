//! Calls that links of the toolkit made to other systems. Its API does not tell them; its database does.

use std::collections::HashMap;

use signpost_domain::code::{CallHeader, KeptCall};

use super::old::Old;

/// A call, or one of its headers where it has several: a row as the database gives it.
#[derive(Debug)]
pub(super) struct CallRow {
    pub(super) call: i64,
    pub(super) link: i64,
    pub(super) url: String,
    pub(super) payload: String,
    pub(super) header: Option<(String, String)>,
}

/// A call as the toolkit has it.
#[derive(Debug, PartialEq)]
pub(super) struct OldCall {
    id: i64,
    url: String,
    payload: String,
    headers: Vec<(String, String)>,
}

/// The calls of links, by the ids of these. There are few, and they are read before the codes.
#[derive(Debug, Default)]
pub(super) struct Calls(HashMap<i64, Vec<OldCall>>);

impl Calls {
    /// Takes a row. Those of one call come one after the other.
    pub(super) fn take(&mut self, row: CallRow) {
        let of_link = self.0.entry(row.link).or_default();
        match of_link.last_mut().filter(|last| last.id == row.call) {
            Some(last) => last.headers.extend(row.header),
            None => of_link.push(OldCall {
                id: row.call,
                url: row.url,
                payload: row.payload,
                headers: row.header.into_iter().collect(),
            }),
        }
    }

    /// Those of one link.
    pub(super) fn of(&mut self, link: i64) -> Vec<OldCall> {
        self.0.remove(&link).unwrap_or_default()
    }
}

impl Old {
    /// The calls of its links, as the cell of a table; what cannot be kept is said in the cell's place, so that the row is refused with it.
    pub(super) fn calls(&self) -> String {
        let kept: Result<Vec<KeptCall>, String> = self
            .links
            .iter()
            .flat_map(|link| {
                link.calls.iter().map(|call| {
                    let url = call.url.trim();
                    Ok(KeptCall {
                        label: link.name.trim().to_owned(),
                        link: link.url.trim().parse().ok(),
                        url: url.parse().map_err(|error| format!("{url}: {error}"))?,
                        payload: call.payload.clone(),
                        headers: call
                            .headers
                            .iter()
                            .cloned()
                            .map(|(name, value)| CallHeader::new(name, value))
                            .collect(),
                    })
                })
            })
            .collect();
        match kept {
            Ok(calls) if calls.is_empty() => String::new(),
            Ok(calls) => serde_json::to_string(&calls).unwrap_or_else(|error| error.to_string()),
            Err(what) => what,
        }
    }
}
