//! Invariants 4, 5 and 6 while everything happens at once; `scripts/bench torture` does this for hundreds of rounds.

use std::path::Path;

use signpost_torturer::{Plan, torture};

use crate::support::database_of_its_own;

const ROUNDS: u32 = 8;

fn survives(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    // Another one each time: whatever is found once is in the message, and can be tried again.
    let seed = u64::from(std::process::id());
    let plan = Plan {
        program: Path::new(env!("CARGO_BIN_EXE_signpost")),
        folder: folder.path(),
        database,
        rounds: ROUNDS,
        seed,
    };
    let verdict = torture(&plan, |_| {}).unwrap_or_else(|what| panic!("seed {seed}: {what}"));
    assert!(verdict.is_clean(), "seed {seed}: {verdict:#?}");
    assert!(
        verdict.answered > 100 && verdict.hung_up > 0 && verdict.changes > 0,
        "{verdict:?}"
    );
}

#[test]
fn invariants_4_5_and_6_hold_when_it_is_killed_again_and_again_on_the_embedded_store() {
    survives(None);
}

#[test]
fn invariants_4_5_and_6_hold_when_it_is_killed_again_and_again_on_postgresql() {
    survives(Some(&database_of_its_own()));
}
