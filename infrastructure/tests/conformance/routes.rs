//! A node's memory, however it came about, and the auditor's answer are the same.

use std::collections::BTreeMap;

use proptest::prelude::*;
use signpost_application::{
    ports::history::Moment,
    queries::explain::explain,
    refusal::Refusal,
    resolver::{RoutingTable, Way, stored_routes},
};
use signpost_domain::{decision::Position, identifier::CodeId};
use signpost_projections::runner::catch_up;

use super::{
    Store,
    acts::{CODES, deeds},
    desk::Desk,
    property::holds,
    read_models::{work, work_on},
    samples::parsed,
    visits::{real, visit},
};

pub(crate) fn a_node_that_starts_from_the_table_resolves_like_one_that_saw_everything<S: Store>() {
    let visits = prop::collection::vec((prop::sample::select(&CODES), visit()), 20);
    holds(
        20,
        (deeds(1..30), deeds(0..30), visits),
        |(before, after, visits)| async move {
            let store = S::fresh().await;
            let desk = Desk::on(&store);
            work(&store, &desk, &before).await;
            let started = store.routes().await;
            work_on(&store, &desk, &after).await;
            // Where the table is behind the log, too, a node that has no memory yet resolves as of the log's end.
            let mut stored = BTreeMap::new();
            let (table, log) = (store.stored_routes(), store.decisions());
            for code in CODES {
                let found = stored_routes(&*table, &*log, &parsed(code)).await;
                stored.insert(code, found.expect("it is found"));
            }
            store.follow().await;
            catch_up(&store.decisions(), &started, |_| {}).await.expect("no poison");

            let witness = RoutingTable::default();
            for decision in store.decisions().read(Position::START, 10_000).await.expect("readable") {
                witness.apply(&[decision]);
            }
            prop_assert_eq!(started.position(), witness.position());
            prop_assert_eq!(started.codes(), witness.codes());
            for (code, visit) in &visits {
                let code: CodeId = parsed(code);
                let route = started.route(&code, &real(visit));
                prop_assert_eq!(&route, &witness.route(&code, &real(visit)));
                prop_assert_eq!(&route, &stored[code.as_str()].route(&code, &real(visit)));

                // What a scan of this route will name as its cause, the auditor finds again.
                let moment = Some(Moment::Position(route.as_of));
                let explained = explain(&desk.application, &desk.admin.principal, &code, moment, visit).await;
                match (&route.way, explained) {
                    (Way::Unknown, Err(Refusal::NotFound { .. })) => {}
                    (way, Ok(explained)) => {
                        prop_assert_eq!(&explained.cause, &route.cause);
                        let target = match way {
                            Way::Target(chosen) => Some(chosen.target().clone()),
                            _ => None,
                        };
                        prop_assert_eq!(explained.target, target);
                    }
                    (way, Err(refusal)) => return Err(TestCaseError::fail(format!("{way:?}, but: {refusal}"))),
                }
            }
            Ok(())
        },
    );
}
