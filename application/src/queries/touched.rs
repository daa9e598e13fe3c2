//! Whom a change of an audience touched: every scan of a stretch of the decision log, resolved again with another definition of the audience.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use signpost_domain::{
    Aggregate,
    audience::Audience,
    code::{Code, CodeEvent, Configuration},
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
    resolve::otherwise,
    scan::Scan,
};

use super::{
    as_of::within_log,
    decisions::DecisionSearch,
    served::Given,
    then::{States, Then, Wanted, states},
};
use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        StoreError,
        history::{DecisionFilter, HistoryEntry, Moment, Order},
    },
    refusal::{Fault, Refusal},
};

/// Scans read at a time.
const PART: u32 = 1_000;
/// Decisions looked at at a time.
const DECISIONS: u32 = 100;
/// Ways from one target to another that are told apart of one code, at most.
const MOST_WAYS: usize = 100;

/// From what one was sent to, to what one should have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// What they got.
    pub given: Given,
    /// What they would have got.
    pub instead: Given,
    /// How many scans.
    pub scans: u64,
    /// How many of them were made by programs.
    pub robots: u64,
    /// When the first of them was made.
    pub first: Timestamp,
    /// When the last of them was made.
    pub last: Timestamp,
}

/// What a change did to one code.
#[derive(Debug, Clone, PartialEq)]
pub struct TouchedCode {
    /// The decision by which it first got a rule for the audience.
    pub position: Position,
    /// Which code.
    pub code: CodeId,
    /// Scans while it had a rule for the audience.
    pub scans: u64,
    /// Those that the audience won.
    pub won: u64,
    /// Those that it would have won.
    pub would_win: u64,
    /// Those that would have led to the same.
    pub same: u64,
    /// Those that would have led elsewhere.
    pub elsewhere: u64,
    /// Those of which what is kept does not tell.
    pub untold: u64,
    /// Those that cannot have been resolved as they say, and so are not compared.
    pub disagreements: u64,
    /// From where to where, those with most scans first; of a code that has more of them, some.
    pub ways: Vec<Way>,
}

/// A question for what another definition of an audience would have done.
#[derive(Debug, Clone)]
pub struct Touched {
    audience: AudienceName,
    from: Position,
    to: Option<Position>,
    condition: Option<Condition>,
    search: DecisionSearch,
}

impl Touched {
    /// Begins: scans resolved at positions from `from` on and before `to`, or up to now, are compared with the audience as it was at `with`, or at `to`.
    pub async fn begin(
        application: &Application,
        principal: &Principal,
        audience: AudienceName,
        from: Moment,
        to: Option<Moment>,
        with: Option<Moment>,
    ) -> Result<Self, Refusal> {
        principal.must(Action::ReadHistory, None)?;
        principal.must(Action::ReadScans, None)?;
        let from = position(application, "from", from).await?;
        let to = match to {
            Some(to) => Some(position(application, "to", to).await?),
            None => None,
        };
        if let Some(to) = to.filter(|to| *to <= from) {
            let what = format!("give a moment after that of from: these are the positions {from} and {to}");
            return Err(Refusal::Invalid(vec![Fault::new("to", what)]));
        }
        let with = match (with, to) {
            (Some(with), _) => position(application, "with", with).await?,
            (None, Some(to)) => to,
            (None, None) => application.decisions.head().await?,
        };
        let name = audience.to_string();
        if application.decisions.decisions_on(Audience::TYPE, &[&name]).await?.is_empty() {
            return Err(Refusal::NotFound {
                kind: "audience",
                id: name,
            });
        }
        let wanted = Wanted::from([(name.clone(), BTreeSet::from([with]))]);
        let mut then: States<Audience> = states(&*application.decisions, &wanted, |event| match event {
            DecisionEvent::Audience(_, event) => Some(event),
            _ => None,
        })
        .await?;
        let definition = then.remove(&(name, with)).and_then(|audience| audience.definition);
        let filter = DecisionFilter {
            audience: Some(audience.clone()),
            ..DecisionFilter::default()
        };
        Ok(Self {
            audience,
            from,
            to,
            condition: definition.map(|definition| definition.condition),
            search: DecisionSearch::begin(application, principal, filter, Order::Oldest).await?,
        })
    }

    /// At most `limit` codes after the one at a position of the decision log, in the order in which they first got a rule for the audience.
    pub async fn after(
        &self,
        application: &Application,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<TouchedCode>, Refusal> {
        let (mut touched, mut after) = (Vec::new(), after);
        loop {
            let entries = self.search.after(application, after, DECISIONS).await?;
            let Some(last) = entries.last() else { return Ok(touched) };
            let is_end = !self.is_before_end(last.position);
            after = Some(last.position);
            for (position, code) in self.begun(application, &entries).await? {
                touched.push(self.count(application, position, code).await?);
                if touched.len() == limit as usize {
                    return Ok(touched);
                }
            }
            if is_end {
                return Ok(touched);
            }
        }
    }

    /// Those of these decisions that first gave a code a rule for the audience, if it still had or again got one in the time asked for.
    async fn begun(&self, application: &Application, entries: &[HistoryEntry]) -> Result<Vec<(Position, CodeId)>, StoreError> {
        let codes = entries.iter().filter(|entry| entry.kind == Code::TYPE);
        let ids: BTreeSet<&str> = codes.map(|entry| entry.id.as_str()).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let decisions = application.decisions.decisions_on(Code::TYPE, &ids).await?;
        let mut naming: BTreeMap<CodeId, Naming> = BTreeMap::new();
        for Decision { position, event, .. } in decisions {
            if let DecisionEvent::Code(id, event) = event {
                naming.entry(id).or_default().take_in(self, position, &event);
            }
        }
        let there: BTreeSet<Position> = entries.iter().map(|entry| entry.position).collect();
        let begun = naming.into_iter().filter_map(|(id, naming)| {
            let first = naming.first.filter(|first| naming.is_within(self) && there.contains(first));
            first.map(|first| (first, id))
        });
        let mut begun: Vec<(Position, CodeId)> = begun.collect();
        begun.sort_unstable();
        Ok(begun)
    }

    fn is_named_by(&self, configuration: &Configuration) -> bool {
        configuration.rules.iter().any(|rule| rule.audience() == Some(&self.audience))
    }

    fn is_before_end(&self, position: Position) -> bool {
        self.to.is_none_or(|to| position < to)
    }

    async fn count(&self, application: &Application, position: Position, code: CodeId) -> Result<TouchedCode, StoreError> {
        let (mut counting, mut after) = (Counting::new(position, code), Position::START);
        loop {
            let mut scans = application.scans.read(after, Some(&counting.touched.code), PART).await?;
            let Some(last) = scans.last() else { return Ok(counting.end()) };
            after = last.position;
            // A choice is no second visit: the menu was, in which it was made.
            scans.retain(|recorded| {
                let scan = &recorded.scan;
                scan.as_of >= self.from && self.is_before_end(scan.as_of) && scan.item.is_none()
            });
            if scans.is_empty() {
                continue;
            }
            let then = Then::read(&*application.decisions, &scans).await?;
            for recorded in &scans {
                counting.take_in(self, &then, &recorded.scan);
            }
        }
    }
}

/// Since when one code has rules for the audience, and whether in the time asked for.
#[derive(Default)]
struct Naming {
    configuration: Configuration,
    /// The last decision on it.
    since: Position,
    first: Option<Position>,
    was_within: bool,
}

impl Naming {
    fn take_in(&mut self, asked: &Touched, position: Position, event: &CodeEvent) {
        self.was_within |= position > asked.from && self.is_within(asked);
        self.configuration.apply(event);
        self.since = position;
        if self.first.is_none() && asked.is_named_by(&self.configuration) {
            self.first = Some(position);
        }
    }

    fn is_within(&self, asked: &Touched) -> bool {
        self.was_within || asked.is_named_by(&self.configuration) && asked.is_before_end(self.since)
    }
}

/// What is counted of one code.
struct Counting {
    touched: TouchedCode,
    ways: BTreeMap<(Given, Given), Way>,
}

impl Counting {
    fn new(position: Position, code: CodeId) -> Self {
        let touched = TouchedCode {
            position,
            code,
            scans: 0,
            won: 0,
            would_win: 0,
            same: 0,
            elsewhere: 0,
            untold: 0,
            disagreements: 0,
            ways: vec![],
        };
        Self {
            touched,
            ways: BTreeMap::new(),
        }
    }

    fn take_in(&mut self, asked: &Touched, then: &Then, scan: &Scan) {
        let Some(configuration) = then.configuration(scan).filter(|then| asked.is_named_by(then)) else {
            return;
        };
        let touched = &mut self.touched;
        touched.scans += 1;
        let compared = otherwise(
            configuration,
            then.audiences(scan),
            scan,
            &asked.audience,
            asked.condition.as_ref(),
        );
        let Some(compared) = compared.ok().filter(|_| then.is_decided(scan)) else {
            touched.disagreements += 1;
            return;
        };
        touched.won += u64::from(compared.won);
        match compared.otherwise {
            None => touched.untold += 1,
            Some((instead, would_win)) => {
                touched.would_win += u64::from(would_win);
                if instead == compared.was {
                    touched.same += 1;
                } else {
                    touched.elsewhere += 1;
                    self.on_the_way(compared.was.into(), instead.into(), scan);
                }
            }
        }
    }

    fn on_the_way(&mut self, given: Given, instead: Given, scan: &Scan) {
        let key = (given, instead);
        if self.ways.len() >= MOST_WAYS && !self.ways.contains_key(&key) {
            return;
        }
        let way = self.ways.entry(key.clone()).or_insert_with(|| Way {
            given: key.0,
            instead: key.1,
            scans: 0,
            robots: 0,
            first: scan.at,
            last: scan.at,
        });
        way.scans += 1;
        way.robots += u64::from(scan.robot);
        way.first = way.first.min(scan.at);
        way.last = way.last.max(scan.at);
    }

    fn end(self) -> TouchedCode {
        let mut ways: Vec<Way> = self.ways.into_values().collect();
        ways.sort_by_key(|way| std::cmp::Reverse(way.scans));
        TouchedCode { ways, ..self.touched }
    }
}

/// The position of a moment that was given at `pointer`.
async fn position(application: &Application, pointer: &str, moment: Moment) -> Result<Position, Refusal> {
    if let Moment::Position(position) = moment {
        within_log(application, pointer, position).await?;
    }
    Ok(application.history.position_at(moment).await?)
}
