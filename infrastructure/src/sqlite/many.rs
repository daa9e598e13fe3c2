//! Many rows in one statement. As JSON they would be one parameter, of which SQLite writes each row out as text and parses that anew for every column.

use signpost_application::ports::StoreError;
use sqlx::{Sqlite, SqliteConnection, query::Query, sqlite::SqliteArguments};

use super::failed;

/// Rows in one statement: as many as there are of the largest first. There are few sizes, so that each is compiled once; SQLite takes 32,766 parameters.
const SIZES: [usize; 4] = [1_000, 100, 10, 1];

/// A statement whose parameters are bound one after the other.
pub(super) type Binding<'q> = Query<'q, Sqlite, SqliteArguments<'q>>;

/// Executes a statement that inserts one row, with a `VALUES (?, …)` on a line of its own, for each of these, in their order.
pub(super) async fn insert<R>(
    connection: &mut SqliteConnection,
    statement: &'static str,
    rows: &[R],
    bind: impl for<'q> Fn(Binding<'q>, &'q R) -> Binding<'q>,
) -> Result<(), StoreError> {
    let mut rest = rows;
    for size in SIZES {
        if rest.len() < size {
            continue;
        }
        let statement = of_size(statement, size);
        while rest.len() >= size {
            let (rows, others) = rest.split_at(size);
            rest = others;
            let query = rows.iter().fold(sqlx::query(&statement), &bind);
            query.execute(&mut *connection).await.map_err(failed)?;
        }
    }
    Ok(())
}

/// The statement for so many rows.
fn of_size(statement: &str, size: usize) -> String {
    let begin = statement.find("(?").expect("the values of one row");
    let end = begin + statement[begin..].find(')').expect("their end") + 1;
    let row = &statement[begin..end];
    let rows = vec![row; size].join(",");
    [&statement[..begin], &rows, &statement[end..]].concat()
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection, Row};

    use super::*;

    #[test]
    fn a_row_is_repeated_and_the_rest_stays() {
        let one = "INSERT INTO t (a, b)\nVALUES (?, ?)\nON CONFLICT (a) DO NOTHING";
        assert_eq!(of_size(one, 1), one);
        let three = "INSERT INTO t (a, b)\nVALUES (?, ?),(?, ?),(?, ?)\nON CONFLICT (a) DO NOTHING";
        assert_eq!(of_size(one, 3), three);
    }

    #[tokio::test]
    async fn rows_of_any_number_are_there_in_their_order() {
        for count in [0, 1, 9, 10, 11, 1_000, 2_345] {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
            sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY, a INTEGER NOT NULL)")
                .execute(&mut connection)
                .await
                .unwrap();
            let rows: Vec<i64> = (0..count).map(|n| n * 7).collect();
            insert(&mut connection, "INSERT INTO t (a) VALUES (?)", &rows, |query, row| {
                query.bind(*row)
            })
            .await
            .unwrap();
            let found = sqlx::query("SELECT a FROM t ORDER BY n")
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let found: Vec<i64> = found.iter().map(|row| row.get(0)).collect();
            assert_eq!(found, rows);
        }
    }
}
