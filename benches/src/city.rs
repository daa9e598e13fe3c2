//! The codes that everything is measured with: made up, the same every time.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::server::Server;
use jiff::Timestamp;
use serde_json::json;
use signpost_application::ports::decision_log::{DecisionLog, Stream};
use signpost_domain::{
    audience::{Audience, AudienceEvent},
    code::{Code, CodeEvent},
    decision::{Actor, Circumstances, Source},
    identifier::CodeId,
};
use signpost_infrastructure::{
    postgres,
    schema::Migrating,
    sqlite::{Database, SqliteDecisionLog},
};

/// Codes with ten audience rules, beside the plain ones.
pub(crate) const RULED: u64 = 10_000;
/// Rules on each of them.
const RULES: u64 = 10;
/// Appends under way at once.
const WRITERS: u64 = 16;

/// The id of plain code `n`. No two have the same, however many there are: each step can be undone within the 40 bits of an id, which a
/// hash cut to 40 bits cannot.
pub(crate) fn plain(n: u64) -> CodeId {
    const IDS: u64 = (1 << 40) - 1;
    let mut id = n.wrapping_mul(0x9e_3779_b97f) & IDS;
    id ^= id >> 20;
    id = id.wrapping_mul(0xbf_5847_6d1d) & IDS;
    CodeId::from_random(id ^ (id >> 19))
}

/// The id of code `n` with rules.
pub(crate) fn ruled(n: u64) -> CodeId {
    format!("RULES-{n:05}").parse().expect("letters, digits and a hyphen")
}

/// Where code `n` leads.
pub(crate) fn address(n: u64) -> String {
    format!("https://stad.example/dienst/{n}/afspraak?bron=bank")
}

/// The finaliser of `SplitMix64`, which gives every number another one.
pub(crate) fn mixed(n: u64) -> u64 {
    let mut mixed = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A file for the floor: a line per plain code.
pub(crate) fn table(folder: &Path, codes: u64) -> Result<PathBuf, String> {
    let mut text = String::new();
    for n in 0..codes {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}\t{}", plain(n), address(n));
    }
    let path = folder.join(format!("codes-{codes}.tsv"));
    fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path)
}

/// A data folder whose decision log holds the city, with all read models, made once and kept in `folder`.
pub(crate) fn data(signpost: &Path, folder: &Path, codes: u64) -> Result<PathBuf, String> {
    let data = folder.join(format!("city-{codes}"));
    if data.join("filled").exists() {
        return Ok(data);
    }
    println!("filling {} through the decision log, once", data.display());
    let failed = |error: std::io::Error| format!("cannot fill {}: {error}", data.display());
    if data.exists() {
        fs::remove_dir_all(&data).map_err(failed)?;
    }
    fs::create_dir_all(&data).map_err(failed)?;
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    runtime.block_on(async {
        let database = Database::decisions(&data, Migrating::Allowed)
            .await
            .map_err(|error| error.to_string())?;
        fill(Arc::new(SqliteDecisionLog::new(database.clone())), codes).await?;
        database.close().await;
        Ok::<_, String>(())
    })?;
    // Its read models are made once, too.
    Server::signpost(signpost, &data, &[])?.caught_up()?;
    fs::write(data.join("filled"), "").map_err(failed)?;
    Ok(data)
}

/// Fills an empty PostgreSQL database with it.
pub(crate) fn fill_postgres(url: &str, codes: u64) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let database = postgres::Database::open(url, Migrating::Allowed)
            .await
            .map_err(|error| error.to_string())?;
        fill(Arc::new(postgres::PostgresDecisionLog::new(database.clone())), codes).await?;
        database.close().await;
        Ok(())
    })
}

/// What the first rule of a code asks of visitors.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asks {
    /// Whether they are staff who signed in.
    WhetherStaff,
    /// Whether they have another phone than the load comes from.
    WhatPhone,
}

/// The id of code `n` that asks.
pub(crate) fn asked(n: u64) -> CodeId {
    format!("ASKS-{n:05}").parse().expect("letters, digits and a hyphen")
}

/// Appends codes that ask to the decision log in a data folder.
pub(crate) fn ask_visitors(data: &Path, codes: u64, ask: Asks) -> Result<(), String> {
    let when = match ask {
        Asks::WhetherStaff => json!({"signed_in": true}),
        Asks::WhatPhone => json!({"platform": ["android"]}),
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let database = Database::decisions(data, Migrating::Allowed)
            .await
            .map_err(|error| error.to_string())?;
        let log: Arc<dyn DecisionLog> = Arc::new(SqliteDecisionLog::new(database.clone()));
        for n in 0..codes {
            let mut events = decisions(n, false)?;
            let target = json!({"type": "redirect", "url": format!("{}&rule", address(n)), "forward_query": false});
            let rules = json!({"type": "RulesChanged", "rules": [{"when": when, "target": target}]});
            events.push(serde_json::from_value(rules).map_err(|error| error.to_string())?);
            append(&*log, &asked(n), events).await?;
        }
        database.close().await;
        Ok(())
    })
}

/// Appends the city to an empty decision log.
async fn fill(log: Arc<dyn DecisionLog>, codes: u64) -> Result<(), String> {
    for n in 0..RULES {
        let event = AudienceEvent::Defined(serde_json::from_value(audience(n)).map_err(|error| error.to_string())?);
        Stream::<Audience>::append(&*log, &format!("audience-{n}"), 0, vec![event], &circumstances())
            .await
            .map_err(|error| error.to_string())?;
    }
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let log = Arc::clone(&log);
        writers.spawn(async move {
            for n in (writer..codes).step_by(WRITERS.try_into().expect("a few")) {
                append(&*log, &plain(n), decisions(n, false)?).await?;
            }
            for n in (writer..RULED.min(codes)).step_by(WRITERS.try_into().expect("a few")) {
                append(&*log, &ruled(n), decisions(n, true)?).await?;
            }
            Ok::<_, String>(())
        });
    }
    while let Some(outcome) = writers.join_next().await {
        outcome.map_err(|error| error.to_string())??;
    }
    Ok(())
}

async fn append(log: &dyn DecisionLog, code: &CodeId, events: Vec<CodeEvent>) -> Result<(), String> {
    Stream::<Code>::append(log, code.as_str(), 0, events, &circumstances())
        .await
        .map_err(|error| error.to_string())?;
    Ok(())
}

/// What was decided about code `n`.
fn decisions(n: u64, with_rules: bool) -> Result<Vec<CodeEvent>, String> {
    let target = |url: &str| json!({"type": "redirect", "url": url, "forward_query": false});
    let mut decisions = vec![
        json!({"type": "Minted", "unit": null, "label": format!("Bench {n}"), "tags": ["bench"]}),
        json!({"type": "Retargeted", "target": target(&address(n))}),
    ];
    if with_rules {
        let rule =
            |rule| json!({"audience": format!("audience-{rule}"), "target": target(&format!("{}&rule={rule}", address(n)))});
        decisions.push(json!({"type": "RulesChanged", "rules": (0..RULES).map(rule).collect::<Vec<_>>()}));
    }
    serde_json::from_value(decisions.into()).map_err(|error| error.to_string())
}

/// Every one is looked at to its end, and only the last holds for the phone that the load comes from.
fn audience(n: u64) -> serde_json::Value {
    let last = if n + 1 == RULES {
        json!({"platform": ["ios"]})
    } else {
        json!({"network": [format!("10.{n}.0.0/16"), format!("2001:db8:{n}::/48")]})
    };
    json!({
        "label": format!("Audience {n}"),
        "condition": {"all": [
            {"any": [{"language": ["fr", "de"]}, {"all": [{"language": ["nl"]}, {"platform": ["ios", "android"]}]}]},
            {"not": {"query": {"name": "app", "equals": format!("app-{n}")}}},
            last,
        ]},
    })
}

/// Of what the city decided.
pub(crate) fn circumstances() -> Circumstances {
    Circumstances {
        actor: Actor::Principal("city".parse().expect("a name")),
        reason: None,
        source: Source::Import,
        at: Timestamp::UNIX_EPOCH,
        correlation: "city".into(),
        approves: None,
    }
}
