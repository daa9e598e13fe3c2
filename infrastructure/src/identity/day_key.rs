//! The key by which visitors are told apart for one day (UTC): random, in no log and no backup, and forgotten when the day
//! is over, after which nobody can say any more who a visitor was.
//!
//! Scans take it from memory and never wait for it. [`keep`] does the rest beside them: it keeps the key in `ephemeral/` of the
//! data folder, so that a restart does not count everybody twice, and agrees with other nodes on one key for all, for tomorrow
//! well before midnight. Leave that folder out of backups; the operating guide's commands do.

use std::{
    fs,
    io::{self, Write},
    net::IpAddr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    StoreError,
    surroundings::{Clock, Entropy, Visitors},
};
use signpost_domain::visit::Visitor;
use siphasher::sip::SipHasher24;
use tokio::{sync::Notify, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

/// A day, as the number of days since 1970.
pub type Day = i64;
/// A day's key.
pub type Key = [u8; 16];

const SECONDS_A_DAY: i64 = 24 * 3_600;
/// How long before midnight the nodes agree on tomorrow's key, in seconds: an hour, to outlast what goes wrong in passing.
const AHEAD: i64 = 3_600;
/// How often a node makes sure that it has the others' key.
const AGREE_EVERY: Duration = Duration::from_secs(10);

/// Where nodes agree on a key.
#[async_trait]
pub trait Agreement: Send + Sync {
    /// The key of `day`: the one that was agreed on, or else `proposal`, which then is agreed on.
    async fn agree(&self, day: Day, proposal: Key) -> Result<Key, StoreError>;

    /// Forgets the keys of the days before `day`.
    async fn forget_before(&self, day: Day) -> Result<(), StoreError>;
}

/// The day's key.
pub struct DayKey {
    path: PathBuf,
    entropy: Arc<dyn Entropy>,
    keys: RwLock<Keys>,
    /// Told when a scan found that a new day has begun.
    new_day: Notify,
}

#[derive(Clone, Copy)]
struct Keys {
    current: (Day, Key),
    /// The next day's, once it is agreed on.
    next: Option<(Day, Key)>,
    /// What the file holds.
    kept: Option<(Day, Key)>,
}

impl DayKey {
    /// The key of today, from the folder `ephemeral` in `folder` or new.
    pub fn open(folder: &Path, entropy: Arc<dyn Entropy>, now: Timestamp) -> io::Result<Self> {
        let folder = folder.join("ephemeral");
        fs::create_dir_all(&folder)?;
        let path = folder.join("visitor-key");
        let today = day(now);
        let kept = fs::read_to_string(&path).ok().and_then(|text| parse(&text));
        let current = kept.filter(|(day, _)| *day == today);
        let key = Self {
            path,
            keys: RwLock::new(Keys {
                current: current.unwrap_or_else(|| (today, random(&*entropy))),
                next: None,
                kept,
            }),
            entropy,
            new_day: Notify::new(),
        };
        key.keep_current()?;
        Ok(key)
    }

    /// The key for `today`. A clock that went back keeps the key it has: the one before is gone for good.
    fn for_day(&self, today: Day) -> Key {
        {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            if keys.current.0 >= today {
                return keys.current.1;
            }
        }
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if keys.current.0 < today {
            // Nobody could agree on one: this node has one of its own until they can.
            let next = keys.next.take().filter(|(day, _)| *day == today);
            keys.current = next.unwrap_or_else(|| (today, random(&*self.entropy)));
            self.new_day.notify_one();
        }
        keys.current.1
    }

    /// Agrees with the other nodes on the key of today and, towards the end of the day, of tomorrow.
    pub async fn agree(&self, agreement: &dyn Agreement, now: Timestamp) -> Result<(), StoreError> {
        let (today, tomorrow) = (day(now), day(now) + 1);
        let own = self.for_day(today);
        let agreed = agreement.agree(today, own).await?;
        self.adopt(today, agreed);
        if tomorrow * SECONDS_A_DAY - now.as_second() <= AHEAD {
            let next = self.keys.read().unwrap_or_else(PoisonError::into_inner).next;
            let own = next.filter(|(day, _)| *day == tomorrow).map(|(_, key)| key);
            let agreed = agreement
                .agree(tomorrow, own.unwrap_or_else(|| random(&*self.entropy)))
                .await?;
            self.adopt(tomorrow, agreed);
        }
        agreement.forget_before(today).await
    }

    /// Takes over what was agreed on.
    fn adopt(&self, day: Day, key: Key) {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        match day.cmp(&keys.current.0) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => keys.current.1 = key,
            std::cmp::Ordering::Greater => keys.next = Some((day, key)),
        }
    }

    /// Overwrites the key in the file if it is another one.
    fn keep_current(&self) -> io::Result<()> {
        let Keys { current, kept, .. } = *self.keys.read().unwrap_or_else(PoisonError::into_inner);
        if kept == Some(current) {
            return Ok(());
        }
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.path)?;
        writeln!(file, "{} {:032x}", current.0, u128::from_be_bytes(current.1))?;
        file.sync_all()?;
        self.keys.write().unwrap_or_else(PoisonError::into_inner).kept = Some(current);
        Ok(())
    }
}

/// Keeps the key in its file and, where there are other nodes, the same as theirs, until told to stop.
pub async fn keep(key: Arc<DayKey>, agreement: Option<Arc<dyn Agreement>>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = key.new_day.notified() => {}
            () = tokio::time::sleep(AGREE_EVERY) => {}
        }
        // Yesterday's goes on time, also when nobody scans.
        key.for_day(day(clock.now()));
        if let Some(agreement) = &agreement
            && let Err(error) = key.agree(&**agreement, clock.now()).await
        {
            tracing::debug!("the visitors' day key is not agreed on with the other nodes: {error}");
        }
        let keeping = Arc::clone(&key);
        // A disk may hang, and threads that answer visitors have no time for that.
        let kept = spawn_blocking(move || keeping.keep_current()).await;
        if let Err(error) = kept.map_err(io::Error::other).flatten() {
            tracing::warn!("the visitors' day key cannot be kept, a restart will count today's visitors again: {error}");
        }
    }
}

fn random(entropy: &dyn Entropy) -> Key {
    let mut key = [0; 16];
    key.copy_from_slice(&entropy.secret()[..16]);
    key
}

fn day(at: Timestamp) -> Day {
    at.as_second().div_euclid(SECONDS_A_DAY)
}

fn parse(text: &str) -> Option<(Day, Key)> {
    let (day, key) = text.trim().split_once(' ')?;
    Some((day.parse().ok()?, u128::from_str_radix(key, 16).ok()?.to_be_bytes()))
}

impl Visitors for DayKey {
    fn visitor(&self, at: Timestamp, network: Option<IpAddr>, user_agent: &str) -> Visitor {
        let hasher = SipHasher24::new_with_key(&self.for_day(day(at)));
        let mut seen = [0; 16 + 256];
        let address = match network {
            Some(IpAddr::V4(v4)) => v4.to_ipv6_mapped().octets(),
            Some(IpAddr::V6(v6)) => v6.octets(),
            None => [0; 16],
        };
        seen[..16].copy_from_slice(&address);
        let agent = &user_agent.as_bytes()[..user_agent.len().min(256)];
        seen[16..16 + agent.len()].copy_from_slice(agent);
        Visitor(hasher.hash(&seen[..16 + agent.len()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SystemEntropy;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_visitor_is_the_same_all_day_also_after_a_restart_and_another_the_day_after() {
        let folder = tempfile::tempdir().unwrap();
        let address = Some("192.0.2.7".parse().unwrap());
        let keys = |now| DayKey::open(folder.path(), Arc::new(SystemEntropy), at(now)).unwrap();
        let morning = keys("2026-11-23T00:00:00Z");
        let visitor = morning.visitor(at("2026-11-23T08:00:00Z"), address, "agent");
        let restarted = keys("2026-11-23T12:00:00Z");
        assert_eq!(restarted.visitor(at("2026-11-23T23:59:59Z"), address, "agent"), visitor);
        assert_ne!(restarted.visitor(at("2026-11-23T23:59:59Z"), address, "other"), visitor);
        let tomorrow = restarted.visitor(at("2026-11-24T00:00:00Z"), address, "agent");
        assert_ne!(tomorrow, visitor);
        assert_eq!(
            restarted.visitor(at("2026-11-23T23:59:59Z"), address, "agent"),
            tomorrow,
            "the old key is gone for good"
        );
    }

    #[test]
    fn the_key_is_readable_by_its_owner_only_and_yesterdays_is_overwritten() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let keys = DayKey::open(folder.path(), Arc::new(SystemEntropy), at("2026-11-23T00:00:00Z")).unwrap();
        let path = folder.path().join("ephemeral/visitor-key");
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        keys.visitor(at("2026-11-24T00:00:00Z"), None, "");
        assert_eq!(fs::read_to_string(&path).unwrap(), first, "a scan writes no file");
        keys.keep_current().unwrap();
        assert_ne!(fs::read_to_string(&path).unwrap(), first);
    }

    /// Agrees like a database that is there or not.
    #[derive(Default)]
    struct Table(std::sync::Mutex<(bool, std::collections::BTreeMap<Day, Key>)>);

    #[async_trait]
    impl Agreement for Table {
        async fn agree(&self, day: Day, proposal: Key) -> Result<Key, StoreError> {
            let mut table = self.0.lock().unwrap();
            if table.0 {
                return Err(StoreError::Unavailable("stopped".into()));
            }
            Ok(*table.1.entry(day).or_insert(proposal))
        }

        async fn forget_before(&self, day: Day) -> Result<(), StoreError> {
            self.0.lock().unwrap().1.retain(|kept, _| *kept >= day);
            Ok(())
        }
    }

    #[tokio::test]
    async fn all_nodes_have_one_key_and_change_it_at_midnight_without_asking() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let evening = at("2026-11-23T23:30:00Z");
        let nodes = folders
            .each_ref()
            .map(|folder| DayKey::open(folder.path(), Arc::new(SystemEntropy), evening).unwrap());
        let visitor = |node: &DayKey, now| node.visitor(at(now), None, "agent");
        let table = Table::default();
        for node in &nodes {
            node.agree(&table, evening).await.unwrap();
        }
        table.0.lock().unwrap().0 = true;
        let mut seen = Vec::new();
        for now in ["2026-11-23T23:59:59.999Z", "2026-11-24T00:00:00Z"] {
            assert_eq!(visitor(&nodes[0], now), visitor(&nodes[1], now), "at {now}");
            seen.push(visitor(&nodes[0], now));
        }
        assert_ne!(seen[0], seen[1]);

        // The day after, nobody could agree: each counts by itself, and they agree as soon as they can.
        let night = "2026-11-25T00:10:00Z";
        assert!(nodes[0].agree(&table, at(night)).await.is_err());
        assert_ne!(visitor(&nodes[0], night), visitor(&nodes[1], night));
        table.0.lock().unwrap().0 = false;
        for node in &nodes {
            node.agree(&table, at(night)).await.unwrap();
        }
        assert_eq!(visitor(&nodes[0], night), visitor(&nodes[1], night));
        // A database that crashed comes back without the key, which the nodes still have.
        let before = visitor(&nodes[0], night);
        table.0.lock().unwrap().1.clear();
        for node in &nodes {
            node.agree(&table, at(night)).await.unwrap();
            assert_eq!(visitor(node, night), before);
        }
        assert_eq!(table.0.lock().unwrap().1.len(), 1, "only today's is there");
    }
}
