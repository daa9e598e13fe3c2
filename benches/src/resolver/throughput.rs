//! Answers per second, each figure in turn with the floor.

use super::{Bench, load, nginx};
use crate::{
    city,
    report::{Figure, Goal, Report},
    server::Server,
};

/// One of those who take turns.
struct Contestant {
    name: &'static str,
    server: Server,
    script: std::path::PathBuf,
    records: bool,
    rates: Vec<f64>,
    costs: Vec<f64>,
}

/// Measures.
pub(super) fn measure(bench: &Bench<'_>, report: &mut Report) -> Result<(), String> {
    let plain = bench.plain_script()?;
    let asked = load::ASKED.min(city::RULED).min(bench.options.codes);
    let ruled = load::script(&bench.scratch, "ruled", (0..asked).map(|n| city::ruled(n).to_string()))?;
    let contestant = |name, server, script: &std::path::Path, records| Contestant {
        name,
        server,
        script: script.to_owned(),
        records,
        rates: Vec::new(),
        costs: Vec::new(),
    };
    let mut contestants = vec![
        contestant("floor", bench.floor()?, &plain, false),
        contestant("signpost", bench.signpost("plain", &[])?, &plain, true),
        contestant("signpost, ten rules", bench.signpost("ruled", &[])?, &ruled, true),
        contestant(
            "signpost, durability=power",
            bench.signpost("power", &["--durability", "power"])?,
            &plain,
            true,
        ),
        contestant("nginx, map and access log", nginx::start(bench)?, &plain, false),
    ];
    for contestant in &contestants {
        load::run(contestant.server.address, &contestant.script, 1)?;
    }
    for round in 0..bench.options.rounds {
        for contestant in &mut contestants {
            contestant.round(bench.options.seconds)?;
            println!("round {round}: {}: {:.0}/s", contestant.name, contestant.rates[round]);
        }
    }
    let mut medians = Vec::new();
    for Contestant { name, rates, costs, .. } in contestants {
        let rate = Figure::new(format!("{name}: answers"), "1/s", rates);
        let cost = Figure::new(format!("{name}: processor time of the server"), "µs each", costs);
        medians.push((rate.median(), cost.median()));
        report.figure(rate);
        report.figure(cost);
    }
    let [floor, plain, ruled, power, nginx] = medians[..] else {
        return Err("five take turns".into());
    };
    report.ratio("signpost / floor", plain.0, floor.0, Goal::AtLeast(0.85));
    report.ratio("durability=power / floor", power.0, floor.0, Goal::AtLeast(0.7));
    report.ratio("time per scan with ten rules / plain", plain.0, ruled.0, Goal::AtMost(1.3));
    report.ratio("processor time with ten rules / plain", ruled.1, plain.1, Goal::AtMost(1.3));
    report.ratio("nginx / floor", nginx.0, floor.0, Goal::ToCompare);
    report.ratio("processor time of signpost / floor", plain.1, floor.1, Goal::ToCompare);
    Ok(())
}

impl Contestant {
    fn round(&mut self, seconds: u64) -> Result<(), String> {
        if self.records {
            // What the round before left to be forwarded would be done on others' time.
            self.server.caught_up()?;
        }
        let written = self.written()?;
        let before = self.server.used()?;
        let round = load::run(self.server.address, &self.script, seconds)?;
        let after = self.server.used()?;
        self.rates.push(round.rate);
        self.costs.push((after - before) * 1e6 / round.answers);
        if self.records {
            let recorded = self.written()? - written;
            let early = self.server.metric("signpost_scans_answered_early_total", "")?;
            let dropped = self.server.metric("signpost_scans_dropped_total", "")?;
            if recorded < round.answers || early > 0.0 || dropped > 0.0 {
                return Err(format!(
                    "{} answers, {recorded} scans in the journal, {early} answered before that, {dropped} dropped",
                    round.answers
                ));
            }
            self.server.caught_up()?;
        }
        Ok(())
    }

    fn written(&self) -> Result<f64, String> {
        if self.records {
            self.server.metric("signpost_journal_written_total", "")
        } else {
            Ok(0.0)
        }
    }
}
