//! What a role may do that does not own the tables: read and append to the logs, and everything in what is built from them.

use sqlx::Executor;

use super::{Database, OpenError};

/// Grants `role` all that the program needs to run, and takes from it what it had beyond that on our tables.
pub(super) async fn grant(database: &Database, role: &str) -> Result<(), OpenError> {
    let refused = |what: String| OpenError::NotGranted {
        place: database.place(),
        what,
    };
    let owns: Option<bool> = sqlx::query_scalar(include_str!("statements/role.sql"))
        .bind(role)
        .fetch_optional(&database.pool)
        .await
        .map_err(|error| database.unusable(&error))?;
    match owns {
        None => Err(refused(format!(
            "there is no role {role:?}; make it first: CREATE ROLE … LOGIN PASSWORD …"
        ))),
        Some(true) => Err(refused(format!(
            "the role {role:?} is a superuser or owns the tables, so no right binds it; grant to a role that does not"
        ))),
        Some(false) => run(database, role).await,
    }
}

/// Grants the same to every role that it was granted to before, for the sake of tables that are new.
pub(super) async fn grant_again(database: &Database) -> Result<(), OpenError> {
    let roles: Vec<String> = sqlx::query_scalar(include_str!("statements/granted_roles.sql"))
        .fetch_all(&database.pool)
        .await
        .map_err(|error| database.unusable(&error))?;
    for role in roles {
        run(database, &role).await?;
    }
    Ok(())
}

async fn run(database: &Database, role: &str) -> Result<(), OpenError> {
    let unusable = |error: sqlx::Error| database.unusable(&error);
    // The server quotes the names; GRANT takes no parameters.
    let statements: Vec<String> = sqlx::query_scalar(include_str!("statements/grants.sql"))
        .bind(role)
        .fetch_all(&database.pool)
        .await
        .map_err(unusable)?;
    let mut transaction = database.pool.begin().await.map_err(unusable)?;
    transaction.execute(statements.join(";\n").as_str()).await.map_err(unusable)?;
    transaction.commit().await.map_err(unusable)
}
