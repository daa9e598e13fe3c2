//! The floor: the same GROUP BY over the raw scans, in plain SQL.

use signpost_application::ports::statistics::Counts;

use super::Question;
use crate::nodes::text;

/// What both databases understand. Days and hours of UTC are whole numbers of microseconds.
fn statement(question: &Question) -> String {
    let Question {
        code,
        from,
        until,
        bucket,
        ..
    } = question;
    let code = code.as_ref().map_or(String::new(), |code| format!("AND code = '{code}'"));
    format!(
        "SELECT (at - {from}000000) / {bucket}000000 AS bucket, count(*) AS scans,
                count(DISTINCT visitor) FILTER (WHERE NOT robot) AS visitors, count(*) FILTER (WHERE robot) AS robots
         FROM scans
         WHERE at >= {from}000000 AND at < {until}000000 AND item IS NULL {code}
         GROUP BY 1"
    )
}

/// Asks through any kind of connection, and gives the counts of every bucket.
macro_rules! ask {
    ($connection:expr, $question:expr) => {{
        let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(&$crate::statistics::raw::text_of($question))
            .fetch_all($connection)
            .await
            .map_err($crate::nodes::text)?;
        $crate::statistics::raw::counts($question, rows)
    }};
}
pub(super) use ask;

pub(super) fn text_of(question: &Question) -> String {
    statement(question)
}

pub(super) fn counts(question: &Question, rows: Vec<(i64, i64, i64, i64)>) -> Result<Vec<Counts>, String> {
    let buckets = usize::try_from((question.until - question.from) / question.bucket).map_err(text)?;
    let mut series = vec![Counts::default(); buckets];
    for (bucket, scans, visitors, robots) in rows {
        let counts = usize::try_from(bucket).ok().and_then(|bucket| series.get_mut(bucket));
        *counts.ok_or("a bucket out of bounds")? = Counts {
            scans: scans.cast_unsigned(),
            visitors: visitors.cast_unsigned(),
            robots: robots.cast_unsigned(),
        };
    }
    Ok(series)
}
