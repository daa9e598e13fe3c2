//! Following a log, by several read models side by side: it is read once for all that stand in the same place, and where their store can, one transaction takes
//! in what was read. Whoever stands elsewhere, as after a rebuild, goes on by itself until it has caught up, and who is in trouble holds up nobody.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use signpost_application::{
    ports::StoreError,
    progress::{Follows, Leader, Progress, Standing, Trouble},
};
use signpost_domain::decision::Position;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{Entry, ReadModel, Source, StepError, TakeInError, portion::Portion, read, take};
use crate::turns::Turns;

/// How often the log is asked whether another process appended.
const POLL: Duration = Duration::from_millis(200);
/// How long what nobody waits for rests between steps, so that it takes in together what was decided meanwhile.
const REST: Duration = Duration::from_millis(200);
/// How long a failing store is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// A store that has rows of several read models in one transaction.
#[async_trait]
pub trait Together<E>: Send + Sync {
    /// Where the read models stand, by name; those that are not named stand at the start.
    async fn checkpoints(&self) -> Result<HashMap<String, Position>, StoreError>;

    /// Lets the read models of these names take in the entries that follow `after`: all of them all of it, and moves their checkpoints, or nothing.
    async fn take_in(&self, names: &[&'static str], after: Position, entries: &[E]) -> Result<(), TakeInError>;
}

/// Read models that follow a log side by side.
pub struct Group<E> {
    models: Vec<Arc<dyn ReadModel<E>>>,
    store: Option<Arc<dyn Together<E>>>,
}

impl<E> Group<E> {
    /// One by itself.
    pub fn one(model: Arc<dyn ReadModel<E>>) -> Self {
        Self::of(vec![model])
    }

    /// Several, each of which takes in by itself what is read once.
    pub fn of(models: Vec<Arc<dyn ReadModel<E>>>) -> Self {
        Self { models, store: None }
    }

    /// Several of one store, which take in what is read together.
    pub fn in_store(models: Vec<Arc<dyn ReadModel<E>>>, store: Arc<dyn Together<E>>) -> Self {
        Self {
            models,
            store: Some(store),
        }
    }
}

/// Follows a log until told to stop. The standing of each read model is in `progress` from the first poll on.
/// While it is another process's turn to fold one, that one is only watched.
pub async fn follow<E: Entry>(
    source: impl Source<E>,
    group: Group<E>,
    progress: Progress,
    turns: Arc<dyn Turns>,
    stop: CancellationToken,
) {
    let store = group.store.as_deref();
    let member = |model: &Arc<dyn ReadModel<E>>| Member {
        standing: progress.enter(model.name(), source.follows(), Position::START),
        portion: Portion::new(model.batch(), source.follows()),
        rests_until: None,
        model: model.clone(),
    };
    let mut members: Vec<_> = group.models.iter().map(member).collect();
    let (mut appended, mut moved) = (source.appended(), turns.moved());
    while !stop.is_cancelled() {
        appended.mark_unchanged();
        moved.mark_unchanged();
        if step(&source, store, &mut members, &*turns).await {
            continue;
        }
        if source.follows() == Follows::Records {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(REST) => {}
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
            Ok(()) = appended.changed() => {}
            Ok(()) = moved.changed() => {}
        }
    }
}

/// One of a group.
struct Member<E> {
    model: Arc<dyn ReadModel<E>>,
    standing: watch::Sender<Standing>,
    portion: Portion,
    /// After a failure.
    rests_until: Option<Instant>,
}

impl<E: Entry> Member<E> {
    /// Tells where it stands; says whether it is to take in more. Told before the step, too: a model that stops at it shows where it stands and how far it is
    /// behind.
    fn stands(&self, position: Position, head: Position, leader: Leader) -> bool {
        let is_done = position >= head || leader != Leader::Here;
        self.standing.send_if_modified(|standing| {
            let news = standing.position != position || standing.leader != leader || (is_done && standing.trouble.is_some());
            standing.position = position;
            standing.head = head;
            standing.leader = leader;
            if is_done {
                standing.trouble = None;
            }
            news
        });
        !is_done
    }

    /// Tells that it has come from `from` to `position`, by so many entries; says whether it may go on at once.
    fn came(&mut self, from: Position, position: Position, head: Position, entries: usize, took: Duration) -> bool {
        self.portion.learn(entries, took, head.0.saturating_sub(position.0));
        self.standing.send_modify(|standing| {
            standing.position = position;
            standing.head = head.max(position);
            standing.trouble = None;
        });
        // What was appended meanwhile is told.
        position > from && position < head
    }

    /// Tells why it does not go on, and lets it rest.
    fn failed(&mut self, error: &StepError) {
        report_trouble(self.model.name(), &self.standing, error);
        self.rests_until = Some(Instant::now() + PAUSE);
    }
}

/// One step from the models' own checkpoints, which another process may have moved, forwards or, by a rebuild, backwards. Says whether some can go on at once.
async fn step<E: Entry>(
    source: &dyn Source<E>,
    store: Option<&dyn Together<E>>,
    members: &mut [Member<E>],
    turns: &dyn Turns,
) -> bool {
    let now = Instant::now();
    let is_awake = |member: &&mut Member<E>| member.rests_until.is_none_or(|until| until <= now);
    let awake: Vec<_> = members.iter_mut().filter(is_awake).collect();
    if awake.is_empty() {
        return false;
    }
    let (mut standing, head) = match whereabouts(source, store, awake).await {
        Ok(found) => found,
        Err((members, error)) => {
            for member in members {
                member.failed(&error);
            }
            return false;
        }
    };
    standing.retain_mut(|(member, position)| {
        member.rests_until = None;
        member.stands(*position, head, turns.leader(member.model.name()))
    });
    let mut places: BTreeMap<Position, Vec<&mut Member<E>>> = BTreeMap::new();
    for (member, position) in standing {
        places.entry(position).or_default().push(member);
    }
    let mut can_go_on = false;
    for (from, members) in places {
        can_go_on |= advance(source, store, from, head, members).await;
    }
    can_go_on
}

/// Members, each with its checkpoint.
type Placed<'a, E> = Vec<(&'a mut Member<E>, Position)>;
/// Members that cannot go on, and why.
type Failed<'a, E> = (Vec<&'a mut Member<E>>, StepError);

/// Where these stand, and then where the log ends. Of whoever does not know it is said so.
async fn whereabouts<'a, E: Entry>(
    source: &dyn Source<E>,
    store: Option<&dyn Together<E>>,
    members: Vec<&'a mut Member<E>>,
) -> Result<(Placed<'a, E>, Position), Failed<'a, E>> {
    let mut placed = Vec::with_capacity(members.len());
    if let Some(store) = store {
        match store.checkpoints().await {
            Ok(positions) => placed.extend(members.into_iter().map(|member| {
                let position = positions.get(member.model.name()).copied().unwrap_or_default();
                (member, position)
            })),
            Err(error) => return Err((members, error.into())),
        }
    } else {
        for member in members {
            match member.model.checkpoint().await {
                Ok(position) => placed.push((member, position)),
                Err(error) => member.failed(&error.into()),
            }
        }
    }
    match source.head().await {
        Ok(head) => Ok((placed, head)),
        Err(error) => Err((placed.into_iter().map(|(member, _)| member).collect(), error.into())),
    }
}

/// Has members that all stand at `from` take in what follows; says whether some can go on at once.
async fn advance<E: Entry>(
    source: &dyn Source<E>,
    store: Option<&dyn Together<E>>,
    from: Position,
    head: Position,
    members: Vec<&mut Member<E>>,
) -> bool {
    let limit = members.iter().map(|member| member.portion.limit()).min().unwrap_or(1);
    let entries = match read(source, from, limit).await {
        Ok(entries) => entries,
        Err(error) => {
            for member in members {
                member.failed(&error);
            }
            return false;
        }
    };
    // Others wait for the writing only.
    let begun = Instant::now();
    if let (Some(store), Some(last), [_, _, ..]) = (store, entries.last(), &*members) {
        let names: Vec<_> = members.iter().map(|member| member.model.name()).collect();
        // If not, each says by itself what is wrong.
        if store.take_in(&names, from, &entries).await.is_ok() {
            let (position, took) = (last.position(), begun.elapsed());
            let came = |member: &mut Member<E>| member.came(from, position, head, entries.len(), took);
            return members.into_iter().map(came).fold(false, |some, can| some | can);
        }
    }
    let mut can_go_on = false;
    for member in members {
        let begun = Instant::now();
        match take(&*member.model, from, &entries).await {
            Ok(position) => can_go_on |= member.came(from, position, head, entries.len(), begun.elapsed()),
            Err(error) => member.failed(&error),
        }
    }
    can_go_on
}

fn report_trouble(name: &str, standing: &watch::Sender<Standing>, error: &StepError) {
    let trouble = match error {
        StepError::Poison(poison) => Trouble::Stopped(poison.to_string()),
        StepError::Store(error) => Trouble::Retrying(error.to_string()),
    };
    standing.send_if_modified(|standing| {
        let news = standing.trouble.as_ref() != Some(&trouble);
        if news {
            match &trouble {
                Trouble::Stopped(what) => tracing::error!(
                    projection = name,
                    "stopped: {what}. Nothing is skipped; see \"A stopped projection\" in docs/operating.md"
                ),
                Trouble::Retrying(what) => tracing::warn!(projection = name, "cannot go on, trying again: {what}"),
            }
        }
        standing.trouble = Some(trouble.clone());
        news
    });
}
