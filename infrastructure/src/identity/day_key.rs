//! The key by which visitors are told apart for one day (UTC): random, in no log and no backup, and overwritten when the day
//! is over, after which nobody can say any more who a visitor was.
//!
//! It lies in `ephemeral/` of the data folder, so that a restart does not count everybody twice. Leave that folder out of
//! backups; the operating guide's commands do.

use std::{
    fs,
    io::Write,
    net::IpAddr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use jiff::Timestamp;
use signpost_application::ports::surroundings::{Entropy, Visitors};
use signpost_domain::visit::Visitor;
use siphasher::sip::SipHasher24;

/// A day, as the number of days since 1970.
type Day = i64;

/// The day's key.
pub struct DayKey {
    path: PathBuf,
    entropy: Arc<dyn Entropy>,
    current: RwLock<(Day, [u8; 16])>,
}

impl DayKey {
    /// The key of today, from the folder `ephemeral` in `folder` or new.
    pub fn open(folder: &Path, entropy: Arc<dyn Entropy>, now: Timestamp) -> std::io::Result<Self> {
        let folder = folder.join("ephemeral");
        fs::create_dir_all(&folder)?;
        let path = folder.join("visitor-key");
        let today = day(now);
        let kept = fs::read_to_string(&path)
            .ok()
            .and_then(|text| parse(&text))
            .filter(|(day, _)| *day == today);
        let key = Self {
            path,
            entropy,
            current: RwLock::new(kept.unwrap_or((Day::MIN, [0; 16]))),
        };
        key.for_day(today);
        Ok(key)
    }

    /// The key for `today`. A clock that went back keeps the key it has: the one before is gone for good.
    fn for_day(&self, today: Day) -> [u8; 16] {
        {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            if current.0 >= today {
                return current.1;
            }
        }
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.0 < today {
            let mut key = [0; 16];
            key.copy_from_slice(&self.entropy.secret()[..16]);
            *current = (today, key);
            if let Err(error) = self.keep(today, key) {
                tracing::warn!("the visitors' day key cannot be kept, a restart will count today's visitors again: {error}");
            }
        }
        current.1
    }

    /// Overwrites the key of the day before.
    fn keep(&self, today: Day, key: [u8; 16]) -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.path)?;
        writeln!(file, "{today} {:032x}", u128::from_be_bytes(key))?;
        file.sync_all()
    }
}

fn day(at: Timestamp) -> Day {
    at.as_second().div_euclid(24 * 3_600)
}

fn parse(text: &str) -> Option<(Day, [u8; 16])> {
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
        assert_ne!(fs::read_to_string(&path).unwrap(), first);
    }
}
