//! Plain codes, straight into the resolver table of a PostgreSQL server of their own: through the log, ten million would take hours.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Stdio,
};

use signpost_infrastructure::{postgres, schema::Migrating};

use super::{file, psql};
use crate::{
    city::{address, plain},
    nodes::{Database, text},
};

/// A database with so many codes.
pub(super) struct City {
    database: Database,
}

impl City {
    pub(super) fn fill(codes: u64) -> Result<Self, String> {
        println!("filling a resolver table with {codes} codes");
        let database = Database::start()?;
        let runtime = tokio::runtime::Runtime::new().map_err(text)?;
        runtime.block_on(async {
            let opened = postgres::Database::open(&database.url(), Migrating::Allowed)
                .await
                .map_err(text)?;
            opened.close().await;
            Ok::<_, String>(())
        })?;
        let folder = tempfile::tempdir().map_err(text)?;
        let table = folder.path().join("codes");
        write(&table, codes).map_err(text)?;
        psql(
            &database.url(),
            "\\copy resolver_codes from pstdin",
            file(&table, false)?,
            Stdio::null(),
        )?;
        psql(&database.url(), "ANALYZE resolver_codes", Stdio::null(), Stdio::null())?;
        Ok(Self { database })
    }

    pub(super) fn url(&self) -> String {
        self.database.url()
    }

    /// Reads the whole table out into a file; gives the seconds that took.
    pub(super) fn read_out(&self, to: &Path) -> Result<f64, String> {
        psql(
            &self.url(),
            "\\copy resolver_codes to pstdout",
            Stdio::null(),
            file(to, true)?,
        )
    }
}

fn write(table: &Path, codes: u64) -> std::io::Result<()> {
    let mut to = BufWriter::new(File::create(table)?);
    for n in 0..codes {
        let target = serde_json::json!({"type": "redirect", "url": address(n), "forward_query": false});
        writeln!(
            to,
            "{}\t{}",
            plain(n),
            serde_json::json!({"status": "active", "target": target, "rules": []})
        )?;
    }
    to.flush()
}

/// How many bytes the URL of a code has, on average.
#[expect(clippy::cast_precision_loss, reason = "numbers of bytes, far below 2^53")]
pub(super) fn length_of_addresses(codes: u64) -> f64 {
    const SOME: u64 = 10_000;
    let some = SOME.min(codes);
    let length: usize = (0..some).map(|n| address(n * (codes / some)).len()).sum();
    length as f64 / some as f64
}
