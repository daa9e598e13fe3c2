//! Proofs of single decisions.

use std::time::Instant;

use signpost_application::{commands::seal::ask, seals::tree::Question};
use signpost_domain::decision::Position;

use super::{Options, store::Store};
use crate::{
    city,
    nodes::{Client, quantile, text},
    report::{Figure, Goal, Report},
    server::Server,
};

/// Milliseconds that 99 in a hundred may take.
const GOAL: f64 = 5.0;

/// What the use case asks of the store: the last checkpoint, the record, and the hashes.
pub(super) async fn at_the_store(store: &Store, options: &Options, report: &mut Report) -> Result<(), String> {
    let name = store.name();
    let mut times = Vec::new();
    for n in 0..options.questions {
        let index = city::mixed(n) % options.decisions;
        let begun = Instant::now();
        let seal = store.seals.latest().await.map_err(text)?.ok_or("nothing is sealed")?;
        let record = store.records.records(Position(index), 1).await.map_err(text)?;
        let record = record.first().ok_or("no record")?.encoding().map_err(text)?;
        let size = seal.position.0;
        let proof = ask(&*store.seals, Question::Inclusion { size, index }).await.map_err(text)?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        if record.is_empty() || proof.is_empty() {
            return Err(format!("no proof of {}", index + 1));
        }
    }
    tell(
        &format!("{name}: a proof in a log of {}, at the store", options.decisions),
        times,
        report,
    );
    Ok(())
}

/// The same as somebody gets it who has the key.
pub(super) fn from_a_server(
    name: &str,
    options: &Options,
    server: &Server,
    token: &str,
    report: &mut Report,
) -> Result<(), String> {
    let mut client = Client::to(server.address)?;
    let mut times = Vec::new();
    for n in 0..options.questions {
        let path = format!("/api/v1/decisions/{}/proof", city::mixed(n) % options.history + 1);
        let begun = Instant::now();
        let answer = client.send_as(token, &path)?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, answer.body));
        }
    }
    tell(
        &format!("{name}: a proof in a log of {}, over HTTP", options.history),
        times,
        report,
    );
    Ok(())
}

fn tell(what: &str, mut times: Vec<f64>, report: &mut Report) {
    times.sort_by(f64::total_cmp);
    let slow = quantile(&times, 0.99);
    report.ratio(format!("{what}: 99th percentile to {GOAL} ms"), slow, GOAL, Goal::AtMost(1.0));
    report.figure(Figure::new(format!("{what}: median"), "ms", vec![quantile(&times, 0.5)]));
    report.figure(Figure::new(format!("{what}: 99th percentile"), "ms", vec![slow]));
}
