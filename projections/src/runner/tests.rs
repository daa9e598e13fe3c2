//! Groups of read models, over a log in memory.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use signpost_application::{
    ports::{StoreError, decision_log::ReadError},
    progress::{Follows, Progress, Trouble},
};
use signpost_domain::decision::Position;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Entry, Group, ReadModel, Source, TakeInError, Together, follow};
use crate::{Poison, turns::Alone};

impl Entry for Position {
    fn position(&self) -> Position {
        *self
    }
}

/// A log of so many entries, which counts how often it is read.
#[derive(Clone)]
struct Log {
    head: watch::Sender<Position>,
    reads: Arc<AtomicUsize>,
}

impl Log {
    fn of(entries: u64) -> Self {
        Self {
            head: watch::Sender::new(Position(entries)),
            reads: Arc::default(),
        }
    }
}

#[async_trait]
impl Source<Position> for Log {
    async fn head(&self) -> Result<Position, StoreError> {
        Ok(*self.head.borrow())
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Position>, ReadError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let last = self.head.borrow().0.min(after.0 + u64::from(limit));
        Ok((after.0 + 1..=last).map(Position).collect())
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    fn follows(&self) -> Follows {
        Follows::Decisions
    }
}

/// A read model that is the list of what it took in, and cannot take in one entry.
struct List {
    name: &'static str,
    poison: Option<u64>,
    entries: Mutex<Vec<u64>>,
}

impl List {
    fn new(name: &'static str, poison: Option<u64>) -> Arc<Self> {
        let entries = Mutex::default();
        Arc::new(Self { name, poison, entries })
    }

    fn all(&self) -> Vec<u64> {
        self.entries.lock().unwrap().clone()
    }
}

#[async_trait]
impl ReadModel<Position> for List {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        Ok(Position(self.all().last().copied().unwrap_or(0)))
    }

    async fn take_in(&self, after: Position, entries: &[Position]) -> Result<(), TakeInError> {
        if self.checkpoint().await? != after {
            return Err(TakeInError::Moved);
        }
        if let Some(poison) = entries.iter().find(|entry| Some(entry.0) == self.poison) {
            return Err(Poison::new(*poison, "poison".to_owned()).into());
        }
        self.entries.lock().unwrap().extend(entries.iter().map(|entry| entry.0));
        Ok(())
    }
}

/// A store of lists, which counts the transactions that it makes of several.
struct Store {
    lists: Vec<Arc<List>>,
    transactions: AtomicUsize,
}

#[async_trait]
impl Together<Position> for Store {
    async fn checkpoints(&self) -> Result<HashMap<String, Position>, StoreError> {
        let mut positions = HashMap::new();
        for list in &self.lists {
            positions.insert(list.name.to_owned(), list.checkpoint().await?);
        }
        Ok(positions)
    }

    async fn take_in(&self, names: &[&'static str], after: Position, entries: &[Position]) -> Result<(), TakeInError> {
        let lists = || self.lists.iter().filter(|list| names.contains(&list.name));
        if let Some(list) = lists().find(|list| list.poison.is_some_and(|poison| entries.contains(&Position(poison)))) {
            return list.take_in(after, entries).await;
        }
        self.transactions.fetch_add(1, Ordering::Relaxed);
        for list in lists() {
            list.take_in(after, entries).await?;
        }
        Ok(())
    }
}

/// Lets `lists` follow `log` until each has all of it or is in trouble; gives the transactions that were made of several.
async fn followed(log: &Log, lists: &[Arc<List>], in_store: bool) -> (Progress, usize) {
    let models = || {
        lists
            .iter()
            .map(|list| list.clone() as Arc<dyn ReadModel<Position>>)
            .collect()
    };
    let store = Arc::new(Store {
        lists: lists.to_vec(),
        transactions: AtomicUsize::new(0),
    });
    let group = if in_store {
        Group::in_store(models(), store.clone())
    } else {
        Group::of(models())
    };
    let (progress, stop) = (Progress::default(), CancellationToken::new());
    let following = tokio::spawn(follow(log.clone(), group, progress.clone(), Arc::new(Alone), stop.clone()));
    let is_done = || {
        let standings = progress.standings();
        let head = *log.head.borrow();
        let is_done = standings
            .iter()
            .all(|(_, standing)| standing.position == head || standing.trouble.is_some());
        is_done && standings.len() == lists.len()
    };
    while !is_done() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    following.await.unwrap();
    (progress, store.transactions.load(Ordering::Relaxed))
}

#[tokio::test]
async fn what_several_follow_is_read_once() {
    for in_store in [false, true] {
        let log = Log::of(2_500);
        let lists = [List::new("a", None), List::new("b", None), List::new("c", None)];
        let (_, transactions) = followed(&log, &lists, in_store).await;
        for list in &lists {
            assert_eq!(list.all(), (1..=2_500).collect::<Vec<_>>());
        }
        // A thousand, and then what is left.
        assert_eq!(log.reads.load(Ordering::Relaxed), 2);
        assert_eq!(transactions, if in_store { 2 } else { 0 });
    }
}

#[tokio::test]
async fn who_cannot_take_in_an_entry_holds_up_nobody() {
    for in_store in [false, true] {
        let log = Log::of(5);
        let lists = [List::new("a", None), List::new("b", Some(3)), List::new("c", None)];
        let (progress, _) = followed(&log, &lists, in_store).await;
        let [good, poisoned, other] = &lists;
        assert_eq!(good.all(), [1, 2, 3, 4, 5]);
        assert_eq!(other.all(), [1, 2, 3, 4, 5]);
        // All before it is there.
        assert_eq!(poisoned.all(), [1, 2]);
        for (name, standing) in progress.standings() {
            let is_stopped = matches!(standing.trouble, Some(Trouble::Stopped(_)));
            assert_eq!(
                (is_stopped, standing.position.0),
                if name == "b" { (true, 2) } else { (false, 5) }
            );
        }
    }
}

#[tokio::test]
async fn who_stands_elsewhere_goes_on_from_there() {
    let log = Log::of(4);
    let lists = [List::new("a", None), List::new("b", None), List::new("c", None)];
    lists[1].entries.lock().unwrap().extend([1, 2, 3]);
    let (_, transactions) = followed(&log, &lists, true).await;
    for list in &lists {
        assert_eq!(list.all(), [1, 2, 3, 4]);
    }
    assert_eq!(transactions, 1, "of the two that stood in the same place");
    assert_eq!(log.reads.load(Ordering::Relaxed), 2);
}
