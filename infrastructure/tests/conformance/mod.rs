//! What every store must do, whichever it is: promises as functions over a [`Store`], and the list of them.
//!
//! To hold another store to them, implement [`Store`] for it in a file beside `sqlite_conforms.rs`, and write
//! `conformance::promises!(ThatStore)` there.

pub(crate) mod accounts;
pub(crate) mod acts;
pub(crate) mod append_all;
pub(crate) mod approving;
pub(crate) mod as_of;
pub(crate) mod audit;
pub(crate) mod changes;
pub(crate) mod checkpoints;
pub(crate) mod decision_log;
pub(crate) mod decisions;
pub(crate) mod desk;
pub(crate) mod forgeries;
pub(crate) mod links;
pub(crate) mod positions;
pub(crate) mod property;
pub(crate) mod proposals;
pub(crate) mod read_models;
pub(crate) mod rechecks;
pub(crate) mod retention;
pub(crate) mod reversals;
pub(crate) mod routes;
pub(crate) mod samples;
pub(crate) mod scan_log;
pub(crate) mod seals;
pub(crate) mod search;
pub(crate) mod searches;
pub(crate) mod sessions;
pub(crate) mod unreadable;
pub(crate) mod upgrades;
pub(crate) mod usage;
pub(crate) mod visits;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use signpost_application::{
    ports::{
        accounts::Accounts,
        catalogue::Catalogue,
        decision_log::{DecisionLog, Stream},
        history::History,
        links::Links,
        proposals::Proposals,
        records::Records,
        retention::ScanRetention,
        scan_log::ScanLog,
        seals::Seals,
        sessions::Sessions,
        statistics::Statistics,
        stored_routes::StoredRoutes,
    },
    progress::Progress,
    record::{DecisionRecord, ScanRecord},
    resolver::RoutingTable,
};
use signpost_domain::{
    decision::{Decision, Position},
    scan::{RecordedScan, Scan},
};
use signpost_projections::{
    runner::{Group, ReadModel, catch_up, follow},
    seals::Stored,
    turns::Alone,
};
use tokio_util::sync::CancellationToken;

use self::samples::Counter;

/// Every row of every read model, checkpoints included: table by table, each in an order of its own, as text.
pub(crate) type Rows = BTreeMap<String, Vec<String>>;

/// A store under test. It is nobody else's, and gone when dropped.
#[async_trait]
pub(crate) trait Store: Sized + Send + Sync + 'static {
    /// An empty one.
    async fn fresh() -> Self;

    /// One whose schema was that of before usage was kept by days, with these scans in its log, after these statements; opened now,
    /// as by whoever upgrades.
    async fn from_before_days(scans: &[(u64, Scan)], statements: &'static str) -> Self;

    /// The same data, used as another process would: nothing in memory is shared.
    async fn another_process(&self) -> Self;

    fn decisions(&self) -> Arc<dyn DecisionLog>;
    fn scans(&self) -> Arc<dyn ScanLog>;
    fn catalogue(&self) -> Arc<dyn Catalogue>;
    fn history(&self) -> Arc<dyn History>;
    fn proposals(&self) -> Arc<dyn Proposals>;
    fn statistics(&self) -> Arc<dyn Statistics>;
    fn retention(&self) -> Arc<dyn ScanRetention>;
    fn accounts(&self) -> Arc<dyn Accounts>;
    fn sessions(&self) -> Arc<dyn Sessions>;
    fn links(&self) -> Arc<dyn Links>;

    /// Streams of an aggregate that tells one application of an event from two.
    fn counters(&self) -> Arc<dyn Stream<Counter>>;

    /// The read models of the decision log.
    fn models_of_decisions(&self) -> Vec<Arc<dyn ReadModel<Decision>>>;
    /// The same, as a node has them follow the log.
    fn groups_of_decisions(&self) -> Vec<Group<Decision>> {
        self.models_of_decisions().into_iter().map(Group::one).collect()
    }
    /// The read models of the scan log.
    fn models_of_scans(&self) -> Vec<Arc<dyn ReadModel<RecordedScan>>>;

    /// The decision log as it is stored.
    fn decision_records(&self) -> Arc<dyn Records<DecisionRecord>>;
    /// The scan log as it is stored.
    fn scan_records(&self) -> Arc<dyn Records<ScanRecord>>;
    /// Changes a log past the ports, as whoever owns the database can.
    async fn forge(&self, forgery: &forgeries::Forgery);
    /// The same, to follow.
    fn stored(&self) -> Stored {
        Stored {
            records: self.decision_records(),
            log: self.decisions(),
        }
    }
    /// The tree over it, as a read model.
    fn tree(&self) -> Arc<dyn ReadModel<DecisionRecord>>;
    /// The tree, its checkpoints and keys.
    fn seals(&self) -> Arc<dyn Seals>;
    /// Empties the tree, past the ports, so that it is built of the records as they are.
    async fn empty_tree(&self);

    /// The resolver table, and the position it is true for.
    async fn routes(&self) -> RoutingTable;
    /// The resolver table, a few rows at a time.
    fn stored_routes(&self) -> Arc<dyn StoredRoutes>;
    /// What `signpost projections rebuild` does.
    async fn rebuild(&self, model: &str) {
        self.rebuild_telling(model, &mut |_| {}).await;
    }
    /// The same, telling the position reached after each batch.
    async fn rebuild_telling(&self, model: &str, report: &mut (dyn FnMut(Position) + Send)) {
        self.try_rebuild(model, report).await.expect("it is rebuilt");
    }
    /// The same, where it may be refused.
    async fn try_rebuild(&self, model: &str, report: &mut (dyn FnMut(Position) + Send)) -> Result<(), String>;
    /// What is in the read models.
    async fn dump(&self) -> Rows;

    /// Tries to change, remove and insert what must not be, past the ports, in every way that this store has.
    async fn tamper(&self) -> Vec<(&'static str, Result<(), String>)>;
    /// Appends a decision that no version of Signpost can read, past the ports.
    async fn append_unreadable(&self);

    /// Brings every read model up to date with this store's own logs.
    async fn follow(&self) {
        self.follow_logs_of(self).await;
    }

    /// Brings every read model up to date with the logs of `other`.
    async fn follow_logs_of(&self, other: &Self) {
        for model in self.models_of_decisions() {
            catch_up(&other.decisions(), &*model, |_| {}).await.expect("no poison");
        }
        self.follow_other_logs_of(other).await;
    }

    /// Does the same as a node does it.
    async fn follow_logs_as_a_node_of(&self, other: &Self) {
        let (progress, stop) = (Progress::default(), CancellationToken::new());
        let following: Vec<_> = self
            .groups_of_decisions()
            .into_iter()
            .map(|group| {
                tokio::spawn(follow(
                    other.decisions(),
                    group,
                    progress.clone(),
                    Arc::new(Alone),
                    stop.clone(),
                ))
            })
            .collect();
        let head = other.decisions().head().await.expect("a head");
        // Until each has entered, nobody is waited for.
        while progress.standings().len() < self.models_of_decisions().len() {
            tokio::task::yield_now().await;
        }
        assert!(progress.decisions_shown(head, Duration::from_mins(1)).await);
        stop.cancel();
        for follower in following {
            follower.await.expect("it ends when told to");
        }
        self.follow_other_logs_of(other).await;
    }

    /// Brings what does not follow the decision log as it is read up to date with the logs of `other`.
    async fn follow_other_logs_of(&self, other: &Self) {
        catch_up(&other.stored(), &*self.tree(), |_| {}).await.expect("no poison");
        for model in self.models_of_scans() {
            catch_up(&other.scans(), &*model, |_| {}).await.expect("no poison");
        }
    }
}

/// Turns promises into tests of one store: those that take time in turns, and properties, which run many cases.
macro_rules! tests {
    ($store:ident; promises $($module:ident: [$($promise:ident),* $(,)?])*; properties $($group:ident: [$($property:ident),* $(,)?])*) => {
        $(mod $module {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $promise() {
                $crate::conformance::$module::$promise::<super::$store>().await;
            })*
        })*
        $(mod $group {
            $(#[test]
            fn $property() {
                $crate::conformance::$group::$property::<super::$store>();
            })*
        })*
    };
}
pub(crate) use tests;

/// Holds one store to every promise.
macro_rules! promises {
    ($store:ident) => {
        $crate::conformance::tests! { $store;
            promises
            decision_log: [
                what_was_appended_is_loaded_and_read_in_order,
                an_append_after_a_taken_version_is_a_conflict_and_changes_nothing,
                of_concurrent_appends_on_one_stream_exactly_one_wins,
                of_appends_at_once_those_on_streams_of_their_own_succeed,
                every_event_is_applied_exactly_once_when_an_aggregate_is_loaded,
                what_belongs_to_one_act_is_found_by_its_correlation,
                whoever_waits_for_an_append_is_woken,
                both_logs_refuse_to_be_changed,
            ]
            append_all: [
                what_is_appended_at_once_is_what_single_appends_would_have_written,
                of_decisions_appended_at_once_a_taken_version_leaves_none,
                appending_at_once_and_singly_leaves_no_gap_and_mixes_nothing,
            ]
            changes: [
                decisions_on_many_come_one_after_the_other_and_those_of_an_act_in_its_order,
                a_change_is_made_of_codes_as_they_are_or_not_at_all,
            ]
            approving: [
                what_is_approved_is_decided_with_its_approval_or_not_at_all,
            ]
            positions: [
                positions_have_no_gaps_and_no_reader_sees_one,
            ]
            unreadable: [
                reading_stops_before_an_unreadable_decision_and_then_says_so,
                a_read_model_takes_in_what_stands_before_an_unreadable_decision_and_stops,
                a_read_model_stops_before_a_decision_that_makes_no_sense,
            ]
            checkpoints: [
                a_batch_that_does_not_follow_the_checkpoint_is_refused_and_changes_nothing,
                two_processes_that_run_one_read_model_count_everything_once,
                a_rebuild_beside_the_living_never_takes_readers_back,
            ]
            scan_log: [
                what_was_appended_is_read_in_order_and_by_code,
                a_batch_delivered_twice_or_overlapping_is_in_the_log_once,
                a_batch_delivered_by_two_processes_at_once_is_in_the_log_once,
                every_node_has_its_own_mark,
            ]
            rechecks: [
                a_scan_that_cannot_have_been_resolved_as_it_says_is_named,
            ]
            retention: [
                whole_months_are_dropped_and_positions_go_on,
                what_was_counted_of_dropped_scans_stays_and_is_there_after_a_rebuild,
                visitors_of_dropped_scans_are_forgotten_but_for_those_at_several_codes,
                a_month_is_dropped_with_all_of_its_scans_or_not_at_all,
                a_scan_of_a_dropped_month_that_comes_late_is_in_the_log_like_any_other,
                what_was_counted_stays_when_dropping_late_scans_of_its_month_fails,
                a_month_dropped_while_statistics_are_rebuilt_stays_counted,
                a_month_dropped_before_an_interrupted_rebuild_goes_on_stays_counted,
            ]
            upgrades: [
                what_was_kept_by_hours_is_kept_by_days_and_the_log_is_counted_anew,
            ]
            seals: [
                every_decision_is_proved_by_a_signed_checkpoint,
                an_unreadable_decision_is_sealed_like_any_other,
                a_log_that_is_not_the_one_that_was_sealed_is_sealed_no_more,
                only_who_holds_the_key_seals,
                of_two_first_nodes_one_makes_the_key,
                another_key_takes_over_with_the_signature_of_the_one_before,
            ]
            audit: [
                what_nobody_changed_is_found_to_be_so,
                every_way_to_tamper_is_found_where_it_begins,
                every_way_to_tamper_with_the_tree_and_its_checkpoints_is_found,
                scans_that_expired_are_still_covered,
                late_scans_of_a_sealed_hour_are_sealed_in_a_further_stretch,
            ]
            search: [
                a_code_is_found_by_beginnings_of_its_words,
                pages_follow_each_other_in_the_order_of_bytes,
            ]
            decisions: [
                decisions_are_found_by_words_of_their_reasons,
                what_cannot_be_searched_yet_is_not_passed_over,
            ]
            accounts: [
                an_account_is_found_by_its_login_and_by_who_holds_it,
                a_login_and_a_person_have_one_account_at_most,
                attempts_are_counted_for_all_nodes_together,
                who_tries_on_does_not_keep_the_holder_out_for_longer,
            ]
            sessions: [
                a_session_is_known_to_every_node_until_it_ends,
                all_sessions_of_somebody_end_but_the_one_that_is_kept,
                sessions_that_began_or_were_seen_too_long_ago_are_gone,
            ]
            links: [
                what_came_of_asking_an_address_is_known_to_every_node_and_forgotten_in_the_end,
                a_round_asks_every_address_that_is_due_once_and_none_of_codes_that_lead_nowhere,
                what_is_gone_is_dead_at_once_and_what_fails_when_it_fails_again,
                where_nobody_can_be_reached_or_too_much_is_asked_nobody_is_asked_again_in_a_round,
            ];
            properties
            read_models: [
                rebuilt_equals_living_row_for_row,
                a_refused_command_changes_nothing,
            ]
            as_of: [
                as_of_a_position_is_the_state_after_replaying_to_it,
                what_is_restored_is_what_it_did_then,
            ]
            proposals: [
                where_approval_is_demanded_two_people_are_behind_what_counts,
            ]
            reversals: [
                what_is_taken_back_is_what_it_was_but_for_codes_that_changed_since,
            ]
            searches: [
                a_search_finds_what_a_look_at_every_decision_finds,
            ]
            routes: [
                a_node_that_starts_from_the_table_resolves_like_one_that_saw_everything,
            ]
            usage: [
                statistics_equal_a_count_over_the_scan_log,
                what_was_scanned_most_equals_a_count_over_the_scan_log,
            ]
        }
    };
}
pub(crate) use promises;
