//! This process among the others that use the database: it shows that it lives, and leads the read models that nobody else leads.
//!
//! A lease in a row and not a lock of the session: it ends by itself when a process stops without a word, is paused, or sits
//! behind a connection that nobody knows is dead, and it works through a pooler that shares sessions. All times are the
//! database's. A process whose lease ran out stops folding by its own clock, a little earlier; should it be late all the same (it
//! was paused between looking and writing), the checkpoint, which is compared in the same transaction, refuses its rows.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use signpost_application::{ports::StoreError, progress::Leader};
use signpost_domain::scan::NodeId;
use signpost_projections::turns::Turns;
use sqlx::Row;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{Database, failed};

/// How long a process counts as living, and leads, without a further sign.
const LEASE: Duration = Duration::from_secs(4);
/// How often it gives one.
const BEAT: Duration = Duration::from_secs(1);
/// How much earlier than the database a process holds its own lease for over.
const MARGIN: Duration = Duration::from_millis(500);

/// A process that serves.
pub struct PostgresMembership {
    database: Database,
    process: String,
    node: NodeId,
    candidate_for: Vec<&'static str>,
    leases: RwLock<Leases>,
}

/// What the last sign of life brought.
struct Leases {
    until: Instant,
    leaders: BTreeMap<String, (String, NodeId)>,
}

impl PostgresMembership {
    /// Joins the others; `candidate_for` names the read models that it would lead. Earlier processes of the same node are gone
    /// for certain, since this one holds the node's journal.
    pub async fn join(
        database: Database,
        process: String,
        node: NodeId,
        candidate_for: Vec<&'static str>,
    ) -> Result<Arc<Self>, StoreError> {
        let membership = Self {
            database,
            process,
            node,
            candidate_for,
            leases: RwLock::new(Leases {
                until: Instant::now(),
                leaders: BTreeMap::new(),
            }),
        };
        membership.beat().await?;
        Ok(Arc::new(membership))
    }

    /// Gives signs of life until told to stop, and then leaves, so that another may lead at once.
    pub async fn keep(self: Arc<Self>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(BEAT) => {}
            }
            match tokio::time::timeout(LEASE, self.beat()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!("the database does not hear that this process lives: {error}"),
                Err(_) => tracing::debug!("the database does not answer to signs of life"),
            }
        }
        self.leases.write().unwrap_or_else(PoisonError::into_inner).leaders.clear();
        let leave = sqlx::query(include_str!("statements/leave.sql"))
            .bind(&self.process)
            .execute(&self.database.pool);
        if let Err(error) = leave.await {
            tracing::debug!("left without a word, the others will notice: {error}");
        }
    }

    async fn beat(&self) -> Result<(), StoreError> {
        // From before the database counted, so that this process never believes longer than the database does.
        let until = Instant::now() + LEASE - MARGIN;
        let lease = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        sqlx::query(include_str!("statements/beat.sql"))
            .bind(&self.process)
            .bind(self.node.0)
            .bind(lease)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        sqlx::query(include_str!("statements/forget_processes.sql"))
            .bind(&self.process)
            .bind(self.node.0)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        sqlx::query(include_str!("statements/lead.sql"))
            .bind(&self.candidate_for)
            .bind(&self.process)
            .bind(self.node.0)
            .bind(lease)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let rows = sqlx::query(include_str!("statements/leaders.sql"))
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        let leaders = rows
            .iter()
            .map(|row| (row.get("projection"), (row.get("process"), NodeId(row.get("node")))))
            .collect();
        *self.leases.write().unwrap_or_else(PoisonError::into_inner) = Leases { until, leaders };
        Ok(())
    }
}

impl Turns for PostgresMembership {
    fn leader(&self, model: &str) -> Leader {
        let leases = self.leases.read().unwrap_or_else(PoisonError::into_inner);
        match leases.leaders.get(model) {
            Some((process, _)) if *process == self.process && Instant::now() < leases.until => Leader::Here,
            Some((process, node)) if *process != self.process => Leader::Elsewhere(*node),
            _ => Leader::Nobody,
        }
    }

    fn moved(&self) -> watch::Receiver<()> {
        self.database.news.checkpoints.subscribe()
    }
}
