//! Time, randomness and who a visitor is: everything that makes two runs differ.

use std::net::IpAddr;

use jiff::Timestamp;
use signpost_domain::visit::Visitor;

/// What time it is.
pub trait Clock: Send + Sync {
    /// The time now, to the microsecond.
    fn now(&self) -> Timestamp;
}

/// The operating system's random generator.
pub trait Entropy: Send + Sync {
    /// 64 random bits.
    fn bits(&self) -> u64;

    /// 256 random bits.
    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        for part in secret.chunks_exact_mut(8) {
            part.copy_from_slice(&self.bits().to_le_bytes());
        }
        secret
    }
}

/// Tells visitors apart for one day, by a random key that is thrown away when the day is over.
pub trait Visitors: Send + Sync {
    /// The visitor behind an address and a user agent, at `at`.
    fn visitor(&self, at: Timestamp, network: Option<IpAddr>, user_agent: &str) -> Visitor;
}
