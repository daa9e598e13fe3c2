//! The ports on the real world: [`sqlite`] and [`postgres`] stores, the node's [`journal`] and its forwarder, its [table of codes on disk](kept_table), visitors' day keys and tokens
//! in [`identity`], whether somebody answers where [`links`] lead, pictures in [`artwork`], logs in files that were [`exported`].

pub mod artwork;
mod before;
mod copied;
pub mod exported;
pub mod identity;
pub mod journal;
mod kept_by_hour;
pub mod kept_table;
pub mod links;
pub mod machine;
mod outgoing;
pub mod postgres;
pub mod qr_toolkit;
pub mod schema;
pub mod sealer;
mod search;
pub mod sqlite;
mod stored;
mod streams;
pub mod tables;
