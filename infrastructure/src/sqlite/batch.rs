//! Many rows in one statement.

use serde::{Serialize, de::DeserializeOwned};
use signpost_application::ports::StoreError;
use sqlx::{Sqlite, Transaction, query::Query, sqlite::SqliteArguments};

use super::{failed, unreadable};

/// How many rows one statement takes, if not few, most first: few numbers, so that each is prepared once and kept.
const SIZES: [usize; 4] = [256, 128, 64, 32];
/// So few rows that there is a statement for each number of them: what staff decide at the same time.
const FEW: usize = 16;

/// A statement to which values are bound.
pub(super) type Binding<'q> = Query<'q, Sqlite, SqliteArguments<'q>>;

/// Writes `rows`, many at a time, by `statement`, which is for one: `bind` gives the values for its `VALUES (?, …)`. For models that take in thousands at once:
/// it takes half the time that taking them out of JSON does.
pub(super) async fn insert<T: Sync>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    rows: &[T],
    bind: impl for<'q> Fn(Binding<'q>, &'q T) -> Binding<'q> + Sync,
) -> Result<(), StoreError> {
    let mut rest = rows;
    while !rest.is_empty() {
        let fitting = SIZES.into_iter().find(|size| *size <= rest.len());
        let (rows, others) = rest.split_at(fitting.unwrap_or(rest.len().min(FEW)));
        let many = repeated(statement, rows.len());
        let query = rows.iter().fold(sqlx::query(&many), &bind);
        query.execute(&mut **transaction).await.map_err(failed)?;
        rest = others;
    }
    Ok(())
}

/// The statement for so many rows.
fn repeated(statement: &str, rows: usize) -> String {
    const VALUES: &str = "VALUES ";
    let begin = statement
        .find(VALUES)
        .expect("every statement that is handed over has values")
        + VALUES.len();
    let end = begin + statement[begin..].find(')').expect("values end") + 1;
    let row = &statement[begin..end];
    let values = vec![row; rows].join(", ");
    format!("{}{values}{}", &statement[..begin], &statement[end..])
}

/// Runs `statement` on all of `rows` at once, if there are any: handed over as one JSON array, which `json_each` takes apart.
pub(super) async fn put<T: Serialize + Sync>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    rows: &[T],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(statement)
        .bind(serde_json::to_string(rows).map_err(unreadable)?)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}

/// The records that `statement` finds under any of `keys`, in no order.
pub(super) async fn find<T: DeserializeOwned>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    keys: &[&str],
) -> Result<Vec<(String, T)>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String)> = sqlx::query_as(statement)
        .bind(serde_json::to_string(keys).map_err(unreadable)?)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    let read = |(key, record): (String, String)| Ok((key, serde_json::from_str(&record).map_err(unreadable)?));
    rows.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use sqlx::SqlitePool;

    use super::*;

    #[test]
    fn a_statement_for_many_rows_is_that_of_one_with_its_values_repeated() {
        let one = "INSERT INTO t (a, b) VALUES (?, ?)\nON CONFLICT (a) DO UPDATE SET b = excluded.b";
        assert_eq!(repeated(one, 1), one);
        assert_eq!(
            repeated(one, 3),
            "INSERT INTO t (a, b) VALUES (?, ?), (?, ?), (?, ?)\nON CONFLICT (a) DO UPDATE SET b = excluded.b"
        );
    }

    #[tokio::test]
    async fn rows_of_any_number_are_there_in_their_order() {
        for count in [0, 1, 3, 16, 17, 31, 33, 256, 1_000] {
            let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
            let mut transaction = pool.begin().await.unwrap();
            sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY, a INTEGER NOT NULL)")
                .execute(&mut *transaction)
                .await
                .unwrap();
            let rows: Vec<i64> = (0..count).map(|n| n * 7).collect();
            insert(&mut transaction, "INSERT INTO t (a) VALUES (?)", &rows, |query, row| {
                query.bind(*row)
            })
            .await
            .unwrap();
            let found: Vec<i64> = sqlx::query_scalar("SELECT a FROM t ORDER BY n")
                .fetch_all(&mut *transaction)
                .await
                .unwrap();
            assert_eq!(found, rows);
        }
    }
}
