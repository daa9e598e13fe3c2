//! Sealing all of a log, and verifying it, beside reading all of it and hashing every record.

use std::time::Instant;

use signpost_application::{
    commands::seal::{hold_key, seal},
    seals::verify::{Evidence, Known, verify},
};
use signpost_infrastructure::{identity::seal_keys::SealKeyFile, machine::SystemEntropy};
use signpost_projections::runner::catch_up;

use super::{Options, log::bar, store::Store};
use crate::{
    nodes::text,
    report::{Figure, Goal, Report},
};

/// How often as long as reading and hashing either may take.
const GOAL: f64 = 3.0;

pub(super) async fn measure(store: &Store, options: &Options, report: &mut Report) -> Result<(), String> {
    let name = store.name();
    let keys = SealKeyFile::new(store.folder.path().join("seal-keys"));
    hold_key(&*store.seals, &keys, &SystemEntropy, "q.example.org/tlog")
        .await
        .map_err(text)?;
    // A log is sealed once; whatever is read first may have to come from the disk.
    let mut floors = vec![floor(store, options).await?];
    let shown = bar(format!("{name}: sealing"), options.decisions);
    let begun = Instant::now();
    catch_up(&store.stored(), &*store.tree, |position| shown.set_position(position.0))
        .await
        .map_err(text)?;
    let sealed = seal(&*store.seals, &keys).await.map_err(text)?;
    let sealing = begun.elapsed().as_secs_f64();
    shown.finish_and_clear();
    if sealed.map(|position| position.0) != Some(options.decisions) {
        return Err(format!("{name}: sealed up to {sealed:?}"));
    }
    let mut verifying = Vec::new();
    for round in 0..options.rounds {
        if round > 0 {
            floors.push(floor(store, options).await?);
        }
        verifying.push(verified(store, options).await?);
    }
    let floors = Figure::new(
        format!("{name}: reading and hashing {} records", options.decisions),
        "s",
        floors,
    );
    let sealing = Figure::new(format!("{name}: sealing them"), "s", vec![sealing]);
    let verifying = Figure::new(format!("{name}: verifying them"), "s", verifying);
    for figure in [&sealing, &verifying] {
        let what = format!("{}, to reading and hashing", figure.name());
        report.ratio(what, figure.median(), floors.median(), Goal::AtMost(GOAL));
    }
    for figure in [floors, sealing, verifying] {
        report.figure(figure);
    }
    for (table, bytes) in store.sizes().await? {
        report.figure(Figure::new(format!("{name}: size of {table}"), "bytes", vec![bytes]));
    }
    Ok(())
}

async fn floor(store: &Store, options: &Options) -> Result<f64, String> {
    println!("{}: reading and hashing", store.name());
    let begun = Instant::now();
    let rows = store.read_and_hash().await?;
    if rows == options.decisions {
        Ok(begun.elapsed().as_secs_f64())
    } else {
        Err(format!("{rows} records were read"))
    }
}

async fn verified(store: &Store, options: &Options) -> Result<f64, String> {
    let shown = bar(format!("{}: verifying", store.name()), options.decisions);
    let evidence = Evidence {
        decisions: &*store.records,
        scans: Some(&*store.scans),
        seals: &*store.seals,
    };
    let begun = Instant::now();
    let found = verify(evidence, &Known::default(), |step| shown.set_position(step.position))
        .await
        .map_err(text)?;
    let seconds = begun.elapsed().as_secs_f64();
    shown.finish_and_clear();
    if found.faults.is_empty() && found.decisions_sealed == options.decisions {
        Ok(seconds)
    } else {
        Err(format!("{found:?}"))
    }
}
