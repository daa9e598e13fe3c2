//! What a code was at some moment: one with many decisions beside one with few.

use std::time::Instant;

use signpost_domain::{decision::Position, identifier::CodeId};

use super::{
    Options,
    log::{busy, quiet},
    store::Store,
};
use crate::{
    city,
    nodes::{Client, text},
    report::{Figure, Goal, Report},
    server::Server,
};

/// How often as long as on a code with few decisions it may take.
const GOAL: f64 = 2.0;

pub(super) async fn measure(
    store: &Store,
    options: &Options,
    server: &Server,
    token: &str,
    report: &mut Report,
) -> Result<(), String> {
    let name = store.name();
    let mut client = Client::to(server.address)?;
    // Either is there from the second position on.
    let moment = |n: u64| 2 + city::mixed(n) % (options.history - 2);
    let per_round = (options.questions / u64::from(options.rounds)).max(1);
    let (mut http, mut ports) = ([vec![], vec![]], [vec![], vec![]]);
    for round in 0..options.rounds {
        for (place, code) in [quiet(), busy()].iter().enumerate() {
            let moments = (0..per_round).map(|n| moment(n + u64::from(round) * per_round));
            let (mut over_http, mut at_the_store) = (Vec::new(), Vec::new());
            for position in moments {
                over_http.push(asked(&mut client, token, code, position)?);
                let begun = Instant::now();
                let then = store.history.code_at(code, Position(position)).await.map_err(text)?;
                at_the_store.push(begun.elapsed().as_secs_f64() * 1e6);
                if then.is_none_or(|then| then.position.0 > position) {
                    return Err(format!("{name}: {code} at {position} is not what it was"));
                }
            }
            http[place].push(Figure::new("", "µs", over_http).median());
            ports[place].push(Figure::new("", "µs", at_the_store).median());
        }
    }
    for (way, [few, many]) in [("over HTTP", http), ("at the store", ports)] {
        let few = Figure::new(format!("{name}: as-of of a code with 10 decisions, {way}"), "µs", few);
        let many = Figure::new(
            format!("{name}: as-of of a code with {} decisions, {way}", options.many),
            "µs",
            many,
        );
        let what = format!("{name}: as-of of many decisions to few, {way}");
        report.ratio(what, many.median(), few.median(), Goal::AtMost(GOAL));
        report.figure(few);
        report.figure(many);
    }
    Ok(())
}

fn asked(client: &mut Client, token: &str, code: &CodeId, position: u64) -> Result<f64, String> {
    let path = format!("/api/v1/codes/{code}/as-of?position={position}");
    let begun = Instant::now();
    let answer = client.send_as(token, &path)?;
    let micros = begun.elapsed().as_secs_f64() * 1e6;
    if answer.status == 200 {
        Ok(micros)
    } else {
        Err(format!("{path}: {} {}", answer.status, answer.body))
    }
}
