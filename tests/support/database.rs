use std::future::Future;

use sqlx::{Connection, Executor, PgConnection};

use super::cluster::Cluster;

/// A PostgreSQL database that nobody else uses, seen by one role.
pub(crate) struct Database {
    pub(crate) url: String,
    /// Of the role.
    pub(crate) name: String,
    known_as: String,
}

impl Database {
    /// An empty one, seen by the server's superuser.
    pub(crate) fn fresh() -> Self {
        let cluster = Cluster::of_this_program();
        let (url, database) = cluster.another_database();
        let name = "signpost".to_owned();
        let here = Self {
            url: cluster.url("postgres"),
            name: name.clone(),
            known_as: database.clone(),
        };
        here.execute(&format!("CREATE DATABASE {database}")).expect("it is made");
        Self {
            url,
            name,
            known_as: database,
        }
    }

    /// Its name on the server.
    pub(crate) fn known_as(&self) -> &str {
        &self.known_as
    }

    /// The same database, seen by a new role that may do nothing yet.
    pub(crate) fn role(&self, name: &str) -> Self {
        // Roles are the server's, and tests share the server.
        let name = format!("{name} of {}", self.known_as);
        let quoted = name.replace('"', "\"\"");
        self.execute(&format!("CREATE ROLE \"{quoted}\" LOGIN")).expect("it is made");
        let mut url: url::Url = self.url.parse().expect("a URL");
        url.set_username(&name).expect("it has a host");
        Self {
            url: url.into(),
            name,
            known_as: self.known_as.clone(),
        }
    }

    /// Runs statements; gives the server's words of refusal.
    pub(crate) fn execute(&self, sql: &str) -> Result<(), String> {
        wait(async {
            let mut connection = PgConnection::connect(&self.url).await.map_err(|error| error.to_string())?;
            connection.execute(sql).await.map(drop).map_err(|error| error.to_string())
        })
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}
