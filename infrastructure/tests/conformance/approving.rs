//! Approving a proposal: in one act with what it decides.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;
use signpost_application::{
    Application,
    authority::Caller,
    commands::{
        Decided, Expectation,
        issue_token::{NewToken, record_token},
        proposals::{approve, reject},
        retarget::retarget,
    },
    ports::surroundings::Clock,
    refusal::Refusal,
};
use signpost_domain::{access::TokenDigest, code::CodeEvent, identifier::ProposalId, proposal::Outcome};

use super::{
    Store,
    decision_log::append,
    desk::{Desk, NoNames},
    proposals::caller,
    samples::{minted, parsed, redirect},
};

/// A clock by which somebody else rejects the proposal in the very moment between deciding and appending.
struct Intruder {
    application: Application,
    caller: Caller,
    proposal: ProposalId,
    is_waiting: AtomicBool,
}

impl Clock for Intruder {
    fn now(&self) -> Timestamp {
        if self.is_waiting.swap(false, Ordering::Relaxed) {
            let rejected = reject(&self.application, &self.caller, &self.proposal);
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(rejected)).expect("it is open");
        }
        self.application.clock.now()
    }
}

pub(crate) async fn what_is_approved_is_decided_with_its_approval_or_not_at_all<S: Store>() {
    let store = S::fresh().await;
    let desk = Desk::on(&store);
    let new = NewToken {
        name: "Ann".to_owned(),
        grants: desk.admin.principal.grants.clone(),
        expires_at: None,
    };
    let digest = TokenDigest("a".to_owned());
    record_token(&desk.application, &NoNames, &desk.admin, &parsed("a-1"), digest, &new)
        .await
        .expect("nobody has it");
    append(&store, "OAK-1", 0, vec![minted("oak"), CodeEvent::ApprovalDemanded])
        .await
        .expect("a free place");
    let ann = caller(&desk, "a-1", 1);
    let target = Some(redirect("https://gent.be/"));
    let decided = retarget(&desk.application, &ann, &parsed("OAK-1"), Expectation::Any, target).await;
    let Ok(Decided::Proposed(proposal)) = decided else {
        panic!("approval is demanded: {decided:?}")
    };
    let id = proposal.id;
    let intruder = Intruder {
        application: desk.application.clone(),
        caller: caller(&desk, "c-1", 2),
        proposal: id.clone(),
        is_waiting: AtomicBool::new(true),
    };
    let application = Application {
        clock: Arc::new(intruder),
        ..desk.application.clone()
    };
    let approved = approve(&application, &caller(&desk, "b-1", 3), &id).await;
    assert!(
        matches!(
            approved,
            Err(Refusal::ProposalClosed {
                outcome: Outcome::Rejected,
                ..
            })
        ),
        "{approved:?}"
    );
    let on = store.decisions().decisions_on("code", &["OAK-1"]).await.expect("readable");
    assert_eq!(on.len(), 2, "nothing was decided on the code");
}
