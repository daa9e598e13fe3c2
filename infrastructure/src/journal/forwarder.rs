//! Moves scans from the journal to the scan log, exactly once, in its own time.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use signpost_application::ports::scan_log::ScanLog;
use signpost_domain::scan::Scan;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::{
    Journal,
    format::{self, Found, HEADER, PREFIX, Version},
    pace::{LARGE, Pace, Turn},
    segments,
};

/// Bytes of a segment read at a time, at first: behind what was written there may be megabytes of zeros.
const GLIMPSE: u64 = 64 << 10;
/// Bytes of a segment read at a time, at most.
const LOOK_AHEAD: u64 = 8 << 20;
/// How long a failing store is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// Where the forwarder reads.
pub(super) struct Place {
    path: PathBuf,
    first: u64,
    byte: u64,
    version: Version,
}

impl Place {
    /// Where the scans of a segment begin.
    fn beginning(first: u64, path: &Path) -> io::Result<Self> {
        let mut header = [0; HEADER];
        File::open(path)?.read_exact(&mut header)?;
        let what = || io::Error::new(io::ErrorKind::InvalidData, format!("{} has no header", path.display()));
        let (version, ..) = format::read_header(&header).ok_or_else(what)?;
        Ok(Self {
            path: path.to_owned(),
            first,
            byte: HEADER as u64,
            version,
        })
    }
}

/// Follows the journal until told to stop, and then until everything written is moved or the store fails.
pub async fn forward(journal: Arc<Journal>, log: Arc<dyn ScanLog>, stop: CancellationToken) {
    let written = journal.written();
    let mut place: Option<Place> = None;
    let mut next: Option<u64> = None;
    let mut tempo = Pace::default();
    loop {
        let target = written.now();
        // Until the scan log was asked, and while it cannot be, what is known to be moved is the least that is.
        let moved = next.unwrap_or_else(|| journal.statistics().forwarded.load(Ordering::Relaxed));
        let portion = match tempo.turn(target, moved, Instant::now()) {
            // Nobody is answered any more.
            Turn::Rest(_) if stop.is_cancelled() => LARGE,
            Turn::Move(portion) => portion,
            Turn::Rest(rest) => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(rest) => {}
                }
                continue;
            }
        };
        match forward_to(&journal, &*log, &mut place, &mut next, target, portion).await {
            Ok(true) => {}
            Ok(false) if stop.is_cancelled() => return,
            Ok(false) => tokio::select! {
                () = stop.cancelled() => {}
                () = written.beyond(target) => {}
            },
            Err(error) => {
                tracing::warn!("scans stay in the journal for now: {error}");
                (place, next) = (None, None);
                if stop.is_cancelled() {
                    return;
                }
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(PAUSE) => {}
                }
            }
        }
    }
}

/// Moves one batch; says whether there was one.
async fn forward_to(
    journal: &Arc<Journal>,
    log: &dyn ScanLog,
    place: &mut Option<Place>,
    next: &mut Option<u64>,
    target: u64,
    portion: usize,
) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    let from = match *next {
        Some(next) => next,
        None => log.forwarded(journal.node_id()).await?,
    };
    *next = Some(from);
    journal.statistics().forwarded.store(from, Ordering::Relaxed);
    if from >= target {
        return Ok(false);
    }
    // Reading takes milliseconds, and a disk may hang: threads that answer visitors have no time for that.
    let (reading, before) = (Arc::clone(journal), place.take());
    let (scans, moved) = spawn_blocking(move || read(&reading, before, from, portion)).await??;
    let Some((last, _)) = scans.last() else {
        if moved.first > from {
            // What lay between is known to be lost, and nothing came since.
            *next = Some(moved.first);
            journal.statistics().forwarded.store(moved.first, Ordering::Relaxed);
            *place = Some(moved);
            return Ok(true);
        }
        let what = format!(
            "scan {from} was written and cannot be read from {} at byte {}; a restart checks the journal and says more",
            moved.path.display(),
            moved.byte
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, what).into());
    };
    let after = last + 1;
    log.append(journal.node_id(), &scans, after).await?;
    *next = Some(after);
    journal.statistics().forwarded.store(after, Ordering::Relaxed);
    let removing = Arc::clone(journal);
    *place = spawn_blocking(move || {
        remove_forwarded(&removing, after)?;
        // The end of a file that was just removed is no place to go on from.
        Ok::<_, io::Error>(moved.path.exists().then_some(moved))
    })
    .await??;
    Ok(true)
}

/// Reads `portion` scans, about, from offset `from` on.
pub(super) fn read(journal: &Journal, place: Option<Place>, from: u64, portion: usize) -> io::Result<(Vec<(u64, Scan)>, Place)> {
    let segments = segments::list(journal.folder()).map_err(io::Error::other)?;
    let start = || {
        let holding = segments.iter().rev().find(|(first, _)| *first <= from).or(segments.first());
        if let Some((until, _)) = holding.filter(|(first, _)| *first > from) {
            tracing::warn!(
                from,
                until,
                "scans of this node are neither in the scan log nor in the journal any more: the database was put back to an earlier \
                 state, or the first files of the journal were removed"
            );
        }
        holding.map(|(first, path)| Place::beginning(*first, path)).transpose()
    };
    let missing = || io::Error::new(io::ErrorKind::NotFound, "the journal has no segment");
    let mut place = match place {
        Some(place) => place,
        None => start()?.ok_or_else(missing)?,
    };
    let (mut scans, mut bound) = (Vec::new(), GLIMPSE);
    loop {
        let mut file = File::open(&place.path)?;
        file.seek(SeekFrom::Start(place.byte))?;
        let mut bytes = Vec::new();
        // A batch that is cut off by the bound is read the next time.
        file.take(bound).read_to_end(&mut bytes)?;
        let is_rest = (bytes.len() as u64) < bound;
        let mut at = 0;
        while scans.len() < portion
            && let Found::Batch {
                first,
                scans: batch,
                length,
            } = format::read_batch(place.version, &bytes[at..])
        {
            at += length;
            scans.extend((first..).zip(batch).filter(|(offset, _)| *offset >= from));
        }
        place.byte += at as u64;
        if scans.len() >= portion {
            return Ok((scans, place));
        }
        let is_room = bytes[at..].starts_with(&[0; PREFIX]);
        if !is_rest && !is_room && (at > 0 || bound < LOOK_AHEAD) {
            bound = LOOK_AHEAD;
            continue;
        }
        // On to the segment after this one, if this one is at its end.
        match segments.iter().find(|(first, _)| *first > place.first) {
            Some((first, path)) if at == bytes.len() => {
                let reached = scans.last().map_or(from, |(offset, _)| offset + 1);
                match segments::no_hole(path, reached, *first) {
                    Err(_) if !scans.is_empty() => return Ok((scans, place)),
                    hole => hole.map_err(io::Error::other)?,
                }
                place = Place::beginning(*first, path)?;
            }
            _ => return Ok((scans, place)),
        }
    }
}

/// Removes segments of which every scan is forwarded. The last one stays: it says where offsets go on.
fn remove_forwarded(journal: &Journal, next: u64) -> io::Result<()> {
    let segments = segments::list(journal.folder()).map_err(io::Error::other)?;
    for pair in segments.windows(2) {
        if pair[1].0 <= next {
            std::fs::remove_file(&pair[0].1)?;
        }
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        schema::Migrating,
        sqlite::{Database, SqliteScanLog},
    };

    /// Moves what can be moved into a scan log in the same folder, and gives the offset that it expects next.
    pub(in super::super) fn forwarded(folder: &Path, journal: &Arc<Journal>) -> u64 {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let database = Database::scans(folder, Migrating::Allowed).await.unwrap();
            let log = Arc::new(SqliteScanLog::new(database));
            let at_once = CancellationToken::new();
            at_once.cancel();
            forward(Arc::clone(journal), log.clone(), at_once).await;
            log.forwarded(journal.node_id()).await.unwrap()
        })
    }
}
