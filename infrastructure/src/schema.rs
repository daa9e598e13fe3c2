//! Whether a schema is up to date, and whether it may be brought there. Migrations are numbered and never change once they
//! have landed.

use std::borrow::Cow;

use sqlx::migrate::{AppliedMigration, Migration, Migrator};

/// Whether a schema that is behind may be changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Migrating {
    /// It is brought up to date.
    #[default]
    Allowed,
    /// It must be up to date already.
    Forbidden,
}

/// What was done to a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The database, without a password.
    pub place: String,
    /// The schema's version now.
    pub version: i64,
    /// The migrations that were run for it, in their order.
    pub applied: Vec<(i64, String)>,
}

/// What a schema lacks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing.
    Current,
    /// It stops at version `found`; 0 when there is no schema yet.
    Behind {
        /// The last migration that was run.
        found: i64,
        /// Those that were not.
        missing: Vec<(i64, String)>,
    },
    /// A migration was run that this version does not know.
    Newer(i64),
}

/// The last version that is known.
pub(crate) fn latest(known: &[Migration]) -> i64 {
    known.last().map_or(0, |migration| migration.version)
}

/// Compares what was run with what is known.
pub(crate) fn standing(known: &[Migration], applied: &[AppliedMigration]) -> Standing {
    let unknown = applied
        .iter()
        .map(|migration| migration.version)
        .find(|version| !known.iter().any(|migration| migration.version == *version));
    if let Some(unknown) = unknown {
        return Standing::Newer(unknown);
    }
    let missing: Vec<(i64, String)> = known
        .iter()
        .filter(|migration| !applied.iter().any(|done| done.version == migration.version))
        .map(|migration| (migration.version, migration.description.to_string()))
        .collect();
    if missing.is_empty() {
        return Standing::Current;
    }
    let found = applied.iter().map(|migration| migration.version).max().unwrap_or(0);
    Standing::Behind { found, missing }
}

/// Runs what is missing of these.
pub(crate) fn migrator(migrations: Vec<Migration>) -> Migrator {
    Migrator {
        migrations: Cow::Owned(migrations),
        ..Migrator::DEFAULT
    }
}

/// Runs what is missing before the migration of this name, if that is missing: before some, there is more to do than SQL can.
pub(crate) fn before(known: &[Migration], missing: &[(i64, String)], name: &str) -> Option<Migrator> {
    let (version, _) = missing.iter().find(|(_, missing)| missing == name)?;
    let earlier = known.iter().filter(|migration| migration.version < *version);
    Some(Migrator {
        // A later one may have been run already, when a branch was merged late.
        ignore_missing: true,
        ..migrator(earlier.cloned().collect())
    })
}

#[cfg(test)]
mod tests {
    use sqlx::migrate::MigrationType;

    use super::*;

    fn known(versions: &[i64]) -> Vec<Migration> {
        let migration = |version: &i64| Migration::new(*version, "m".into(), MigrationType::Simple, "".into(), false);
        versions.iter().map(migration).collect()
    }

    fn applied(versions: &[i64]) -> Vec<AppliedMigration> {
        let migration = |version: &i64| AppliedMigration {
            version: *version,
            checksum: Cow::Borrowed(&[]),
        };
        versions.iter().map(migration).collect()
    }

    #[test]
    fn a_schema_is_current_behind_or_newer() {
        assert_eq!(standing(&known(&[1, 2]), &applied(&[1, 2])), Standing::Current);
        let behind = |found, missing| Standing::Behind {
            found,
            missing: vec![(missing, "m".to_owned())],
        };
        assert_eq!(standing(&known(&[1, 2]), &applied(&[1])), behind(1, 2));
        assert_eq!(standing(&known(&[1]), &applied(&[])), behind(0, 1));
        // A branch was merged late: the one in the middle is missing.
        assert_eq!(standing(&known(&[1, 2, 3]), &applied(&[1, 3])), behind(3, 2));
        assert_eq!(standing(&known(&[1, 2]), &applied(&[1, 2, 3])), Standing::Newer(3));
    }
}
