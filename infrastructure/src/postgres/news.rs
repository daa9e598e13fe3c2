//! What other processes did, told by the database: each append to a log and each move of a checkpoint is one NOTIFY.
//!
//! Nobody depends on it. Whoever waits for news looks at the store from time to time as well, so a proxy that does not pass
//! notifications on, or a connection that broke, costs a fifth of a second and nothing else.

use std::time::Duration;

use signpost_domain::decision::Position;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Database;

/// How long a database that cannot be listened to is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// Changes whenever somebody appended or moved a checkpoint, this process or another.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) decisions: watch::Sender<Position>,
    pub(crate) scans: watch::Sender<Position>,
    pub(crate) checkpoints: watch::Sender<()>,
}

impl Default for News {
    fn default() -> Self {
        Self {
            decisions: watch::Sender::new(Position::START),
            scans: watch::Sender::new(Position::START),
            checkpoints: watch::Sender::new(()),
        }
    }
}

impl News {
    fn tell(&self, what: &str) {
        match what {
            "events" => self.decisions.send_modify(|_| {}),
            "scans" => self.scans.send_modify(|_| {}),
            // A later version may tell of more.
            "checkpoints" => self.checkpoints.send_modify(|()| {}),
            _ => {}
        }
    }

    /// Something may have been missed.
    fn tell_all(&self) {
        for what in ["events", "scans", "checkpoints"] {
            self.tell(what);
        }
    }
}

/// Passes news on until told to stop, connecting again whenever the connection is lost.
pub async fn listen(database: Database, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let listening = async {
            let mut listener = PgListener::connect_with(&database.pool).await?;
            listener.listen("signpost").await?;
            loop {
                database.news.tell_all();
                while let Some(news) = listener.try_recv().await? {
                    database.news.tell(news.payload());
                }
            }
        };
        let outcome: Result<(), sqlx::Error> = tokio::select! {
            () = stop.cancelled() => return,
            outcome = listening => outcome,
        };
        if let Err(error) = outcome {
            tracing::debug!("not listening to the database, asking it instead: {error}");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
