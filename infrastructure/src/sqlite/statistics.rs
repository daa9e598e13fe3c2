//! Usage statistics, asked for.

use std::{collections::HashSet, fmt::Display, str::FromStr};

use async_trait::async_trait;
use futures::TryStreamExt;
use signpost_application::ports::{
    StoreError,
    statistics::{Busiest, BusiestQuery, ScanFilter, Statistics, StatisticsAnswer, StatisticsQuery},
};
use signpost_domain::identifier::{CodeId, Tag, UnitName};
use signpost_projections::usage::{Count, MOST_ROWS, Ranking, day_and_hour, visits::Visits};
use sqlx::{Sqlite, SqlitePool, Transaction, query::QueryAs, sqlite::SqliteArguments};

use super::{SqliteUsage, failed, unreadable, usage::stored};

type Day = (i32, Vec<u8>, Option<Vec<u8>>);

/// Digits of a number before the bytes of a day.
const DIGITS: usize = 10;

#[async_trait]
impl Statistics for SqliteUsage {
    async fn busiest(&self, query: &BusiestQuery) -> Result<Busiest, StoreError> {
        let rows = sqlx::query_as::<_, (String, Vec<u8>)>(include_str!("statements/usage_busiest.sql"))
            .bind(day_and_hour(query.since).0)
            .bind(day_and_hour(query.until).0)
            .bind(i64::from(MOST_ROWS));
        let mut rows = rows.fetch(&self.database.readers);
        let mut ranking = Ranking::default();
        while let Some((code, parts)) = rows.try_next().await.map_err(failed)? {
            let code = CodeId::try_from(code).map_err(unreadable)?;
            ranking.put(code, &parts).map_err(unreadable)?;
        }
        Ok(ranking.answer(query.most))
    }

    async fn count(&self, query: &StatisticsQuery) -> Result<StatisticsAnswer, StoreError> {
        let mut count = Count::new(query).ok_or_else(|| unreadable("a query without bounds"))?;
        let filter = &query.filter;
        if !filter.is_of_a_set() {
            let code = stored(filter.code.as_ref()).to_owned();
            if !count.has_parts() {
                let days = all_at_once(&self.database.readers, &count, code).await?;
                let mut rest = &*days;
                while !rest.is_empty() {
                    let (day, total, others) = first(rest)?;
                    count.all(day, total).map_err(unreadable)?;
                    rest = others;
                }
                return Ok(count.answer());
            }
            let days = days(include_str!("statements/usage_days.sql"), &count, code);
            for day in days.fetch_all(&self.database.readers).await.map_err(failed)? {
                put(&mut count, &day)?;
            }
            return Ok(count.answer());
        }
        // One transaction, so that the parts of the answer agree.
        let mut transaction = self.database.readers.begin().await.map_err(failed)?;
        let codes = codes(&mut transaction, filter).await?;
        let wanted = serde_json::to_string(&codes).map_err(unreadable)?;
        let days = days(include_str!("statements/usage_days_of_codes.sql"), &count, wanted);
        let mut days = days.fetch(&mut *transaction);
        while let Some(day) = days.try_next().await.map_err(failed)? {
            put(&mut count, &day)?;
        }
        drop(days);
        visitors_once(&mut transaction, &mut count, &codes).await?;
        Ok(count.answer())
    }
}

/// Binds what the statements about days ask for.
fn days(statement: &'static str, count: &Count, code: String) -> QueryAs<'static, Sqlite, Day, SqliteArguments<'static>> {
    let days = count.days();
    sqlx::query_as(statement)
        .bind(days.start)
        .bind(days.end)
        .bind(code)
        .bind(count.has_parts())
}

/// The days of one code, or of the city, as one value: a year of rows, each of which is handed from thread to thread by itself and copied twice, takes longer
/// than all that is done with them.
async fn all_at_once(readers: &SqlitePool, count: &Count, code: String) -> Result<Vec<u8>, StoreError> {
    let days = count.days();
    sqlx::query_scalar(include_str!("statements/usage_days_at_once.sql"))
        .bind(days.start)
        .bind(days.end)
        .bind(code)
        .fetch_one(readers)
        .await
        .map_err(failed)
}

/// The first of those days, its bytes, and the others.
fn first(days: &[u8]) -> Result<(i32, &[u8], &[u8]), StoreError> {
    fn number<T: FromStr<Err: Display>>(digits: &[u8]) -> Result<T, StoreError> {
        str::from_utf8(digits).map_err(unreadable)?.parse().map_err(unreadable)
    }
    let cut = || unreadable("a day that is cut off");
    let (day, rest) = days.split_at_checked(DIGITS).ok_or_else(cut)?;
    let (length, rest) = rest.split_at_checked(DIGITS).ok_or_else(cut)?;
    let (total, others) = rest.split_at_checked(number(length)?).ok_or_else(cut)?;
    Ok((number(day)?, total, others))
}

fn put(count: &mut Count, (day, total, parts): &Day) -> Result<(), StoreError> {
    count.all(*day, total).map_err(unreadable)?;
    if let Some(parts) = parts {
        count.parts(*day, parts).map_err(unreadable)?;
    }
    Ok(())
}

async fn codes(transaction: &mut Transaction<'static, Sqlite>, filter: &ScanFilter) -> Result<HashSet<String>, StoreError> {
    let codes: Vec<String> = sqlx::query_scalar(include_str!("statements/usage_codes.sql"))
        .bind(filter.code.as_ref().map(CodeId::as_str))
        .bind(filter.unit.as_ref().map(UnitName::as_str))
        .bind(filter.tag.as_ref().map(Tag::as_str))
        .bind(filter.batch.as_deref())
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(codes.into_iter().collect())
}

/// Whoever was at several codes of the set is counted once.
async fn visitors_once(
    transaction: &mut Transaction<'static, Sqlite>,
    count: &mut Count,
    codes: &HashSet<String>,
) -> Result<(), StoreError> {
    let days = count.days();
    let rows = sqlx::query_as::<_, (i32, i64, Vec<u8>)>(include_str!("statements/usage_visits_of_several_codes.sql"))
        .bind(days.start)
        .bind(days.end);
    let mut rows = rows.fetch(&mut **transaction);
    let (mut whose, mut visits) = (None, Vec::<Visits>::new());
    let is_asked_for = |code: &CodeId| codes.contains(code.as_str());
    while let Some((day, visitor, bytes)) = rows.try_next().await.map_err(failed)? {
        if let Some((day, _)) = whose.replace((day, visitor)).filter(|known| *known != (day, visitor)) {
            count.visits(day, &visits, is_asked_for);
            visits.clear();
        }
        visits.push(Visits::read(&bytes).map_err(unreadable)?);
    }
    if let Some((day, _)) = whose {
        count.visits(day, &visits, is_asked_for);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_one_by_one_and_refused_where_they_are_cut_off() {
        let days = [b"00000200000000000003\x00\xff\n".as_slice(), b"-0000000010000000000"].concat();
        let (day, total, others) = first(&days).unwrap();
        assert_eq!((day, total), (20_000, b"\x00\xff\n".as_slice()));
        assert_eq!(first(others).unwrap(), (-1, b"".as_slice(), b"".as_slice()));
        for length in 1..23 {
            assert!(first(&days[..length]).is_err(), "{length} bytes");
        }
        assert!(first(b"00000x0000").is_err());
    }
}
