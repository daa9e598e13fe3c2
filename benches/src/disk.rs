//! What an append of 4 KiB costs here, with and without syncing it: the floor of whatever is durable.

use std::{fs::File, io::Write, time::Instant};

use crate::report::{Figure, Report};

const ROUNDS: usize = 5;
const APPENDS: u32 = 1_000;

/// Measures.
pub(crate) fn measure() -> Result<Report, String> {
    let mut report = Report::new("disk");
    let (mut plain, mut synced) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        plain.push(append(false).map_err(|error| error.to_string())?);
        synced.push(append(true).map_err(|error| error.to_string())?);
    }
    report.figure(Figure::new("append of 4 KiB", "µs", plain));
    report.figure(Figure::new("append of 4 KiB with fdatasync", "µs", synced));
    Ok(report)
}

/// Microseconds per append.
fn append(sync: bool) -> std::io::Result<f64> {
    // Here and not in /tmp, which may be memory.
    let mut file: File = tempfile::tempfile_in(".")?;
    let begun = Instant::now();
    for _ in 0..APPENDS {
        file.write_all(&[7; 4_096])?;
        if sync {
            file.sync_data()?;
        }
    }
    Ok(begun.elapsed().as_secs_f64() * 1e6 / f64::from(APPENDS))
}
