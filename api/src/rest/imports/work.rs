//! How an import is done, whichever way it was asked for: the table is written to the disk, then worked through on a thread of its own.

use std::{fmt::Display, fs::File, io::BufWriter, pin::pin, sync::Arc};

use axum::http::StatusCode;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use signpost_application::{
    authority::Caller,
    commands::imports::{Desk, Imported, Outcome, Results, import},
    ports::StoreError,
    refusal::{Fault, Refusal},
};
use tokio::{io::AsyncWriteExt, runtime::Handle};

use super::registry::{Ended, Import, Ordered};
use crate::{Api, Shared, rest::problem::Problem};

/// Bytes of a table, at most.
const LARGEST: u64 = 1 << 30;

/// Says what came of a row, as it is to stand in the table of results.
pub(crate) type Tell = Box<dyn Fn(&Outcome) -> String + Send + Sync>;

/// In the words that the documentation has, for programs.
pub(crate) fn in_plain_words() -> Tell {
    Box::new(Outcome::to_string)
}

/// An import whose table is still to come, or is here and waits to be worked through. Dropped so, it ended: nobody would go on with it, such as
/// when whoever sends a table hangs up.
pub(crate) struct Begun {
    import: Arc<Import>,
    is_handed_over: bool,
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.is_handed_over {
            self.import.end(Ended::Cancelled);
        }
    }
}

/// Makes an import known. Its id is the caller's correlation id.
pub(crate) fn begin(api: &Api, caller: &Caller) -> Result<Begun, Problem> {
    let now = api.application.clock.now();
    let begun = api
        .imports
        .begin(caller.correlation.clone(), caller.principal.id.clone(), now);
    let import = begun.ok_or_else(|| {
        let detail = "this node does as many imports as it does at once; send it again when one has ended";
        Problem::new(StatusCode::CONFLICT, "underway", "Others are under way", detail)
    })?;
    Ok(Begun {
        import,
        is_handed_over: false,
    })
}

fn unwritten(error: &std::io::Error) -> Problem {
    Refusal::Store(StoreError::Failed(format!("the table cannot be kept: {error}"))).into()
}

impl Begun {
    /// Writes the table to the disk as it comes in.
    pub(crate) async fn receive<E: Display>(&self, table: impl Stream<Item = Result<Bytes, E>>) -> Result<(), Problem> {
        let file = tokio::fs::File::create(self.import.table()).await;
        let mut file = file.map_err(|error| unwritten(&error))?;
        let mut table = pin!(table);
        let mut left = LARGEST;
        while let Some(part) = table.next().await {
            let part = part.map_err(|error| {
                let detail = error.to_string();
                Problem::new(StatusCode::BAD_REQUEST, "unreadable", "The request broke off", detail)
            })?;
            let length = part.len() as u64;
            if length > left {
                let detail = format!("a table has {LARGEST} bytes at most; import it in several parts");
                return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail));
            }
            left -= length;
            file.write_all(&part).await.map_err(|error| unwritten(&error))?;
        }
        file.flush().await.map_err(|error| unwritten(&error))
    }

    /// Takes the table that another import was made of.
    pub(crate) async fn take_over(&self, from: &Import) -> Result<(), Problem> {
        let linked = tokio::fs::hard_link(from.table(), self.import.table()).await;
        linked.map_err(|error| unwritten(&error))
    }

    /// Works through the table, which is here, beside whoever asked for it.
    pub(crate) fn work_on(mut self, api: &Shared, caller: Caller, ordered: Ordered, tell: Tell) -> Arc<Import> {
        self.is_handed_over = true;
        let import = Arc::clone(&self.import);
        import.ordered(ordered.clone());
        let (api, working, runtime) = (Arc::clone(api), Arc::clone(&import), Handle::current());
        let work = tokio::task::spawn_blocking(move || {
            let outcome = work(&api, &runtime, &working, &caller, &ordered, &*tell);
            working.end(match outcome {
                Ok(imported) => Ended::Imported(Box::new(imported)),
                Err(Refusal::Cancelled) => Ended::Cancelled,
                Err(refusal) => failed(Problem::from(refusal)),
            });
        });
        let watched = Arc::clone(&import);
        tokio::spawn(async move {
            // A panic ended it: then nobody else says so.
            if work.await.is_err() {
                watched.end(failed(
                    Refusal::Store(StoreError::Failed("the import broke off".into())).into(),
                ));
            }
        });
        import
    }
}

fn failed(problem: Problem) -> Ended {
    Ended::Failed(serde_json::to_value(problem).unwrap_or_default())
}

/// Works it through, on a thread that may wait for the disk.
fn work(
    api: &Shared,
    runtime: &Handle,
    begun: &Import,
    caller: &Caller,
    ordered: &Ordered,
    tell: &(dyn Fn(&Outcome) -> String + Sync),
) -> Result<Imported, Refusal> {
    let wrong = |error: &dyn Display| Refusal::Invalid(vec![Fault::new("", error.to_string())]);
    let unusable = |error: std::io::Error| Refusal::Store(StoreError::Failed(error.to_string()));
    let opened = api.tables.open(&begun.table(), ordered.sheet.as_deref());
    let (form, mut table) = opened.map_err(|error| wrong(&error))?;
    let out = File::create(begun.result()).map_err(unusable)?;
    let mut result = api.tables.begin(form, Box::new(BufWriter::new(out))).map_err(unusable)?;
    let mut spool = api.tables.spool().map_err(unusable)?;
    let desk = Desk {
        table: &mut *table,
        spool: &mut *spool,
        results: Some(Results {
            table: &mut *result,
            tell,
        }),
        course: &begun.course,
    };
    let imported = runtime.block_on(import(&api.application, caller, &ordered.order, desk))?;
    result.finish().map_err(unusable)?;
    // From here on the result can be had.
    begun.form.get_or_init(|| form);
    Ok(imported)
}
