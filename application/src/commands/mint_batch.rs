//! Minting a batch: many codes in one act, before anyone knows what for.

use std::{collections::HashSet, time::Duration};

use signpost_domain::{
    batch::{self, BatchEvent},
    code::{Code, CodeCommand, CodeError, CodeEvent, Minting},
    decision::DecisionEvent,
    identifier::{BatchId, CodeId, Tag, UnitName},
    pattern::{Filling, Pattern, UrlPattern},
    print::Print,
    target::Target,
    unit::HostPolicy,
};

use super::{PATIENCE, checks, guards::minted_bare, settle_print::fit_to_settle};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        StoreError,
        catalogue::{BatchRecord, Standing},
        decision_log::{Addition, AppendError, Draft},
    },
    refusal::{Fault, Refusal},
};

/// Codes in one batch, at most.
pub const MOST_CODES: u32 = 1_000_000;
/// How often ids are drawn anew when somebody else takes one of them at the same moment.
const DRAWS: usize = 8;
/// What a decision adds to the time that its showing is waited for.
const PATIENCE_PER_DECISION: Duration = Duration::from_millis(1);

/// What a batch is minted with.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// How many codes.
    pub count: u32,
    /// The number of the first; the others follow.
    pub first: u64,
    /// The department that owns them.
    pub unit: Option<UnitName>,
    /// What each is called.
    pub label: Option<Pattern>,
    /// Words to find all of them by.
    pub tags: Vec<Tag>,
    /// Where each leads.
    pub target: Option<UrlPattern>,
    /// Whether the query of the scanned address is passed on.
    pub forward_query: bool,
    /// How they are printed.
    pub print: Option<Print>,
}

/// A batch that was minted.
#[derive(Debug, Clone, PartialEq)]
pub struct Minted {
    /// The batch.
    pub record: BatchRecord,
    /// Whether this node shows all of it.
    pub shown: bool,
}

/// Mints a batch under ids drawn at random: all of its codes or none. Waits until they show if `wait` says so.
pub async fn mint_batch(application: &Application, caller: &Caller, order: &Order, wait: bool) -> Result<Minted, Refusal> {
    caller.principal.must(Action::ChangeCodes, order.unit.as_ref())?;
    check(application, order).await?;
    let print = match &order.print {
        Some(print) => Some(fit_to_settle(application, &caller.principal, print, "/print").await?),
        None => None,
    };
    let batch = BatchId::from_random(application.entropy.bits());
    let ordered = BatchEvent::Ordered {
        order: batch::Order {
            count: order.count,
            first: order.first,
            unit: order.unit.clone(),
        },
        print,
    };
    let ordered = Addition {
        event: DecisionEvent::Batch(batch.clone(), ordered),
        version: 1,
    };
    let batch = batch.to_string();
    let mut draws = 0;
    loop {
        let ids = draw(application, order.count).await?;
        let circumstances = caller.circumstances(application);
        // Made as they are appended: of a million codes only the ids are in memory.
        let codes = (order.first..)
            .zip(&ids)
            .flat_map(|(number, id)| drafts(&batch, order, number, id));
        let mut drafts = std::iter::once(Ok(Draft::from(&ordered))).chain(codes);
        match application.decisions.append_drafts(&mut drafts, &circumstances).await {
            Ok(position) => {
                let patience = PATIENCE + PATIENCE_PER_DECISION * order.count.saturating_mul(2);
                let shown = wait && application.progress.decisions_shown(position, patience).await;
                let standing = if order.target.is_some() {
                    Standing::Active
                } else {
                    Standing::Unassigned
                };
                let record = BatchRecord {
                    id: batch,
                    minted_at: circumstances.at,
                    codes: Standing::ALL.map(|other| if other == standing { order.count.into() } else { 0 }),
                };
                return Ok(Minted { record, shown });
            }
            Err(AppendError::Conflict) if draws < DRAWS => draws += 1,
            Err(AppendError::Conflict) => return Err(Refusal::LostRace),
            Err(AppendError::Store(error)) => return Err(error.into()),
        }
    }
}

/// Everything wrong with an order. What holds for the first code and the last, whose numbers are the shortest and the longest, holds for
/// all: places to fill in come after the host, and ids drawn are of one length.
async fn check(application: &Application, order: &Order) -> Result<(), Refusal> {
    let mut faults = checks::description(None, &order.tags, None);
    if !(1..=MOST_CODES).contains(&order.count) {
        faults.push(Fault::new("/count", format!("give a number of 1 to {MOST_CODES}")));
    }
    let last = order.first.checked_add(u64::from(order.count.max(1)) - 1);
    let last = last.filter(|last| i64::try_from(*last).is_ok()).unwrap_or_else(|| {
        faults.push(Fault::new("/first", format!("the last number may be {} at most", i64::MAX)));
        order.first
    });
    let unit = checks::unit(application, order.unit.as_ref(), &mut faults).await?;
    faults.extend(minted_bare(
        &unit,
        order.unit.as_ref(),
        &[("/target", order.target.is_some())],
    ));
    for (pointer, names_unit) in [
        ("/label", order.label.as_ref().is_some_and(Pattern::names_unit)),
        ("/target/url", order.target.as_ref().is_some_and(UrlPattern::names_unit)),
    ] {
        if names_unit && order.unit.is_none() {
            faults.push(Fault::new(pointer, "it has a place for a unit, {unit}, so give unit as well"));
        }
    }
    let id = CodeId::from_random(0);
    let filling = Filling {
        id: &id,
        number: last,
        unit: order.unit.as_ref(),
    };
    if let Some(label) = order.label.as_ref().map(|label| label.fill(filling)) {
        faults.extend(checks::description(Some(&label), &[], None));
    }
    if let Some(pattern) = &order.target {
        faults.extend(check_target(&unit.policy, pattern, filling));
    }
    checks::refuse(faults)
}

fn check_target(policy: &HostPolicy, pattern: &UrlPattern, filling: Filling<'_>) -> Option<Fault> {
    let what = match pattern.fill(filling) {
        Ok(url) => policy.permits(url.host()).err()?.to_string(),
        Err(error) => error.to_string(),
    };
    Some(Fault::new("/target/url", what))
}

/// Different ids that no code has, as far as the catalogue knows.
async fn draw(application: &Application, count: u32) -> Result<Vec<CodeId>, Refusal> {
    let count = count as usize;
    let mut ids = HashSet::with_capacity(count);
    loop {
        let missing = count - ids.len();
        if missing == 0 {
            return Ok(ids.into_iter().collect());
        }
        let drawn: HashSet<CodeId> = (0..missing)
            .map(|_| CodeId::from_random(application.entropy.bits()))
            .collect();
        let drawn: Vec<CodeId> = drawn.into_iter().collect();
        let taken: HashSet<CodeId> = application.catalogue.taken(&drawn).await?.into_iter().collect();
        ids.extend(drawn.into_iter().filter(|id| !taken.contains(id)));
    }
}

/// What is decided about a code, in the words of the log. What is wrong with an order was found [before](check), so a fault here is one of ours.
fn drafts(batch: &str, order: &Order, number: u64, id: &CodeId) -> Vec<Result<Draft, StoreError>> {
    let unreadable = |what: String| vec![Err(StoreError::Unreadable(format!("code {id} of a batch: {what}")))];
    let filling = Filling {
        id,
        number,
        unit: order.unit.as_ref(),
    };
    let url = match order.target.as_ref().map(|target| target.fill(filling)).transpose() {
        Ok(url) => url,
        Err(error) => return unreadable(error.to_string()),
    };
    let minting = Minting {
        unit: order.unit.clone(),
        batch: Some(batch.to_owned()),
        label: order.label.as_ref().map(|label| label.fill(filling)),
        tags: order.tags.clone(),
        target: url.map(|url| Target::Redirect {
            url,
            forward_query: order.forward_query,
        }),
        ..Minting::default()
    };
    let events: Result<Vec<CodeEvent>, CodeError> = Code::default().decide(CodeCommand::Mint(Box::new(minting)));
    let draft = |(version, event)| {
        let event = DecisionEvent::Code(id.clone(), event);
        Ok(Draft::from(&Addition { event, version }))
    };
    match events {
        Ok(events) => (1..).zip(events).map(draft).collect(),
        Err(error) => unreadable(error.to_string()),
    }
}
