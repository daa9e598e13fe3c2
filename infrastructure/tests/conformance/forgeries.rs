//! Ways to change what is in a log, for whoever owns the database and takes the triggers away first.

use signpost_application::seals::verify::Log;

/// A change, and the first position that is not as it was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forgery {
    pub(crate) log: Log,
    pub(crate) first: u64,
    /// LATER stands for a time a microsecond after `recorded_at`, and ZEROED(n) for `hashes` with zeros in the place of the one from byte n on: stores write
    /// these differently.
    pub(crate) statements: &'static str,
}

impl Forgery {
    /// The statements as a store writes them.
    pub(crate) fn written(&self, later: &str, zeroed: impl Fn(u32) -> String) -> String {
        let statements = self.statements.replace("LATER", later);
        let Some((before, rest)) = statements.split_once("ZEROED(") else {
            return statements;
        };
        let (from, after) = rest.split_once(')').expect("it is closed");
        format!("{before}{}{after}", zeroed(from.parse().expect("a number")))
    }
}

macro_rules! forgeries {
    ($($log:ident $first:literal $statements:literal),* $(,)?) => {
        &[$(Forgery { log: Log::$log, first: $first, statements: $statements }),*]
    };
}

/// Of fifteen decisions, four of each five on codes.
pub(crate) const OF_DECISIONS: &[Forgery] = forgeries![
    Decisions 3 "UPDATE events SET payload = '{\"type\":\"Minted\",\"label\":\"b\"}' WHERE position = 3",
    Decisions 3 "UPDATE events SET metadata = '{\"actor\":\"t-9\"}' WHERE position = 3",
    Decisions 3 "UPDATE events SET aggregate_type = 'audience' WHERE position = 3",
    Decisions 3 "UPDATE events SET aggregate_id = 'BENCH-9' WHERE position = 3",
    Decisions 3 "UPDATE events SET event_type = 'Retired' WHERE position = 3",
    Decisions 3 "UPDATE events SET event_version = '2' WHERE position = 3",
    Decisions 3 "UPDATE events SET sequence = 2 WHERE position = 3",
    Decisions 3 "UPDATE events SET recorded_at = LATER WHERE position = 3",
    Decisions 15 "UPDATE events SET aggregate_id = 'keys' WHERE position = 15",
    Decisions 7 "DELETE FROM events WHERE position = 7",
    Decisions 7 "DELETE FROM events WHERE position = 7;
        UPDATE events SET position = position + 1000 WHERE position > 7;
        UPDATE events SET position = position - 1001 WHERE position > 1000",
    Decisions 4 "UPDATE events SET position = 1000 WHERE position = 4; UPDATE events SET position = 4 WHERE position = 6;
        UPDATE events SET position = 6 WHERE position = 1000",
    Decisions 6 "UPDATE events SET position = position + 1000 WHERE position >= 6;
        UPDATE events SET position = position - 999 WHERE position > 1000;
        INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, recorded_at)
        SELECT 6, aggregate_type, 'FORGED', 1, event_type, event_version, payload, metadata, recorded_at FROM events WHERE position = 1",
    Decisions 1 "UPDATE events SET position = position - 1",
    Decisions 14 "DELETE FROM events WHERE position > 13",
    Decisions 1 "DELETE FROM events",
];

/// Of thirty scans.
pub(crate) const OF_SCANS: &[Forgery] = forgeries![
    Scans 17 "UPDATE scans SET node = 8 WHERE position = 17",
    Scans 17 "UPDATE scans SET \"offset\" = 99 WHERE position = 17",
    Scans 17 "UPDATE scans SET at = at + 1 WHERE position = 17",
    Scans 17 "UPDATE scans SET at = at + 86400000000 WHERE position = 17",
    Scans 17 "UPDATE scans SET code = 'BENCH-9' WHERE position = 17",
    Scans 17 "UPDATE scans SET as_of = as_of + 1 WHERE position = 17",
    Scans 17 "UPDATE scans SET outcome = 0 WHERE position = 17",
    Scans 17 "UPDATE scans SET cause = 'default' WHERE position = 17",
    Scans 17 "UPDATE scans SET platform = 0 WHERE position = 17",
    Scans 17 "UPDATE scans SET language = NULL WHERE position = 17",
    Scans 17 "UPDATE scans SET country = 'NL' WHERE position = 17",
    Scans 17 "UPDATE scans SET robot = NOT robot WHERE position = 17",
    Scans 17 "UPDATE scans SET visitor = visitor + 1 WHERE position = 17",
    Scans 17 "UPDATE scans SET referrer = '' WHERE position = 17",
    Scans 17 "UPDATE scans SET item = 1 WHERE position = 17",
    Scans 17 "DELETE FROM scans WHERE position = 17",
    Scans 17 "DELETE FROM scans WHERE position = 17; UPDATE scans SET position = position + 1000 WHERE position > 17;
        UPDATE scans SET position = position - 1001 WHERE position > 1000",
    Scans 12 "UPDATE scans SET position = 1000 WHERE position = 12; UPDATE scans SET position = 12 WHERE position = 18;
        UPDATE scans SET position = 18 WHERE position = 1000",
    Scans 8 "UPDATE scans SET position = position + 1000 WHERE position >= 8; UPDATE scans SET position = position - 999 WHERE position > 1000;
        INSERT INTO scans (position, node, \"offset\", at, code, as_of, outcome, cause, platform, robot, visitor)
        SELECT 8, 9, 9, at, code, as_of, outcome, cause, platform, robot, visitor FROM scans WHERE position = 1",
    Scans 1 "UPDATE scans SET position = position - 1",
    Scans 26 "DELETE FROM scans WHERE position > 25",
    Scans 1 "DELETE FROM scans",
];

/// Of the tree over six hundred decisions, and of the checkpoints of the first 300 and of all of them. The positions are those of decisions.
pub(crate) const OF_SEALS: &[Forgery] = forgeries![
    Seals 3 "UPDATE seal_tiles SET hashes = ZEROED(65) WHERE level = 0 AND place = 0",
    Seals 513 "UPDATE seal_tiles SET hashes = ZEROED(1) WHERE level = 0 AND place = 2",
    Seals 257 "UPDATE seal_tiles SET hashes = ZEROED(33) WHERE level = 1 AND place = 0",
    Seals 1 "UPDATE seal_tiles SET hashes = ZEROED(1) WHERE level = 1 AND place = 0",
    Seals 257 "UPDATE seal_tiles SET hashes = substr(hashes, 1, 32) WHERE level = 1 AND place = 0",
    Seals 2 "UPDATE seal_tiles SET hashes = substr(hashes, 1, 32) WHERE level = 0 AND place = 0",
    Seals 257 "DELETE FROM seal_tiles WHERE level = 0 AND place = 1",
    Seals 1 "DELETE FROM seal_tiles WHERE level = 1",
    Seals 1 "DELETE FROM seal_tiles",
    Seals 1 "UPDATE seal_tiles SET place = 1000 WHERE level = 0 AND place = 0; UPDATE seal_tiles SET place = 0 WHERE level = 0 AND place = 1;
        UPDATE seal_tiles SET place = 1 WHERE level = 0 AND place = 1000",
    Seals 600 "UPDATE seals SET note = replace(note, '600', '601') WHERE position = 600",
    Seals 600 "UPDATE seals SET note = (SELECT s.note FROM seals s WHERE s.position = 300) WHERE position = 600",
    Seals 601 "UPDATE seals SET position = 601 WHERE position = 600",
    Seals 700 "INSERT INTO seals (position, note) SELECT 700, note FROM seals WHERE position = 300",
];
