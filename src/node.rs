//! One running node: its memory, its journal, and the tasks that connect both to the store.
//!
//! A node is *attached* once it has loaded from its store and follows it. Until then it records to its journal and resolves, and nothing
//! else: from the store, while a large table is loaded, or from the table on its disk, where it starts while its database is down.

use std::{future, sync::Arc, time::Duration};

use signpost_application::{
    commands::{recognise_people::recognise_people, seal::hold_key},
    seals::origin,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::NodeId,
};
use signpost_infrastructure::{
    identity::{
        day_key::{self, DayKey},
        seal_keys::SealKeyFile,
    },
    journal::{Journal, Settings, admission::keep_up, forwarder::forward},
    kept_table::KeptTable,
    links::{HttpLinkAsker, LINKS, keep_asking},
    postgres,
    sealer::{SEALER, keep_sealed},
};
use signpost_projections::{
    access::Tokens,
    kept_routes::KeptRoutes,
    runner::{Group, ReadModel, catch_up, follow},
    turns::{Alone, Turns},
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, watch},
    task::JoinHandle,
    time::{Instant, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    background::{Background, behind_others},
    failure::{Failure, fail},
    instance::{Instance, make},
    settings::{Durability, LinkSettings, Role, ServeSettings, StoreSettings},
    stores::Stores,
};

/// How long a start waits for the node's memory. What takes longer goes on while visits are resolved from the store.
const SOON: Duration = Duration::from_secs(1);
/// How often a node that was started without its database looks for it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the table is kept on disk, at most, if anything changed.
const KEEP_EVERY: Duration = Duration::from_secs(10);
/// Keeping it takes one part in this many of a node's time, at most.
const KEEP_SHARE: u32 = 30;

/// A node.
pub(crate) struct Node {
    pub(crate) instance: Instance,
    pub(crate) journal: Arc<Journal>,
    pub(crate) visitors: Arc<DayKey>,
    pub(crate) routes: KeptRoutes,
    pub(crate) tokens: Arc<Tokens>,
    /// Tells this process from the ones before it and beside it.
    pub(crate) process: String,
    id: NodeId,
    role: Role,
    store: StoreSettings,
    links: Option<LinkSettings>,
    table: KeptTable,
    seal_keys: SealKeyFile,
    /// Whether every code is in memory.
    filled: watch::Sender<bool>,
    attached: watch::Sender<bool>,
    /// What a start did not wait for.
    attaching: Mutex<Option<JoinHandle<Result<(), Failure>>>>,
    background: Background,
    forwarding: Tasks,
    following: Tasks,
}

/// Tasks that end together.
#[derive(Default)]
struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    async fn end(&self) {
        self.stop.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

impl Node {
    /// Where staff are answered.
    pub(crate) fn desk(&self) -> Handle {
        self.background.desk()
    }

    /// Opens journal and store. Where the store cannot be reached and a table of codes was kept, the node looks for the store
    /// beside its work.
    pub(crate) async fn open(settings: &ServeSettings, public_url: &str) -> Result<Arc<Self>, Failure> {
        let folder = settings.store.data_dir.as_path();
        make(folder)?;
        let lock = Journal::lock(folder).map_err(fail)?;
        let table = KeptTable::in_folder(folder);
        let can_wait = settings.role != Role::Admin && table.exists();
        let store = settings.store.clone();
        let opening = behind_others(async move { Stores::open_or_wait(&store, can_wait).await });
        let (stores, is_there) = opening.await.map_err(fail)??;
        let instance = Instance::on(stores, public_url);
        let application = &instance.application;
        let id = Journal::node(folder, &*application.entropy).map_err(fail)?;
        let forwarded = if is_there {
            Some(application.scans.forwarded(id).await.map_err(fail)?)
        } else {
            None
        };
        let journal_settings = Settings {
            sync: settings.durability == Durability::Power,
            segment: settings.journal_file,
            patience: settings.scan_wait,
            ..Settings::default()
        };
        let journal = Journal::open(folder, lock, id, forwarded, journal_settings).map_err(fail)?;
        let visitors = DayKey::open(folder, application.entropy.clone(), application.clock.now())
            .map_err(|error| Failure::new(format!("cannot keep the visitors' day key in {}: {error}", folder.display())))?;
        let process = format!("{:016x}", application.entropy.bits());
        let node = Arc::new(Self {
            instance,
            journal: Arc::new(journal),
            visitors: Arc::new(visitors),
            routes: KeptRoutes::default(),
            tokens: Arc::default(),
            process,
            id,
            role: settings.role,
            store: settings.store.clone(),
            links: settings.links.clone(),
            table,
            seal_keys: SealKeyFile::new(settings.store.seal_keys.clone()),
            filled: watch::Sender::new(false),
            attached: watch::Sender::new(false),
            attaching: Mutex::default(),
            background: Background::new().map_err(fail)?,
            forwarding: Tasks::default(),
            following: Tasks::default(),
        });
        if is_there {
            let mut attaching = tokio::spawn({
                let node = node.clone();
                async move { node.attach().await }
            });
            if let Ok(attached) = timeout(SOON, &mut attaching).await {
                attached.map_err(fail)??;
            } else {
                tracing::info!("there is much to load: visits are resolved from the database until it is in memory");
                *node.attaching.lock().await = Some(attaching);
            }
        } else {
            let (position, entries) = node.table.read().map_err(fail)?;
            tracing::warn!(
                codes = entries.len(),
                %position,
                "the database cannot be reached: resolving from the table kept on disk, recording to the journal, and looking for it"
            );
            node.routes.routes().replace(position, entries);
            node.filled.send_replace(true);
            node.following.tracker.spawn(node.clone().attach_later());
        }
        Ok(node)
    }

    /// Whether visits can be resolved from memory.
    pub(crate) fn filled(&self) -> watch::Receiver<bool> {
        self.filled.subscribe()
    }

    /// Waits for the failure of what a start did not wait for: for ever, if it succeeds.
    pub(crate) async fn failed(&self) -> Failure {
        let mut attaching = self.attaching.lock().await;
        if let Some(task) = attaching.as_mut() {
            let attached = task.await.map_err(fail).flatten();
            *attaching = None;
            if let Err(failure) = attached {
                return failure;
            }
        }
        future::pending().await
    }

    /// Whether the node has loaded from its store and follows it.
    pub(crate) fn attached(&self) -> watch::Receiver<bool> {
        self.attached.subscribe()
    }

    async fn attach_later(self: Arc<Self>) {
        let mut told = String::new();
        loop {
            tokio::select! {
                () = self.following.stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            if !self.instance.stores.answers().await {
                continue;
            }
            match self.open_and_attach().await {
                Ok(()) => {
                    tracing::info!("the database is there: following it");
                    return;
                }
                Err(failure) if failure.to_string() == told => {}
                Err(failure) => {
                    told = failure.to_string();
                    tracing::warn!("the database is there and cannot be used: {told}");
                }
            }
        }
    }

    async fn open_and_attach(self: &Arc<Self>) -> Result<(), Failure> {
        // As at any start: what is wrong with it is said, and its schema is brought up to date.
        Stores::open(&self.store).await?.close().await;
        self.attach().await
    }

    /// Says of tokens from before tokens said whose they are which of them are one person's; of later ones that is known.
    async fn recognise_people(&self) {
        if self.role == Role::Resolver {
            return;
        }
        let (stores, application) = (&self.instance.stores, &self.instance.application);
        match recognise_people(application, &*stores.names()).await {
            Ok(0) => {}
            Ok(recognised) => tracing::info!(recognised, "tokens of one name are one person's, and say so from now on"),
            Err(refusal) => tracing::warn!("whose old tokens are is not known: {refusal}"),
        }
    }

    /// Loads from the store and follows it from now on.
    async fn attach(self: &Arc<Self>) -> Result<(), Failure> {
        let (stores, application) = (&self.instance.stores, &self.instance.application);
        let agreement = stores.day_keys();
        if let Some(agreement) = &agreement {
            // Without it this node counts visitors by itself, which is no reason not to serve them.
            if let Err(error) = self.visitors.agree(&**agreement, application.clock.now()).await {
                tracing::warn!(
                    "the visitors' day key cannot be agreed on with other nodes, signpost migrate makes what is missing: {error}"
                );
            }
        }
        self.recognise_people().await;
        let mut memories: Vec<Arc<dyn ReadModel<Decision>>> = vec![self.tokens.clone()];
        let (position, rows) = stores.access().await.map_err(fail)?;
        self.tokens.replace(position, rows);
        // A node that answers no scans need not hold every code in memory.
        if self.role != Role::Admin {
            let stores = stores.clone();
            let loading = self.background.begin_for_memory(async move { stores.routes().await });
            self.routes.routes().take_over(loading.await.map_err(fail)?.map_err(fail)?);
            memories.push(Arc::new(self.routes.clone()));
        }
        for memory in &memories {
            // What is behind catches up before the first answer; what cannot is told by the follower and by /readyz.
            let _ = catch_up(&application.decisions, &**memory, |_| {}).await;
        }
        self.filled.send_replace(true);
        let Tasks { tracker, stop } = &self.following;
        let mut candidate_for = Vec::new();
        if self.role != Role::Resolver {
            candidate_for.extend(postgres::PROJECTIONS.map(|(name, _)| name));
            candidate_for.extend(self.can_seal().await.then_some(SEALER));
            candidate_for.extend(self.links.is_some().then_some(LINKS));
        }
        let turns = stores.join(&self.process, self.id, candidate_for, tracker, stop).await?;
        tracker.spawn(day_key::keep(
            self.visitors.clone(),
            agreement,
            application.clock.clone(),
            stop.clone(),
        ));
        self.follow(memories, &turns);
        self.ask_where_codes_lead(&turns)?;
        if self.role != Role::Admin && stores.can_be_away() {
            tracker.spawn(self.clone().keep_table());
        }
        let forwarding = &self.forwarding;
        let forwarder = forward(self.journal.clone(), application.scans.clone(), forwarding.stop.clone());
        self.background.spawn(&forwarding.tracker, forwarder);
        let progress = application.progress.clone();
        let keeping_up = keep_up(self.journal.clone(), move || progress.scans_behind(), forwarding.stop.clone());
        forwarding.tracker.spawn(keeping_up);
        self.attached.send_replace(true);
        Ok(())
    }

    /// Whether this node holds the key that the log is signed with; the first of all nodes makes it.
    async fn can_seal(&self) -> bool {
        let (application, seals) = (&self.instance.application, self.instance.stores.seals());
        let origin = origin(&application.public_url);
        let held = hold_key(&*seals, &self.seal_keys, &*application.entropy, &origin).await;
        if let Err(error) = &held {
            tracing::warn!("this node seals no decisions: {error}");
        }
        held.is_ok()
    }

    /// Has read models follow their logs: this node's memories by themselves, those in the store by turns with other nodes.
    fn follow(&self, memories: Vec<Arc<dyn ReadModel<Decision>>>, turns: &Arc<dyn Turns>) {
        let (stores, application) = (&self.instance.stores, &self.instance.application);
        let Tasks { tracker, stop } = &self.following;
        let alone: Arc<dyn Turns> = Arc::new(Alone);
        let begin = |group: Group<Decision>, turns: &Arc<dyn Turns>| {
            let progress = application.progress.clone();
            follow(application.decisions.clone(), group, progress, turns.clone(), stop.clone())
        };
        self.background.spawn_for_memory(tracker, begin(Group::of(memories), &alone));
        for group in stores.groups_of_decisions() {
            self.background.spawn(tracker, begin(group, turns));
        }
        let tree = stores.stored(application.decisions.clone());
        let progress = application.progress.clone();
        let following = follow(tree, Group::one(stores.tree()), progress, turns.clone(), stop.clone());
        self.background.spawn(tracker, following);
        if self.role != Role::Resolver {
            let keys = Arc::new(self.seal_keys.clone());
            let sealing = keep_sealed(application.clone(), stores.scan_records(), keys, turns.clone(), stop.clone());
            self.background.spawn(tracker, sealing);
        }
        for model in stores.models_of_scans() {
            let (progress, turns) = (application.progress.clone(), turns.clone());
            let following = follow(application.scans.clone(), Group::one(model), progress, turns, stop.clone());
            self.background.spawn(tracker, following);
        }
    }

    /// Begins to ask whether somebody answers where codes lead, if that is switched on.
    fn ask_where_codes_lead(&self, turns: &Arc<dyn Turns>) -> Result<(), Failure> {
        let Some(LinkSettings { pace, networks }) = self.links.clone().filter(|_| self.role != Role::Resolver) else {
            return Ok(());
        };
        let asker = HttpLinkAsker::new(networks).map_err(|error| {
            Failure::new(format!(
                "check-links: the certificates that this machine trusts cannot be read: {error}"
            ))
        })?;
        let Tasks { tracker, stop } = &self.following;
        let application = self.instance.application.clone();
        let asking = keep_asking(application, Arc::new(asker), pace, turns.clone(), stop.clone());
        self.background.spawn(tracker, asking);
        Ok(())
    }

    /// Keeps the table on disk until told to stop, and as it is then.
    async fn keep_table(self: Arc<Self>) {
        let mut kept = None;
        while !self.following.stop.is_cancelled() {
            let begun = Instant::now();
            if kept != Some(self.routes.routes().position()) {
                kept = self.write_table().await;
            }
            tokio::select! {
                () = self.following.stop.cancelled() => {}
                () = tokio::time::sleep(KEEP_EVERY.max(begun.elapsed() * KEEP_SHARE)) => {}
            }
        }
        if kept != Some(self.routes.routes().position()) {
            self.write_table().await;
        }
    }

    async fn write_table(&self) -> Option<Position> {
        let _still = self.routes.stand_still().await;
        let (table, routes) = (self.table.clone(), self.routes.routes().clone());
        let written = tokio::task::spawn_blocking(move || table.write(|show| routes.walk(show)));
        let outcome = written.await.map_err(std::io::Error::other).and_then(|outcome| outcome);
        outcome
            .inspect_err(|error| {
                tracing::warn!(
                    "the table of codes cannot be kept on disk, a start without the database would not know them: {error}"
                );
            })
            .ok()
    }

    /// Writes the journal to its end, moves on what can be moved, and ends every task.
    pub(crate) async fn close(&self) -> Result<(), Failure> {
        if let Some(attaching) = self.attaching.lock().await.take() {
            attaching.abort();
            // It ends because of that, or has ended just before.
            drop(attaching.await);
        }
        // First the journal is written to its end, then all of it is moved on; what cannot be moved now is moved at the next start.
        let closing = self.journal.clone();
        tokio::task::spawn_blocking(move || closing.close()).await.map_err(fail)?;
        self.forwarding.end().await;
        self.following.end().await;
        self.instance.close().await;
        Ok(())
    }
}
