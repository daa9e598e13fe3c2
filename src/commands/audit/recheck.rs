//! `signpost audit recheck`

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;
use signpost_application::queries::recheck::{Disagreement, Recheck, Tally};

use crate::{
    failure::{Failure, fail},
    stores::Stores,
};

/// Does it; what disagrees is told as it is found, since there may be more of it than memory.
pub(super) async fn run(
    stores: &Stores,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    as_json: bool,
) -> Result<(), Failure> {
    let (decisions, scans) = (stores.decisions(), stores.scans());
    let mut recheck = Recheck::begin(&*decisions, &*scans, from, until).await.map_err(fail)?;
    let bar = ProgressBar::new(recheck.head.0);
    if let Ok(style) = ProgressStyle::with_template("scans {bar:40} {human_pos}/{human_len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    let is_whole = loop {
        let part = tokio::select! {
            part = recheck.next() => part.map_err(fail)?,
            _ = &mut interrupted => break false,
        };
        let Some(disagreements) = part else { break true };
        bar.set_position(recheck.tally.position.0);
        for disagreement in &disagreements {
            bar.suspend(|| tell(disagreement, as_json))?;
        }
    };
    bar.finish_and_clear();
    let tally = recheck.tally;
    summarise(&tally, is_whole, as_json)?;
    if tally.disagreements > 0 {
        return Err(Failure::disagreement(
            "there are scans that cannot have been resolved as they say",
        ));
    }
    if !is_whole {
        let what = format!(
            "interrupted; nothing after position {} of the scan log was looked at",
            tally.position
        );
        return Err(Failure::new(what));
    }
    Ok(())
}

fn tell(disagreement: &Disagreement, as_json: bool) -> Result<(), Failure> {
    if as_json {
        println!("{}", serde_json::to_string(disagreement).map_err(fail)?);
        return Ok(());
    }
    let Disagreement {
        position,
        at,
        code,
        as_of,
        what,
    } = disagreement;
    println!("BAD: scan {position} of {code} at {at}, resolved on decision {as_of}: {what}");
    Ok(())
}

fn summarise(tally: &Tally, is_whole: bool, as_json: bool) -> Result<(), Failure> {
    if as_json {
        let said = json!({"whole": is_whole, "tally": tally});
        println!("{}", serde_json::to_string(&said).map_err(fail)?);
        return Ok(());
    }
    println!(
        "scans:         {}, up to position {} of their log",
        tally.scans, tally.position
    );
    println!("the same:      {}", tally.again);
    println!("in part:       {} (some condition looked at what is not kept)", tally.in_part);
    if tally.elsewhere > 0 {
        println!("elsewhere:     {} (another system resolved them)", tally.elsewhere);
    }
    println!("disagreements: {}", tally.disagreements);
    Ok(())
}
