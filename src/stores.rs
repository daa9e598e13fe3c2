//! The store that an instance keeps everything in: the one place that knows there is more than one kind.

use std::{path::PathBuf, sync::Arc};

use signpost_application::{
    ports::{
        StoreError,
        accounts::Accounts,
        catalogue::Catalogue,
        copying::{Destination, Origin},
        decision_log::DecisionLog,
        history::History,
        idempotency::Idempotency,
        links::Links,
        names::Names,
        people::People,
        proposals::Proposals,
        records::Records,
        retention::ScanRetention,
        scan_log::ScanLog,
        seals::Seals,
        sessions::Sessions,
        statistics::Statistics,
        stored_routes::StoredRoutes,
        subjects::Subjects,
        token_uses::TokenUses,
    },
    record::{DecisionRecord, ScanRecord},
    resolver::RoutingTable,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::{NodeId, RecordedScan},
};
use signpost_infrastructure::{
    identity::day_key::Agreement,
    postgres::{
        self, PostgresAccess, PostgresAccounts, PostgresCatalogue, PostgresDayKeys, PostgresDecisionLog, PostgresHistory,
        PostgresIdempotency, PostgresLinks, PostgresLogs, PostgresMembership, PostgresNames, PostgresProposals, PostgresResolver,
        PostgresRetention, PostgresScanLog, PostgresSeals, PostgresSearch, PostgresSessions, PostgresSubjects, PostgresTokenUses,
        PostgresUsage,
    },
    schema::Migrated,
    sqlite::{
        self, SqliteAccess, SqliteAccounts, SqliteCatalogue, SqliteDecisionLog, SqliteHistory, SqliteIdempotency, SqliteLinks,
        SqliteLogs, SqliteModels, SqliteNames, SqliteProposals, SqliteResolver, SqliteRetention, SqliteScanLog, SqliteSeals,
        SqliteSessions, SqliteSubjects, SqliteTokenUses, SqliteUsage,
    },
};
use signpost_projections::{
    access::AccessRow,
    runner::{Group, ReadModel},
    seals::Stored,
    turns::{Alone, Turns},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    background::after_all_others,
    failure::{Failure, fail},
    settings::{DatabaseUrl, StoreSettings},
};

/// An open store.
#[derive(Clone)]
pub(crate) enum Stores {
    /// Two files in the data folder.
    Sqlite {
        folder: PathBuf,
        decisions: sqlite::Database,
        scans: sqlite::Database,
    },
    /// One database on a server.
    Postgres(postgres::Database),
}

impl Stores {
    /// Opens what the settings name. What a copy did not fill to its end is not for use.
    pub(crate) async fn open(settings: &StoreSettings) -> Result<Self, Failure> {
        let stores = Self::open_half_copied(settings).await?;
        let is_half_copied = match &stores {
            Self::Sqlite { decisions, .. } => decisions.is_half_copied().await,
            Self::Postgres(database) => database.is_half_copied().await,
        };
        if is_half_copied.map_err(fail)? {
            return Err(Failure::new(format!(
                "{} is half copied: signpost copy is filling it, or was interrupted; call it again with the same --from and --to to go on",
                stores.place()
            )));
        }
        Ok(stores)
    }

    /// Opens what the settings name, whether or not a copy filled it to its end.
    pub(crate) async fn open_half_copied(settings: &StoreSettings) -> Result<Self, Failure> {
        match &settings.database_url {
            DatabaseUrl::Sqlite => Ok(Self::Sqlite {
                folder: settings.data_dir.clone(),
                decisions: sqlite::Database::decisions(&settings.data_dir, settings.migrating)
                    .await
                    .map_err(fail)?,
                scans: sqlite::Database::scans(&settings.data_dir, settings.migrating)
                    .await
                    .map_err(fail)?,
            }),
            DatabaseUrl::Postgres(url) => {
                let database = postgres::Database::open(url, settings.migrating).await.map_err(fail)?;
                Ok(Self::Postgres(database))
            }
        }
    }

    /// Opens what the settings name to look at it, and changes nothing; who made its schema does not matter.
    pub(crate) async fn as_evidence(settings: &StoreSettings) -> Result<Self, Failure> {
        match &settings.database_url {
            DatabaseUrl::Sqlite => Ok(Self::Sqlite {
                folder: settings.data_dir.clone(),
                decisions: sqlite::Database::as_evidence(&settings.data_dir.join("signpost.db"))
                    .await
                    .map_err(fail)?,
                scans: sqlite::Database::as_evidence(&settings.data_dir.join("scans.db"))
                    .await
                    .map_err(fail)?,
            }),
            DatabaseUrl::Postgres(url) => Ok(Self::Postgres(postgres::Database::unopened(url).map_err(fail)?)),
        }
    }

    /// Brings the schemas up to date; `role` is granted what the program needs.
    pub(crate) async fn migrate(settings: &StoreSettings, role: Option<&str>) -> Result<Vec<Migrated>, Failure> {
        match &settings.database_url {
            DatabaseUrl::Sqlite if role.is_some() => Err(Failure::new(
                "--grant-to is for PostgreSQL; who may use the embedded database is who may write in its folder",
            )),
            DatabaseUrl::Sqlite => Ok(sqlite::Database::migrate(&settings.data_dir).await.map_err(fail)?.into()),
            DatabaseUrl::Postgres(url) => Ok(vec![postgres::Database::migrate(url, role).await.map_err(fail)?]),
        }
    }

    /// Opens what the settings name. Where that is a database on a server which does not answer, and the caller `can_wait`, gives
    /// it as it is and says that it is not there yet: open it anew before the first use.
    pub(crate) async fn open_or_wait(settings: &StoreSettings, can_wait: bool) -> Result<(Self, bool), Failure> {
        if let DatabaseUrl::Postgres(url) = &settings.database_url {
            let unopened = Self::Postgres(postgres::Database::unopened(url).map_err(fail)?);
            if can_wait && !unopened.answers().await {
                return Ok((unopened, false));
            }
            unopened.close().await;
        }
        Ok((Self::open(settings).await?, true))
    }

    /// Whether the store can be away while this program runs.
    pub(crate) fn can_be_away(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Whether the store is there, and takes changes.
    pub(crate) async fn answers(&self) -> bool {
        match self {
            Self::Sqlite { .. } => true,
            Self::Postgres(database) => database.answers().await,
        }
    }

    /// Where everything is kept, as people say it.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Sqlite { folder, .. } => folder.display().to_string(),
            Self::Postgres(database) => database.place(),
        }
    }

    pub(crate) fn decisions(&self) -> Arc<dyn DecisionLog> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteDecisionLog::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresDecisionLog::new(database.clone())),
        }
    }

    pub(crate) fn scans(&self) -> Arc<dyn ScanLog> {
        match self {
            Self::Sqlite { scans, .. } => Arc::new(SqliteScanLog::new(scans.clone())),
            Self::Postgres(database) => Arc::new(PostgresScanLog::new(database.clone())),
        }
    }

    /// The decision log as it is stored.
    pub(crate) fn decision_records(&self) -> Arc<dyn Records<DecisionRecord>> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteDecisionLog::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresDecisionLog::new(database.clone())),
        }
    }

    /// The scan log as it is stored.
    pub(crate) fn scan_records(&self) -> Arc<dyn Records<ScanRecord>> {
        match self {
            Self::Sqlite { scans, .. } => Arc::new(SqliteScanLog::new(scans.clone())),
            Self::Postgres(database) => Arc::new(PostgresScanLog::new(database.clone())),
        }
    }

    /// The tree over the decision log, its checkpoints and keys.
    pub(crate) fn seals(&self) -> Arc<dyn Seals> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteSeals::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresSeals::new(database.clone())),
        }
    }

    /// Everything as it is stored at this moment, to be copied.
    pub(crate) async fn origin(&self) -> Result<Arc<dyn Origin>, StoreError> {
        Ok(match self {
            Self::Sqlite { decisions, scans, .. } => Arc::new(SqliteLogs::as_they_are(decisions.clone(), scans.clone()).await?),
            Self::Postgres(database) => Arc::new(PostgresLogs::as_they_are(database.clone()).await?),
        })
    }

    /// The store as one that is filled.
    pub(crate) async fn destination(&self) -> Result<Arc<dyn Destination>, StoreError> {
        Ok(match self {
            Self::Sqlite { decisions, scans, .. } => Arc::new(SqliteLogs::new(decisions.clone(), scans.clone()).await?),
            Self::Postgres(database) => Arc::new(PostgresLogs::new(database.clone()).await?),
        })
    }

    /// The names of the read models that are kept in the store.
    pub(crate) fn projections(&self) -> Vec<&'static str> {
        match self {
            Self::Sqlite { .. } => sqlite::PROJECTIONS.iter().map(|(name, _)| *name).collect(),
            Self::Postgres(_) => postgres::PROJECTIONS.iter().map(|(name, _)| *name).collect(),
        }
    }

    /// The scan log by months.
    pub(crate) fn retention(&self) -> Arc<dyn ScanRetention> {
        match self {
            Self::Sqlite { decisions, scans, .. } => Arc::new(SqliteRetention::new(decisions.clone(), scans.clone())),
            Self::Postgres(database) => Arc::new(PostgresRetention::new(database.clone())),
        }
    }

    pub(crate) fn catalogue(&self) -> Arc<dyn Catalogue> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteCatalogue::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresCatalogue::new(database.clone())),
        }
    }

    pub(crate) fn history(&self) -> Arc<dyn History> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteHistory::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresHistory::new(database.clone())),
        }
    }

    pub(crate) fn proposals(&self) -> Arc<dyn Proposals> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteProposals::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresProposals::new(database.clone())),
        }
    }

    pub(crate) fn statistics(&self) -> Arc<dyn Statistics> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteUsage::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresUsage::new(database.clone())),
        }
    }

    pub(crate) fn names(&self) -> Arc<dyn Names> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteNames::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresNames::new(database.clone())),
        }
    }

    pub(crate) fn accounts(&self) -> Arc<dyn Accounts> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteAccounts::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresAccounts::new(database.clone())),
        }
    }

    pub(crate) fn sessions(&self) -> Arc<dyn Sessions> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteSessions::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresSessions::new(database.clone())),
        }
    }

    pub(crate) fn token_uses(&self) -> Arc<dyn TokenUses> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteTokenUses::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresTokenUses::new(database.clone())),
        }
    }

    pub(crate) fn subjects(&self) -> Arc<dyn Subjects> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteSubjects::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresSubjects::new(database.clone())),
        }
    }

    /// The tokens ever issued, as the read model of [`access_model`](Self::access_model) has them.
    pub(crate) fn people(&self) -> Arc<dyn People> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteAccess::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresAccess::new(database.clone())),
        }
    }

    /// Whether somebody answers where codes lead.
    pub(crate) fn links(&self) -> Arc<dyn Links> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteLinks::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresLinks::new(database.clone())),
        }
    }

    /// Answers kept for retried requests; `process` tells this process from the ones before it.
    pub(crate) fn idempotency(&self, process: String) -> Arc<dyn Idempotency> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteIdempotency::new(decisions.clone(), process)),
            Self::Postgres(database) => Arc::new(PostgresIdempotency::new(database.clone(), process)),
        }
    }

    /// The read model of who may do what.
    pub(crate) fn access_model(&self) -> Arc<dyn ReadModel<Decision>> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteAccess::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresAccess::new(database.clone())),
        }
    }

    /// The read model of what codes are now.
    pub(crate) fn catalogue_model(&self) -> Arc<dyn ReadModel<Decision>> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteCatalogue::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresCatalogue::new(database.clone())),
        }
    }

    /// The read models of the decision log that are kept in the store.
    pub(crate) fn models_of_decisions(&self) -> [Arc<dyn ReadModel<Decision>>; 6] {
        match self {
            Self::Sqlite { decisions, .. } => SqliteModels::new(decisions).each(),
            Self::Postgres(database) => [
                self.access_model(),
                self.catalogue_model(),
                Arc::new(PostgresHistory::new(database.clone())),
                Arc::new(PostgresProposals::new(database.clone())),
                Arc::new(PostgresResolver::new(database.clone())),
                Arc::new(PostgresSearch::new(database.clone())),
            ],
        }
    }

    /// The same, in groups that follow the log side by side: where there is one connection that writes, all in one transaction.
    pub(crate) fn groups_of_decisions(&self) -> Vec<Group<Decision>> {
        match self {
            Self::Sqlite { decisions, .. } => {
                let models = SqliteModels::new(decisions);
                vec![Group::in_store(models.each().into(), Arc::new(models))]
            }
            Self::Postgres(_) => self.models_of_decisions().map(Group::one).into(),
        }
    }

    /// The tree, as a read model of the decision log as it is stored.
    pub(crate) fn tree(&self) -> Arc<dyn ReadModel<DecisionRecord>> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteSeals::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresSeals::new(database.clone())),
        }
    }

    /// The read models of the scan log that are kept in the store.
    pub(crate) fn models_of_scans(&self) -> [Arc<dyn ReadModel<RecordedScan>>; 1] {
        match self {
            Self::Sqlite { decisions, .. } => [Arc::new(SqliteUsage::new(decisions.clone()))],
            Self::Postgres(database) => [Arc::new(PostgresUsage::new(database.clone()))],
        }
    }

    /// The resolver's memory, as the resolver table has it.
    pub(crate) async fn routes(&self) -> Result<RoutingTable, StoreError> {
        match self {
            Self::Sqlite { decisions, .. } => SqliteResolver::new(decisions.clone()).load().await,
            Self::Postgres(database) => PostgresResolver::new(database.clone()).load().await,
        }
    }

    /// The resolver table, a few rows at a time.
    pub(crate) fn stored_routes(&self) -> Arc<dyn StoredRoutes> {
        match self {
            Self::Sqlite { decisions, .. } => Arc::new(SqliteResolver::new(decisions.clone())),
            Self::Postgres(database) => Arc::new(PostgresResolver::new(database.clone())),
        }
    }

    /// Who may do what, and the position that it is true for.
    pub(crate) async fn access(&self) -> Result<(Position, Vec<AccessRow>), StoreError> {
        match self {
            Self::Sqlite { decisions, .. } => SqliteAccess::new(decisions.clone()).load().await,
            Self::Postgres(database) => PostgresAccess::new(database.clone()).load().await,
        }
    }

    /// Builds read models anew beside the living ones, telling `report` the name of one, the position it has reached and the head of its log.
    /// Gives the position of each.
    pub(crate) async fn rebuild(
        &self,
        names: &[&str],
        report: impl FnMut(&'static str, Position, Position) + Send,
    ) -> Result<Vec<Position>, Failure> {
        let (log, scan_log) = (self.decisions(), self.scans());
        match self {
            // What was opened before, as the connection that puts it in place, runs beside others: they would wait for it.
            Self::Sqlite { folder, decisions, .. } => {
                let rebuilding = sqlite::rebuild(folder, decisions, log, scan_log, names, report);
                after_all_others(rebuilding).map_err(fail)?.map_err(fail)
            }
            Self::Postgres(database) => postgres::rebuild(database, log, scan_log, names, report).await.map_err(fail),
        }
    }

    /// The decision log as it is stored, to follow.
    pub(crate) fn stored(&self, log: Arc<dyn DecisionLog>) -> Stored {
        let records = self.decision_records();
        Stored { records, log }
    }

    /// Where nodes agree on the visitors' day key; `None` where there is one node only, which keeps it in its data folder.
    pub(crate) fn day_keys(&self) -> Option<Arc<dyn Agreement>> {
        match self {
            Self::Sqlite { .. } => None,
            Self::Postgres(database) => Some(Arc::new(PostgresDayKeys::new(database.clone()))),
        }
    }

    /// Makes this process one of those that serve from the store; they take turns at what several are candidates for.
    pub(crate) async fn join(
        &self,
        process: &str,
        node: NodeId,
        candidate_for: impl IntoIterator<Item = &'static str>,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Arc<dyn Turns>, Failure> {
        let Self::Postgres(database) = self else {
            return Ok(Arc::new(Alone));
        };
        let candidate_for = candidate_for.into_iter().collect();
        let membership = PostgresMembership::join(database.clone(), process.to_owned(), node, candidate_for);
        let membership = membership.await.map_err(fail)?;
        tasks.spawn(membership.clone().keep(stop.clone()));
        tasks.spawn(postgres::listen(database.clone(), stop.clone()));
        Ok(membership)
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { decisions, scans, .. } => {
                decisions.close().await;
                scans.close().await;
            }
            Self::Postgres(database) => database.close().await,
        }
    }
}
