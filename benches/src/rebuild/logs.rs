//! Logs of some years of a city: made up, the same every time.

use serde_json::{Value, json};
use signpost_application::ports::decision_log::{Addition, DecisionLog};
use signpost_domain::{decision::DecisionEvent, scan::NodeId, visit::Visitor};
use signpost_infrastructure::{
    postgres::{self, PostgresDecisionLog},
    schema::Migrating,
};
use sqlx::{Connection, Executor, PgConnection};

use crate::{city, ingest, nodes::text};

/// Decisions in one append, and scans in one COPY.
const PART: u64 = 50_000;
/// When the first scan was, and over how long they are spread: 90 days.
const FIRST: u64 = 1_790_000_000_000_000;
const SPREAD: u64 = 90 * 86_400 * 1_000_000;

/// Fills an empty database.
pub(super) async fn fill(url: &str, decisions: u64, scans: u64) -> Result<(), String> {
    let database = postgres::Database::open(url, Migrating::Allowed).await.map_err(text)?;
    let log = PostgresDecisionLog::new(database.clone());
    let codes = (decisions * 2 / 5).max(1);
    let mut versions = vec![0; usize::try_from(codes).map_err(text)?];
    for first in (0..decisions).step_by(usize::try_from(PART).map_err(text)?) {
        let part = first..decisions.min(first + PART);
        let additions = part
            .map(|n| decision(n, codes, &mut versions))
            .collect::<Result<Vec<_>, _>>()?;
        log.append_all(&additions, &city::circumstances()).await.map_err(text)?;
    }
    database.close().await;
    copy_scans(url, scans, codes).await
}

/// Two in five mint a code, two give it its first target, and the fifth changes something about any of those before.
pub(crate) fn decision(n: u64, codes: u64, versions: &mut [u64]) -> Result<Addition, String> {
    let (five, place) = (n / 5, n % 5);
    let fresh = (five * 2 + place / 2).min(codes - 1);
    let (code, event) = match place {
        0 | 2 => (fresh, minted(fresh)),
        1 | 3 => (fresh, json!({"type": "Retargeted", "target": target(fresh)})),
        _ => {
            let code = city::mixed(n) % (five * 2 + 2).min(codes);
            (code, changed(n, code))
        }
    };
    let version = versions.get_mut(usize::try_from(code).map_err(text)?).ok_or("no such code")?;
    *version += 1;
    let event = serde_json::from_value(event).map_err(text)?;
    Ok(Addition {
        event: DecisionEvent::Code(city::plain(code), event),
        version: *version,
    })
}

fn minted(code: u64) -> Value {
    let (tag, unit) = (
        ["bench", "bridge", "machine"][(code % 3) as usize],
        format!("unit-{}", code % 40),
    );
    json!({"type": "Minted", "unit": unit, "label": format!("Bench {code} of the park"), "tags": [tag, "city"],
           "batch": format!("BATCH-{}", code / 1_000)})
}

fn target(n: u64) -> Value {
    json!({"type": "redirect", "url": city::address(n), "forward_query": false})
}

fn changed(n: u64, code: u64) -> Value {
    match city::mixed(n) / 7 % 4 {
        0 => json!({"type": "Described", "label": format!("Bench {code}, painted"), "tags": ["bench", "painted"]}),
        1 => json!({"type": "RulesChanged", "rules": [
            {"audience": format!("audience-{}", n % 10), "target": target(n)},
            {"when": {"language": ["fr", "de"]}, "target": target(n + 1)},
        ]}),
        2 => json!({"type": "Attached", "asset": {"reference": format!("A-{n}"), "description": "Bench of oak"}}),
        _ => json!({"type": "Retargeted", "target": target(n)}),
    }
}

/// Scans of a tenth of the codes, two thirds of them by visitors of their own.
async fn copy_scans(url: &str, scans: u64, codes: u64) -> Result<(), String> {
    let mut connection = PgConnection::connect(url).await.map_err(text)?;
    let months = format!(
        "SELECT make_month_of_scans(day::date) FROM generate_series(to_timestamp({0}) AT TIME ZONE 'UTC',
         to_timestamp({1}) AT TIME ZONE 'UTC' + interval '1 month', '1 month') day",
        FIRST / 1_000_000,
        (FIRST + SPREAD) / 1_000_000
    );
    connection.execute(&*months).await.map_err(text)?;
    let visited = (codes / 10).max(1);
    for first in (0..scans).step_by(usize::try_from(PART).map_err(text)?) {
        let part = first..scans.min(first + PART);
        let part = part.map(|n| {
            let mut scan = ingest::scan(n);
            let micros = FIRST + SPREAD / scans * n;
            scan.at = jiff::Timestamp::from_microsecond(micros.cast_signed()).map_err(text)?;
            scan.code = city::plain(city::mixed(n) % visited);
            scan.visitor = Visitor(city::mixed(n % (scans * 2 / 3).max(1)));
            Ok((n, scan))
        });
        let part = part.collect::<Result<Vec<_>, String>>()?;
        let lines = ingest::lines(signpost_domain::decision::Position(first), NodeId(1), &part);
        let mut copy = connection.copy_in_raw("COPY scans FROM STDIN").await.map_err(text)?;
        copy.send(lines).await.map_err(text)?;
        copy.finish().await.map_err(text)?;
    }
    // What autovacuum would have done by the time that somebody rebuilds.
    connection.execute("ANALYZE").await.map_err(text)?;
    connection.close().await.map_err(text)
}
