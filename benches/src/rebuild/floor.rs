//! The floor: whatever rebuilds reads the logs once and writes the finished rows once, and nothing does either faster than COPY.

use std::{fs::File, io::Write as _, path::Path, time::Instant};

use sqlx::{Connection, Executor, PgConnection};

use crate::nodes::text;

/// Seconds of each part: the logs out, and of each projection all rows in, into empty tables of the same definition.
pub(super) async fn measure(
    url: &str,
    folder: &Path,
    projections: impl Iterator<Item = (&'static str, &'static [&'static str])>,
) -> Result<Vec<(String, f64)>, String> {
    let mut connection = PgConnection::connect(url).await.map_err(text)?;
    let projections: Vec<_> = projections.collect();
    let is_needed = |of_scans: bool| projections.iter().any(|(name, _)| (*name == "usage") == of_scans);
    let mut seconds = Vec::new();
    for (log, of_scans) in [("events", false), ("scans", true)] {
        if is_needed(of_scans) {
            let begun = Instant::now();
            out(&mut connection, log, |_| Ok(())).await?;
            seconds.push((format!("{log} out"), begun.elapsed().as_secs_f64()));
        }
    }
    for (name, tables) in projections {
        let mut taken = 0.0;
        for table in tables {
            let path = folder.join(table);
            let mut file = File::create(&path).map_err(text)?;
            out(&mut connection, table, |bytes| file.write_all(bytes).map_err(text)).await?;
            let make = format!("CREATE SCHEMA floor; CREATE TABLE floor.{table} (LIKE {table} INCLUDING ALL)");
            connection.execute(&*make).await.map_err(text)?;
            let begun = Instant::now();
            back(&mut connection, table, &path).await?;
            taken += begun.elapsed().as_secs_f64();
            connection.execute("DROP SCHEMA floor CASCADE").await.map_err(text)?;
            std::fs::remove_file(path).map_err(text)?;
        }
        seconds.push((format!("{name} in"), taken));
    }
    connection.close().await.map_err(text)?;
    Ok(seconds)
}

async fn out(
    connection: &mut PgConnection,
    table: &str,
    mut keep: impl FnMut(&[u8]) -> Result<(), String>,
) -> Result<(), String> {
    // The scan log is parts, of which COPY takes a query only.
    let statement = format!("COPY (SELECT * FROM {table}) TO STDOUT");
    let mut rows = connection.copy_out_raw(&statement).await.map_err(text)?;
    while let Some(bytes) = futures::TryStreamExt::try_next(&mut rows).await.map_err(text)? {
        keep(&bytes)?;
    }
    Ok(())
}

async fn back(connection: &mut PgConnection, table: &str, path: &Path) -> Result<(), String> {
    let statement = format!("COPY floor.{table} FROM STDIN");
    let mut copy = connection.copy_in_raw(&statement).await.map_err(text)?;
    let file = tokio::fs::File::open(path).await.map_err(text)?;
    copy.read_from(file).await.map_err(text)?;
    copy.finish().await.map_err(text)?;
    Ok(())
}
