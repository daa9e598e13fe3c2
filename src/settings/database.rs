//! Which store, as a URL.

use std::{fmt, str::FromStr};

use crate::failure::Failure;

/// Which store.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DatabaseUrl {
    /// SQLite in the data folder.
    Sqlite,
    /// PostgreSQL at this URL, which may hold a password.
    Postgres(String),
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres(_) => "Postgres(…)",
        })
    }
}

impl FromStr for DatabaseUrl {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        if text == "sqlite" {
            return Ok(Self::Sqlite);
        }
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            // Never more than the scheme: behind it may be a password.
            Some((scheme, _)) => Err(Failure::new(format!(
                "database-url: {scheme}:// is not supported; give postgres://USER:PASSWORD@HOST/NAME, or sqlite for a database \
                 in the data folder"
            ))),
            None => Err(Failure::new(
                "database-url: this is not a URL; give postgres://USER:PASSWORD@HOST/NAME, or sqlite for a database in the data folder",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_url_names_a_store_and_is_never_repeated() {
        assert_eq!("sqlite".parse::<DatabaseUrl>().unwrap(), DatabaseUrl::Sqlite);
        for url in [
            "postgres://me:s3cret@db/signpost",
            "postgresql:///signpost?host=/run/postgresql",
        ] {
            let parsed: DatabaseUrl = url.parse().unwrap();
            assert_eq!(parsed, DatabaseUrl::Postgres(url.to_owned()));
            assert_eq!(format!("{parsed:?}"), "Postgres(…)");
        }
        for url in ["mysql://me:s3cret@db/signpost", "s3cret", "", "postgres:s3cret"] {
            let refusal = url.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(!refusal.contains("s3cret"), "{refusal}");
        }
    }
}
