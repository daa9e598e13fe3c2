//! The rows of a part of a table, judged one by one.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
};

use signpost_domain::{
    code::{Code, CodeCommand, CodeEvent, Minting},
    decision::DecisionEvent,
    identifier::CodeId,
};

use super::{
    Order, Rows,
    mapping::Mapping,
    outcome::{Deed, Summary, faults},
    wanted::{RowFault, wanted},
};
use crate::{
    Application,
    authority::Caller,
    columns::{Column, plain},
    commands::{
        changes::{
            judge::{Judge, Judged},
            selecting::load,
        },
        refuse,
    },
    ports::{
        StoreError,
        decision_log::{Addition, Draft, Loaded},
        tables::{Row, Spool},
    },
    refusal::Refusal,
};

/// Reads parts of one table.
pub(super) struct Reader<'a> {
    application: &'a Application,
    order: &'a Order,
    mapping: &'a Mapping,
    judge: Judge<'a>,
    /// In which row an id stands. By hashes of 64 bits, which take the least: two of a million ids have the same one in a table of 36 million.
    named: HashMap<u64, u64>,
    hasher: RandomState,
    pub(super) summary: Summary,
}

/// The id in a row.
enum Named {
    /// None: it wants a free one.
    None,
    Id(CodeId),
    Wrong(RowFault),
}

/// What a row decides.
struct Decided {
    deed: Deed,
    /// The number of decisions that were made on the code before.
    version: u64,
    events: Vec<CodeEvent>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(application: &'a Application, caller: &'a Caller, order: &'a Order, mapping: &'a Mapping) -> Self {
        Self {
            application,
            order,
            mapping,
            judge: Judge::new(application, &caller.principal),
            named: HashMap::new(),
            hasher: RandomState::new(),
            summary: Summary::default(),
        }
    }

    /// Lays aside what rows decide, and says of each what comes of it. Fails only where it cannot go on.
    pub(super) async fn judge(&mut self, rows: &[Row], spool: &mut dyn Spool) -> Result<Vec<String>, Refusal> {
        let named: Vec<Named> = rows.iter().map(|row| self.named(row)).collect();
        let ids: Vec<&str> = named.iter().filter_map(Named::id).map(CodeId::as_str).collect();
        let known = load(self.application, &ids).await?;
        let nameless = named.iter().filter(|named| matches!(named, Named::None)).count();
        let mut free = self.draw(nameless).await?.into_iter();
        let mut outcomes = Vec::with_capacity(rows.len());
        for (row, named) in rows.iter().zip(named) {
            self.summary.rows += 1;
            let (id, is_drawn) = match named {
                Named::Wrong(fault) => {
                    outcomes.push(self.summary.refused(self.mapping, row.number, &[fault]));
                    continue;
                }
                Named::Id(id) => (id, false),
                Named::None => (
                    free.next()
                        .ok_or_else(|| StoreError::Failed("too few ids were drawn".into()))?,
                    true,
                ),
            };
            let decided = self.decide(row, &id, known.get(&id)).await?;
            outcomes.push(match decided {
                Ok(decided) => {
                    // A dry run draws other ids than what comes after it.
                    let shown = (!is_drawn || !self.order.dry_run).then_some(&id);
                    let outcome = self.summary.done(decided.deed, shown, decided.events.len());
                    if !self.order.dry_run {
                        lay_aside(spool, &id, decided)?;
                    }
                    outcome
                }
                Err(faults) => self.summary.refused(self.mapping, row.number, &faults),
            });
        }
        Ok(outcomes)
    }

    fn named(&mut self, row: &Row) -> Named {
        let cell = self
            .mapping
            .cell(&row.cells, Column::Id)
            .map_or("", |cell| plain(cell).trim());
        if cell.is_empty() {
            return match self.order.rows {
                Rows::Change => Named::Wrong(RowFault::in_column(Column::Id, "say which code is to be changed")),
                Rows::Mint | Rows::MintAndChange => Named::None,
            };
        }
        let id: CodeId = match cell.parse() {
            Ok(id) => id,
            Err(error) => return Named::Wrong(RowFault::in_column(Column::Id, unusable(cell, &error.to_string()))),
        };
        match self.named.insert(self.hasher.hash_one(id.as_str()), row.number) {
            None => Named::Id(id),
            Some(other) => {
                self.named.insert(self.hasher.hash_one(id.as_str()), other);
                Named::Wrong(RowFault::in_column(
                    Column::Id,
                    format!("{id} stands in row {other} already; give each code one row"),
                ))
            }
        }
    }

    /// Different ids that no code has and no row before names.
    async fn draw(&mut self, count: usize) -> Result<Vec<CodeId>, StoreError> {
        let mut free: Vec<CodeId> = Vec::with_capacity(count);
        while free.len() < count {
            let drawn: Vec<CodeId> = (free.len()..count)
                .map(|_| CodeId::from_random(self.application.entropy.bits()))
                .filter(|id| self.named.insert(self.hasher.hash_one(id.as_str()), 0).is_none())
                .collect();
            let ids: Vec<&str> = drawn.iter().map(CodeId::as_str).collect();
            let taken = load(self.application, &ids).await?;
            free.extend(drawn.into_iter().filter(|id| !taken.contains_key(id)));
        }
        Ok(free)
    }

    async fn decide(
        &mut self,
        row: &Row,
        id: &CodeId,
        known: Option<&Loaded<Code>>,
    ) -> Result<Result<Decided, Vec<RowFault>>, Refusal> {
        let decided = match (known, self.order.rows) {
            (Some(_), Rows::Mint) => Err(Refusal::AlreadyMinted(id.clone())),
            (None, Rows::Change) => Err(super::super::not_found(id)),
            (Some(known), _) => match wanted(self.mapping, &row.cells, &known.state) {
                Ok(code) => self.change(row, id, known, &code).await,
                Err(faults) => return Ok(Err(faults)),
            },
            (None, _) => match wanted(self.mapping, &row.cells, &Code::default()) {
                Ok(code) => self.mint(id, code).await,
                Err(faults) => return Ok(Err(faults)),
            },
        };
        match decided {
            Ok(decided) => Ok(Ok(decided)),
            Err(Refusal::Store(error)) => Err(error.into()),
            Err(refusal) => {
                if known.is_some() {
                    self.summary.except(id, &refusal);
                }
                Ok(Err(faults(&refusal)))
            }
        }
    }

    async fn mint(&mut self, id: &CodeId, code: Code) -> Result<Decided, Refusal> {
        let minting = Minting {
            unit: code.unit,
            label: code.label,
            tags: code.tags,
            asset: code.asset,
            target: code.configuration.target,
            ..Minting::default()
        };
        self.judge.mint(&minting).await?;
        let events = Code::default().decide(CodeCommand::Mint(Box::new(minting)));
        Ok(Decided {
            deed: Deed::Minted,
            version: 0,
            events: events.map_err(|error| refuse(id, error))?,
        })
    }

    async fn change(&mut self, row: &Row, id: &CodeId, known: &Loaded<Code>, wanted: &Code) -> Result<Decided, Refusal> {
        let now = &known.state;
        let mut events = Vec::new();
        for command in [
            CodeCommand::Transfer(wanted.unit.clone()),
            CodeCommand::Describe {
                label: wanted.label.clone(),
                tags: wanted.tags.clone(),
                asset: wanted.asset.clone(),
            },
        ] {
            events.extend(now.decide(command).map_err(|error| refuse(id, error))?);
        }
        // A retired code may be described, but asked for another target it says that it is retired.
        if wanted.configuration.target != now.configuration.target {
            let retarget = CodeCommand::Retarget(wanted.configuration.target.clone());
            events.extend(now.decide(retarget).map_err(|error| refuse(id, error))?);
        }
        if events.is_empty() {
            return Ok(Decided {
                deed: Deed::Unchanged,
                version: known.version,
                events,
            });
        }
        // A table that says which version it was made from changes no other one.
        let version = self.mapping.cell(&row.cells, Column::Version).map(str::trim);
        if version.is_some_and(|version| !version.is_empty() && version != known.version.to_string()) {
            return Err(Refusal::ChangedSince(id.clone()));
        }
        let Judged { events, units } = self.judge.change(now, wanted, events).await?;
        if !units.is_empty() {
            let what = "another person must approve where this code leads; change it by itself, which makes a proposal";
            return Err(Refusal::Invalid(vec![crate::refusal::Fault::new("/target", what)]));
        }
        Ok(Decided {
            deed: Deed::Changed,
            version: known.version,
            events,
        })
    }
}

impl Named {
    fn id(&self) -> Option<&CodeId> {
        match self {
            Self::Id(id) => Some(id),
            Self::None | Self::Wrong(_) => None,
        }
    }
}

/// Why a cell is no id; spreadsheets make numbers of what looks like one.
fn unusable(cell: &str, why: &str) -> String {
    if cell.parse::<f64>().is_ok() {
        format!("{why}; {cell} was perhaps made a number by a spreadsheet: format the column as text and enter it again")
    } else {
        why.to_owned()
    }
}

fn lay_aside(spool: &mut dyn Spool, id: &CodeId, decided: Decided) -> Result<(), StoreError> {
    for (version, event) in (decided.version + 1..).zip(decided.events) {
        let addition = Addition {
            event: DecisionEvent::Code(id.clone(), event),
            version,
        };
        spool.lay_aside(&Draft::from(&addition))?;
    }
    Ok(())
}
