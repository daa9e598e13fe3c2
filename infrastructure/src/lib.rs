//! The ports on the real world: [`sqlite`] stores, the node's [`journal`] and its forwarder, visitors' day keys and tokens
//! in [`identity`], pictures in [`artwork`].

pub mod artwork;
pub mod identity;
pub mod journal;
pub mod machine;
pub mod sqlite;
mod stored;
