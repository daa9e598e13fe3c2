//! A code that was retargeted very often, beside one that never was.

use std::path::Path;

use serde_json::json;
use signpost_application::ports::decision_log::Stream;
use signpost_domain::code::{Code, CodeEvent};
use signpost_infrastructure::{
    schema::Migrating,
    sqlite::{Database, SqliteDecisionLog},
};

use super::{Options, cost};
use crate::{
    city::{address, circumstances},
    nodes::text,
    report::{Figure, Goal, Report},
    resolver::load,
    server::Server,
};

/// Decisions in one append.
const PORTION: u32 = 1_000;

pub(super) fn measure(options: &Options, signpost: &Path, scratch: &Path, report: &mut Report) -> Result<(), String> {
    let data = scratch.join("history");
    std::fs::create_dir_all(&data).map_err(text)?;
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    runtime.block_on(fill(&data, options.decisions))?;
    let server = Server::signpost(signpost, &data, &[])?;
    let script = |name: &str| load::script(scratch, name, std::iter::once(name.to_owned()));
    let (young, old) = (script("YOUNG")?, script("OLD")?);
    let (mut of_young, mut of_old) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        of_young.push(cost(&server, &young, options.seconds)?.all);
        of_old.push(cost(&server, &old, options.seconds)?.all);
    }
    let name = format!("processor time of a scan, {} decisions / 2", options.decisions);
    report.ratio_of_pairs(name, &of_old, &of_young, Goal::AtMost(1.05));
    report.figure(Figure::new("a scan, code of 2 decisions", "µs", of_young));
    report.figure(Figure::new(
        format!("a scan, code of {} decisions", options.decisions),
        "µs",
        of_old,
    ));
    Ok(())
}

/// `OLD` with so many decisions, and `YOUNG` with two.
async fn fill(data: &Path, decisions: u32) -> Result<(), String> {
    let database = Database::decisions(data, Migrating::Allowed).await.map_err(text)?;
    let log = SqliteDecisionLog::new(database.clone());
    for (code, decisions) in [("YOUNG", 2), ("OLD", decisions)] {
        for first in (0..decisions).step_by(PORTION as usize) {
            let events = (first..decisions.min(first + PORTION))
                .map(event)
                .collect::<Result<Vec<_>, _>>()?;
            let before = u64::from(first);
            Stream::<Code>::append(&log, code, before, events, &circumstances())
                .await
                .map_err(text)?;
        }
    }
    database.close().await;
    Ok(())
}

fn event(n: u32) -> Result<CodeEvent, String> {
    let event = match n {
        0 => json!({"type": "Minted", "unit": null, "label": null, "tags": []}),
        _ => json!({"type": "Retargeted", "target": {"type": "redirect", "url": address(n.into()), "forward_query": false}}),
    };
    serde_json::from_value(event).map_err(text)
}
