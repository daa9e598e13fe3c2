//! The imports of this node: those that are under way, and the last ones that ended.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jiff::Timestamp;
use serde_json::Value;
use signpost_application::{
    commands::imports::{Course, Imported, Order},
    ports::tables::Form,
};
use signpost_domain::identifier::PrincipalId;
use tokio::sync::watch;

/// Imports under way at once, at most.
const MOST_UNDER_WAY: usize = 4;
/// Imports that are known, those under way among them.
const MOST_KNOWN: usize = 50;

/// The imports of this node.
#[derive(Debug)]
pub struct Imports {
    folder: PathBuf,
    known: Mutex<Vec<Arc<Import>>>,
}

/// What became of an import.
#[derive(Debug)]
pub(crate) enum Ended {
    /// It came to its end.
    Imported(Box<Imported>),
    /// Whoever began it stopped it.
    Cancelled,
    /// A problem document says why it could not go on.
    Failed(Value),
}

/// One import.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) id: String,
    pub(super) owner: PrincipalId,
    /// When it began.
    pub(crate) at: Timestamp,
    /// How the table is to be imported, once it is here.
    order: OnceLock<Ordered>,
    pub(crate) course: Course,
    /// In which form the table is, once that is known, and the table of results.
    pub(crate) form: OnceLock<Form>,
    folder: PathBuf,
    ended: watch::Sender<Option<Arc<Ended>>>,
}

/// How a table is to be imported.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    pub(crate) order: Order,
    /// The sheet of a workbook; the first if not given.
    pub(crate) sheet: Option<String>,
}

impl Imports {
    /// None yet. Tables wait in this folder, which [`tidy`](Self::tidy) made.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            known: Mutex::default(),
        }
    }

    /// Makes the folder, and removes what an earlier process left in it: nobody would find it again.
    pub fn tidy(folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            fs::remove_file(entry?.path())?;
        }
        Ok(())
    }

    /// Makes one known; `None` when too many are under way. The oldest that ended are forgotten, and their files go.
    pub(super) fn begin(&self, id: String, owner: PrincipalId, at: Timestamp) -> Option<Arc<Import>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.iter().filter(|import| import.ended().is_none()).count() >= MOST_UNDER_WAY {
            return None;
        }
        if known.len() >= MOST_KNOWN
            && let Some(oldest) = known.iter().position(|import| import.ended().is_some())
        {
            known.remove(oldest);
        }
        let import = Arc::new(Import {
            id,
            owner,
            at,
            order: OnceLock::new(),
            course: Course::default(),
            form: OnceLock::new(),
            folder: self.folder.clone(),
            ended: watch::Sender::new(None),
        });
        known.push(Arc::clone(&import));
        Some(import)
    }

    /// Those of somebody, the latest first.
    pub(crate) fn of(&self, owner: &PrincipalId) -> Vec<Arc<Import>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().rev().filter(|import| import.owner == *owner).cloned().collect()
    }

    /// One of somebody's.
    pub(crate) fn find(&self, id: &str, owner: &PrincipalId) -> Option<Arc<Import>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|import| import.id == id && import.owner == *owner).cloned()
    }
}

impl Import {
    /// How it is to be imported; `None` until the table is here.
    pub(crate) fn order(&self) -> Option<&Ordered> {
        self.order.get()
    }

    /// From here on the table is here.
    pub(super) fn ordered(&self, order: Ordered) {
        self.order.get_or_init(|| order);
    }

    /// The name of the file, where it was given.
    pub(crate) fn file(&self) -> Option<&str> {
        self.order()?.order.file.as_deref()
    }

    /// Whether it only tells what would be done.
    pub(crate) fn is_trial(&self) -> bool {
        self.order().is_some_and(|ordered| ordered.order.dry_run)
    }

    /// Where the table is.
    pub(super) fn table(&self) -> PathBuf {
        self.folder.join(format!("{}.table", self.id))
    }

    /// Where the table of results is.
    pub(crate) fn result(&self) -> PathBuf {
        self.folder.join(format!("{}.result", self.id))
    }

    pub(crate) fn ended(&self) -> Option<Arc<Ended>> {
        self.ended.borrow().clone()
    }

    pub(super) fn end(&self, ended: Ended) {
        self.ended.send_replace(Some(Arc::new(ended)));
    }

    /// Waits until it ended.
    pub(crate) async fn wait(&self) {
        // The sender lives as long as this.
        let _ = self.ended.subscribe().wait_for(Option::is_some).await;
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        for path in [self.table(), self.result()] {
            // Perhaps there never was one.
            let _ = fs::remove_file(path);
        }
    }
}
