//! Those who send tokens that are not valid: past some of them from one address, the answer is to wait, and no store is asked.
//!
//! Valid tokens are let in all the same. Behind one address may be a whole office, or a proxy that nobody named, and nobody should
//! be able to lock others out; what is guarded is the store and the log, not a secret of 256 bits.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;

/// Invalid tokens that are looked at, from one address.
const LOOKED_AT: u32 = 60;
/// Within which time.
const WITHIN: Duration = Duration::from_mins(1);
/// Addresses that are remembered: with a hundred bytes for each, a flood from everywhere costs a megabyte or so.
const REMEMBERED: usize = 10_000;

/// Counts invalid tokens by address, on this node.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<u128, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Timestamp,
    seen: u32,
}

impl Window {
    /// What is left of it.
    fn left(self, now: Timestamp) -> Duration {
        // A clock that was set back ends it.
        let passed = Duration::try_from(now.duration_since(self.began)).unwrap_or(WITHIN);
        WITHIN.saturating_sub(passed)
    }
}

impl Strangers {
    /// How long an address has to wait before an invalid token from there is looked at again, if it has.
    pub(crate) fn waits(&self, address: Option<IpAddr>, now: Timestamp) -> Option<Duration> {
        let windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get(&network(address))?;
        let left = window.left(now);
        (window.seen >= LOOKED_AT && !left.is_zero()).then_some(left)
    }

    /// Notes an invalid token.
    pub(crate) fn note(&self, address: Option<IpAddr>, now: Timestamp) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let network = network(address);
        if windows.len() >= REMEMBERED && !windows.contains_key(&network) {
            windows.retain(|_, window| !window.left(now).is_zero());
            // From everywhere at once: they are counted anew rather than without end.
            if windows.len() >= REMEMBERED {
                windows.clear();
            }
        }
        let fresh = Window { began: now, seen: 0 };
        let window = windows.entry(network).or_insert(fresh);
        if window.left(now).is_zero() {
            *window = fresh;
        }
        window.seen += 1;
        if window.seen == LOOKED_AT {
            tracing::warn!("many tokens that are not valid come from one address; for a minute, further ones are refused unseen");
        }
    }
}

/// An address; of version 6, the network that a household has.
fn network(address: Option<IpAddr>) -> u128 {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(v4)) => v4.to_ipv6_mapped().to_bits(),
        Some(IpAddr::V6(v6)) => v6.to_bits() >> 64 << 64,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn whoever_sends_many_invalid_tokens_waits_until_the_minute_is_over() {
        let strangers = Strangers::default();
        let address = |text: &str| Some(text.parse().unwrap());
        for _ in 0..LOOKED_AT {
            assert_eq!(strangers.waits(address("192.0.2.1"), at(0)), None);
            strangers.note(address("192.0.2.1"), at(0));
        }
        assert_eq!(strangers.waits(address("192.0.2.1"), at(20)), Some(Duration::from_secs(40)));
        assert_eq!(strangers.waits(address("192.0.2.2"), at(20)), None);
        assert_eq!(strangers.waits(address("192.0.2.1"), at(60)), None);
        strangers.note(address("192.0.2.1"), at(60));
        assert_eq!(strangers.waits(address("192.0.2.1"), at(61)), None);
        for n in 0..LOOKED_AT {
            strangers.note(address(&format!("2001:db8::{n:x}")), at(0));
        }
        assert!(strangers.waits(address("2001:db8::ffff"), at(1)).is_some(), "a household");
        assert!(strangers.waits(address("2001:db8:0:1::1"), at(1)).is_none());
    }

    #[test]
    fn a_flood_from_everywhere_costs_little() {
        let strangers = Strangers::default();
        for n in 0..u32::try_from(REMEMBERED).unwrap() + 5 {
            strangers.note(Some(IpAddr::from(n.to_be_bytes())), at(0));
        }
        assert!(strangers.0.lock().unwrap().len() <= REMEMBERED);
    }
}
