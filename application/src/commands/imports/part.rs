//! The rows of a part of a table, judged one by one.

use std::{
    collections::{BTreeSet, HashMap, hash_map::RandomState},
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
    outcome::{Deed, Outcome, Summary, faults},
    wanted::{RowFault, aliases, wanted},
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
    /// Ids that lead to it from now on.
    aliases: Vec<CodeId>,
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
    pub(super) async fn judge(&mut self, rows: &[Row], spool: &mut dyn Spool) -> Result<Vec<Outcome>, Refusal> {
        let named: Vec<Named> = rows.iter().map(|row| self.named(row)).collect();
        let cells = rows.iter().filter_map(|row| self.mapping.cell(&row.cells, Column::Aliases));
        // What is no alias is said where the row is judged.
        let aliases: Vec<CodeId> = cells.filter_map(|cell| aliases(plain(cell)).ok()).flatten().collect();
        let ids = named.iter().filter_map(Named::id).chain(&aliases);
        let ids: Vec<&str> = ids.map(CodeId::as_str).collect::<BTreeSet<_>>().into_iter().collect();
        let known = load(self.application, &ids).await?;
        let nameless = named.iter().filter(|named| matches!(named, Named::None)).count();
        let mut free = self.draw(nameless).await?.into_iter();
        let mut outcomes = Vec::with_capacity(rows.len());
        for (row, named) in rows.iter().zip(named) {
            self.summary.rows += 1;
            let (id, is_drawn) = match named {
                Named::Wrong(fault) => {
                    outcomes.push(self.summary.refused(self.mapping, row.number, vec![fault]));
                    continue;
                }
                Named::Id(id) => (id, false),
                Named::None => (
                    free.next()
                        .ok_or_else(|| StoreError::Failed("too few ids were drawn".into()))?,
                    true,
                ),
            };
            let decided = self.decide(row, &id, &known).await?;
            outcomes.push(match decided {
                Ok(decided) => {
                    // A dry run draws other ids than what comes after it.
                    let shown = (!is_drawn || !self.order.dry_run).then_some(&id);
                    let decisions = decided.events.len() + decided.aliases.len();
                    let outcome = self.summary.done(decided.deed, shown, decisions);
                    if !self.order.dry_run {
                        lay_aside(spool, &id, decided)?;
                    }
                    outcome
                }
                Err(faults) => self.summary.refused(self.mapping, row.number, faults),
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
                Rows::Mint | Rows::New | Rows::MintAndChange => Named::None,
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
        codes: &HashMap<CodeId, Loaded<Code>>,
    ) -> Result<Result<Decided, Vec<RowFault>>, Refusal> {
        let known = codes.get(id);
        if let Some(of) = known.and_then(|known| known.state.configuration.alias_of.as_ref()) {
            let what = format!("{id} is an alias of {of}, for good");
            return Ok(Err(vec![RowFault::in_column(Column::Id, what)]));
        }
        if let (Some(known), Rows::New) = (known, self.order.rows) {
            return Ok(Ok(Decided {
                deed: Deed::Unchanged,
                version: known.version,
                events: vec![],
                aliases: vec![],
            }));
        }
        let now = known.map_or_else(Code::default, |known| known.state.clone());
        let code = match wanted(self.mapping, &row.cells, &now) {
            Ok(code) => code,
            Err(faults) => return Ok(Err(faults)),
        };
        let aliases: Vec<CodeId> = code
            .aliases
            .iter()
            .filter(|alias| !now.aliases.contains(alias))
            .cloned()
            .collect();
        if let Some(fault) = self.taken(row, id, &aliases, codes) {
            return Ok(Err(vec![fault]));
        }
        let decided = match (known, self.order.rows) {
            (Some(_), Rows::Mint) => Err(Refusal::AlreadyMinted(id.clone())),
            (None, Rows::Change) => Err(super::super::not_found(id)),
            (Some(known), _) => self.change(row, id, known, &code, aliases).await,
            (None, _) => self.mint(row, id, code, aliases).await,
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

    /// Why ids cannot lead to a code, if they cannot.
    fn taken(&mut self, row: &Row, id: &CodeId, aliases: &[CodeId], codes: &HashMap<CodeId, Loaded<Code>>) -> Option<RowFault> {
        for alias in aliases {
            let hash = self.hasher.hash_one(alias.as_str());
            let what = match (codes.contains_key(alias), self.named.insert(hash, row.number)) {
                (true, _) => format!("{alias} is the id of a code or an alias already, and an id is never used twice"),
                (false, Some(_)) => format!("{alias} stands in this table twice"),
                (false, None) if alias == id => format!("{alias} is the id of this very code"),
                (false, None) => continue,
            };
            return Some(RowFault::in_column(Column::Aliases, what));
        }
        None
    }

    async fn mint(&mut self, row: &Row, id: &CodeId, code: Code, aliases: Vec<CodeId>) -> Result<Decided, Refusal> {
        // Printed elsewhere, it is shown as it is there.
        let cell = self
            .mapping
            .cell(&row.cells, Column::Id)
            .map_or("", |cell| plain(cell).trim());
        let printed = (!cell.is_empty() && cell != id.as_str()).then(|| cell.to_owned());
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
        let mut events = events.map_err(|error| refuse(id, error))?;
        if printed.is_some() || !aliases.is_empty() {
            let aliases = aliases.clone();
            events.push(CodeEvent::Adopted { printed, aliases });
        }
        if !code.calls.is_empty() {
            events.push(CodeEvent::CallsKept { calls: code.calls });
        }
        Ok(Decided {
            deed: Deed::Minted,
            version: 0,
            events,
            aliases,
        })
    }

    async fn change(
        &mut self,
        row: &Row,
        id: &CodeId,
        known: &Loaded<Code>,
        wanted: &Code,
        aliases: Vec<CodeId>,
    ) -> Result<Decided, Refusal> {
        let now = &known.state;
        let mut events = Vec::new();
        for command in [
            CodeCommand::Transfer(wanted.unit.clone()),
            CodeCommand::Describe {
                label: wanted.label.clone(),
                tags: wanted.tags.clone(),
                asset: wanted.asset.clone(),
            },
            CodeCommand::Adopt {
                printed: None,
                aliases: aliases.clone(),
            },
            CodeCommand::KeepCalls(wanted.calls.clone()),
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
                aliases,
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
            aliases,
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
    let of_code = (decided.version + 1..).zip(decided.events);
    let of_code = of_code.map(|(version, event)| (id.clone(), version, event));
    let aliased = |alias| (alias, 1, CodeEvent::Aliased { of: id.clone() });
    for (id, version, event) in of_code.chain(decided.aliases.into_iter().map(aliased)) {
        let event = DecisionEvent::Code(id, event);
        spool.lay_aside(&Draft::from(&Addition { event, version }))?;
    }
    Ok(())
}
