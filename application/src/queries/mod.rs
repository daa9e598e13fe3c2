//! What can be asked, a file each.

pub mod as_of;
pub mod audiences;
pub mod batches;
pub mod busiest;
pub mod changes;
pub mod codes;
pub mod decisions;
pub mod designs;
pub mod diff;
pub mod evidence;
pub mod explain;
pub mod history;
pub mod people;
pub mod picture;
pub mod print;
pub mod proposals;
pub mod recheck;
pub mod scans;
pub mod seals;
pub mod series;
pub mod served;
pub mod session;
pub mod statistics;
mod then;
pub mod tokens;
pub mod touched;
pub mod units;
