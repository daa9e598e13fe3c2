//! What it costs everybody else that staff who signed in are an audience: codes whose first rule is for them, asked by visitors without the cookie of a
//! session, beside codes whose first rule asks for another phone, and beside codes without rules. In slices that take turns, as the throughput.

use super::{Bench, load, throughput::Contestant};
use crate::{
    city::{self, Asks},
    report::{Figure, Goal, Report},
};

/// Measures.
pub(super) fn measure(bench: &Bench<'_>, report: &mut Report) -> Result<(), String> {
    let plain = bench.plain_script()?;
    let asked = load::script(&bench.scratch, "asked", (0..load::ASKED).map(|n| city::asked(n).to_string()))?;
    let with = |name, folder, ask| Contestant::enter(name, bench.signpost_with_staff(folder, ask)?, &asked, true);
    let mut contestants = [
        Contestant::enter("no rule", bench.signpost("no-rule", &[])?, &plain, true)?,
        with("a rule for signed-in staff", "rule-staff", Asks::WhetherStaff)?,
        with("a rule for other phones", "rule-phones", Asks::WhatPhone)?,
    ];
    for round in 0..bench.options.rounds {
        for _ in 0..bench.options.seconds.div_ceil(bench.options.slice) {
            for contestant in &mut contestants {
                contestant.slice(bench.options.slice)?;
            }
        }
        println!("round {round}");
        for contestant in &contestants {
            contestant.catch_up()?;
        }
    }
    for contestant in &contestants {
        contestant.check()?;
        let name = contestant.name;
        report.figure(Figure::new(format!("{name}: answers"), "1/s", contestant.rates.clone()));
        let cost = format!("{name}: processor time of the server");
        report.figure(Figure::new(cost, "µs each", contestant.costs.clone()));
    }
    let [none, staff, phones] = &contestants;
    report.ratio_of_pairs(
        "time per scan with a rule for signed-in staff / with one for other phones",
        &phones.rates,
        &staff.rates,
        Goal::AtMost(1.05),
    );
    report.ratio_of_pairs(
        "processor time with a rule for signed-in staff / with one for other phones",
        &staff.costs,
        &phones.costs,
        Goal::AtMost(1.05),
    );
    report.ratio_of_pairs(
        "time per scan with a rule for signed-in staff / none",
        &none.rates,
        &staff.rates,
        Goal::AtMost(1.1),
    );
    Ok(())
}
