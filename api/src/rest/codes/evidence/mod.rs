mod archive;
mod report;

use std::io;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::stream;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use signpost_application::{
    ports::StoreError,
    queries::{
        evidence::{Evidence, Tally},
        seals::Grown,
    },
    refusal::Refusal,
};
use signpost_domain::{decision::Position, identifier::CodeId};
use tokio::sync::mpsc::{Sender, channel};
use utoipa::IntoParams;

use self::archive::{Archive, ArchiveError};
use super::{
    super::{
        export::table,
        extract::{Named, Parameters, Reading, parse},
        problem::Problem,
        seals::{consistency::ConsistencyView, proof::InclusionView},
    },
    scans::ServedScanView,
};
use crate::Shared;

/// Scans read at a time.
const PART: u32 = 1_000;
/// The verifier that stands in the file.
const VERIFIER: &str = include_str!("../../../../../docs/verify.py");

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Time {
    /// Scans made at this time (RFC 3339) or later; the report begins with the configuration of that moment. Decisions are in it from the first.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Scans and decisions made before this time.
    #[param(format = DateTime)]
    until: Option<String>,
    /// How many decisions a checkpoint has that you kept, or several with commas between: the file then proves that its own checkpoint goes on from it.
    checkpoint: Option<String>,
}

impl Time {
    fn checkpoints(&self) -> Result<Vec<Position>, Problem> {
        let given = self.checkpoint.as_deref().map(|given| given.split(',')).into_iter().flatten();
        let sizes = given.map(|size| parse::<Position>("checkpoint", Some(size.trim())));
        Ok(sizes.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

/// All that can be shown and proved of a code, as one file
///
/// A ZIP with a report to read and print, every decision on the code and on what it used with its proof, every scan with what it was served, and a program that
/// verifies it: see docs/audit.md.
#[utoipa::path(
    get, path = "/codes/{id}/evidence", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case"), Time),
    responses(
        (status = 200, description = "The evidence file", body = Vec<u8>, content_type = "application/zip"),
        (status = 404, description = "There is no such thing", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
        (status = 503, description = "The last decision on it is not sealed yet: ask again in a second", body = Problem),
    ),
)]
pub(crate) async fn code_evidence(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(code): Named<CodeId>,
    Parameters(time): Parameters<Time>,
) -> Result<Response, Problem> {
    let (from, until) = (parse("from", time.from.as_deref())?, parse("until", time.until.as_deref())?);
    let evidence = Evidence::begin(&api.application, &principal, code, from, until).await?;
    let grown = evidence.grown(&api.application, &time.checkpoints()?).await?;
    let name = format!("attachment; filename=\"{}-evidence.zip\"", evidence.code);
    let (sender, receiver) = channel(2);
    tokio::spawn(async move {
        // What is cut off must not look whole: an error breaks the connection.
        if let Err(error) = Box::pin(write(&api, &evidence, grown, &sender)).await
            && !matches!(error, EvidenceError::Archive(ArchiveError::Closed))
        {
            tracing::error!(code = %evidence.code, "an evidence file was not finished: {error}");
            let _ = sender.send(Err(io::Error::other(error.to_string()))).await;
        }
    });
    let parts = stream::unfold(
        receiver,
        |mut receiver| async move { Some((receiver.recv().await?, receiver)) },
    );
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// Why a file is not finished.
#[derive(Debug, thiserror::Error)]
enum EvidenceError {
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("a row cannot be written: {0}")]
    Row(#[from] serde_json::Error),
}

impl From<StoreError> for EvidenceError {
    fn from(error: StoreError) -> Self {
        Self::Refusal(error.into())
    }
}

async fn write(
    api: &Shared,
    evidence: &Evidence,
    grown: Vec<Grown>,
    sender: &Sender<io::Result<Bytes>>,
) -> Result<(), EvidenceError> {
    let made = TimeZone::UTC.to_datetime(evidence.made_at);
    let number = |number: i8| number.unsigned_abs();
    let time = zip::DateTime::from_date_and_time(
        made.year().unsigned_abs(),
        number(made.month()),
        number(made.day()),
        number(made.hour()),
        number(made.minute()),
        number(made.second()),
    );
    let mut archive = Archive::begin(time.unwrap_or_default(), sender.clone());
    let how = report::how_to_verify(evidence, !grown.is_empty());
    archive.whole("HOW-TO-VERIFY.txt", how).await?;
    archive.whole("verify.py", VERIFIER).await?;
    archive.whole("checkpoint", &evidence.seal.note).await?;
    let mut keys = String::new();
    for key in &evidence.keys {
        keys.push_str(key.as_str());
        keys.push('\n');
    }
    archive.whole("keys", keys).await?;
    if !grown.is_empty() {
        archive.file("consistency.jsonl")?;
        for grown in grown {
            let mut line = serde_json::to_vec(&ConsistencyView::from(grown))?;
            line.push(b'\n');
            archive.write(line).await?;
        }
    }
    records(api, evidence, &mut archive).await?;
    let tally = scans(api, evidence, &mut archive).await?;
    report(api, evidence, &tally, &mut archive).await?;
    Ok(Box::pin(archive.end()).await?)
}

/// Every decision twice: its record alone, and with its proof.
async fn records(api: &Shared, evidence: &Evidence, archive: &mut Archive) -> Result<(), EvidenceError> {
    for is_proved in [false, true] {
        archive.file(if is_proved { "proofs.jsonl" } else { "decisions.jsonl" })?;
        let mut decisions = evidence.decisions();
        while let Some(entry) = decisions.next(&api.application).await? {
            let mut line = if is_proved {
                let inclusion = evidence.proof(&api.application, entry.position).await?;
                serde_json::to_vec(&InclusionView::of(entry.position, inclusion))?
            } else {
                evidence.record(&api.application, entry.position).await?
            };
            line.push(b'\n');
            archive.write(line).await?;
        }
    }
    Ok(())
}

/// What a table says of an hour that expired.
#[derive(Serialize)]
struct ExpiredView {
    hour: String,
    scans_of_all_codes: u64,
    first: u64,
    last: u64,
    root: String,
    sealed_by: u64,
}

/// What a table says of a day and a target.
#[derive(Serialize)]
struct CountView {
    day: String,
    served: Option<&'static str>,
    served_url: Option<String>,
    served_title: Option<String>,
    scans: u64,
    robots: u64,
}

async fn scans(api: &Shared, evidence: &Evidence, archive: &mut Archive) -> Result<Tally, EvidenceError> {
    let (mut tally, mut after, mut is_first) = (Tally::default(), Position::START, true);
    archive.file("scans.csv")?;
    loop {
        let scans = evidence.scans().after(&api.application, after, PART).await?;
        let Some(last) = scans.last() else { break };
        after = last.recorded.position;
        for scan in &scans {
            tally.take_in(scan);
        }
        let views: Vec<ServedScanView> = scans.into_iter().map(Into::into).collect();
        archive.write(table(&views, is_first)?).await?;
        is_first = false;
    }
    let counts = tally.per.iter().map(|((given, day), count)| CountView {
        day: day.to_string(),
        served: given.as_ref().map(|given| given.kind),
        served_url: given.as_ref().and_then(|given| given.url.clone()).map(Into::into),
        served_title: given.as_ref().and_then(|given| given.title.clone()),
        scans: count.scans,
        robots: count.robots,
    });
    let counts: Vec<CountView> = counts.collect();
    archive.whole("scans-per-target.csv", table(&counts, true)?).await?;
    if !evidence.expired.is_empty() {
        let hours = evidence.expired.iter().map(|hour| ExpiredView {
            hour: hour.sealed.hour.to_string(),
            scans_of_all_codes: hour.sealed.scans,
            first: hour.sealed.first.0,
            last: hour.sealed.last.0,
            root: hour.sealed.root.clone(),
            sealed_by: hour.by.0,
        });
        let hours: Vec<ExpiredView> = hours.collect();
        archive.whole("expired-hours.csv", table(&hours, true)?).await?;
    }
    Ok(tally)
}

async fn report(api: &Shared, evidence: &Evidence, tally: &Tally, archive: &mut Archive) -> Result<(), EvidenceError> {
    archive.file("report.html")?;
    archive.write(report::head(api, evidence, tally)).await?;
    let mut decisions = evidence.decisions();
    while let Some(entry) = decisions.next(&api.application).await? {
        archive.write(report::decision(evidence, &entry)).await?;
    }
    archive.write(report::tail(evidence, tally)).await?;
    Ok(())
}
