//! Taking in all that there is: in large batches, which are read while earlier ones are folded and written.

use std::{mem, sync::Arc};

use signpost_domain::decision::Position;
use tokio::{sync::mpsc, task::JoinSet};
use tokio_util::task::AbortOnDropHandle;

use super::{Entry, ReadModel, Source, StepError, read, take};

/// Entries read at once.
const PAGE: u32 = 20_000;
/// Pages that wait while a batch is folded and written, at most.
const PAGES: usize = 4;

/// Takes in everything there is now, telling `report` the position after each batch; gives the last position.
pub async fn catch_up<E: Entry>(
    source: &(impl Source<E> + Clone + 'static),
    model: &dyn ReadModel<E>,
    mut report: impl FnMut(Position),
) -> Result<Position, StepError> {
    let mut position = model.checkpoint().await?;
    loop {
        let mut ahead = Ahead::of(source.clone(), position);
        let mut is_done = true;
        loop {
            let entries = ahead.batch(model.bulk(), |entries| model.portion(entries)).await?;
            let Some(last) = entries.last().map(Entry::position) else {
                break;
            };
            position = take(model, position, &entries).await?;
            is_done = false;
            report(position);
            if position != last {
                // Another process moved it, or only the beginning of the batch could be taken in.
                break;
            }
        }
        if is_done {
            return Ok(position);
        }
    }
}

/// Lets several read models take in everything there is now, each from where it is: the log is read once, and they fold it beside each other.
/// `report` is told the name of a read model and its position.
pub async fn catch_up_together<E: Entry>(
    source: &(impl Source<E> + Clone + 'static),
    models: &[Arc<dyn ReadModel<E>>],
    mut report: impl FnMut(&'static str, Position),
) -> Result<(), StepError> {
    let bulk = models.iter().map(|model| model.bulk()).min().unwrap_or(1);
    let portion = |entries: &[E]| models.iter().map(|model| model.portion(entries)).min().flatten();
    let mut positions = Vec::new();
    for model in models {
        positions.push(model.checkpoint().await?);
    }
    loop {
        let first = positions.iter().copied().min().unwrap_or_default();
        let mut ahead = Ahead::of(source.clone(), first);
        let mut is_done = true;
        loop {
            let entries = Arc::new(ahead.batch(bulk, portion).await?);
            let Some(last) = entries.last().map(Entry::position) else {
                break;
            };
            is_done = false;
            let mut folding = JoinSet::new();
            for (place, (model, from)) in models.iter().zip(&positions).enumerate() {
                let (model, entries, from) = (Arc::clone(model), Arc::clone(&entries), *from);
                let fresh = entries.partition_point(|entry| entry.position() <= from);
                if fresh < entries.len() {
                    folding.spawn(async move { (place, take(&*model, from, &entries[fresh..]).await) });
                }
            }
            while let Some(outcome) = folding.join_next().await {
                let (place, position) = outcome.expect("none is told to stop, and a panic of one is one of all");
                positions[place] = position?;
                report(models[place].name(), positions[place]);
            }
            if positions.iter().any(|position| *position < last) {
                break;
            }
        }
        if is_done {
            return Ok(());
        }
    }
}

/// Entries of a log that are read ahead.
struct Ahead<E> {
    pages: mpsc::Receiver<Result<Vec<E>, StepError>>,
    entries: Vec<E>,
    end: Option<Result<(), StepError>>,
    _reader: AbortOnDropHandle<()>,
}

impl<E: Entry> Ahead<E> {
    /// Begins to read what follows `after`.
    fn of(source: impl Source<E> + 'static, mut after: Position) -> Self {
        let (sender, pages) = mpsc::channel(PAGES);
        let reader = tokio::spawn(async move {
            loop {
                let page = read(&source, after, PAGE).await;
                let last = page.as_ref().ok().and_then(|entries| entries.last().map(Entry::position));
                let is_failure = page.is_err();
                if (last.is_some() || is_failure) && sender.send(page).await.is_err() {
                    return;
                }
                let Some(last) = last else { return };
                after = last;
            }
        });
        Self {
            pages,
            entries: Vec::new(),
            end: None,
            _reader: AbortOnDropHandle::new(reader),
        }
    }

    /// The next batch: as many as `portion` says, once it does, or else all that there are by `size`, or by the end of the log. None are the end.
    /// What cannot be read is said when all before it were given.
    async fn batch(&mut self, size: u32, portion: impl Fn(&[E]) -> Option<usize>) -> Result<Vec<E>, StepError> {
        let count = loop {
            if self.end.is_some() || self.entries.len() >= size as usize {
                break self.entries.len();
            }
            match self.pages.recv().await {
                Some(Ok(mut page)) => self.entries.append(&mut page),
                Some(Err(error)) => self.end = Some(Err(error)),
                None => self.end = Some(Ok(())),
            }
            if let Some(count) = portion(&self.entries).filter(|count| self.end.is_none() && *count > 0) {
                break count;
            }
        };
        if self.entries.is_empty() {
            return match self.end.take() {
                Some(Err(error)) => Err(error),
                _ => Ok(Vec::new()),
            };
        }
        let rest = self.entries.split_off(count);
        Ok(mem::replace(&mut self.entries, rest))
    }
}
