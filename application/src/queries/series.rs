//! The codes of a batch, to be printed: all of them, in the order in which they were minted, as they are now or were once.

use std::{collections::HashMap, sync::Arc, time::Duration};

use signpost_domain::{
    Aggregate,
    code::{Code, CodeEvent},
    decision::{DecisionEvent, Position},
    identifier::{CodeId, UnitName},
};

use super::batches::batch;
use crate::{
    Application,
    authority::Principal,
    ports::{
        Paging, StoreError,
        catalogue::{CodeFilter, CodeRecord},
    },
    refusal::Refusal,
};

/// Decisions read at a time.
const PART: u32 = 4_000;
/// Codes of which all decisions are read at a time.
const FOLDED: usize = 250;
/// How long it is waited for that this node shows the last code of a batch.
const PATIENCE: Duration = Duration::from_secs(5);

/// The codes of a batch that are still to be read. Few are in memory at any time.
pub struct Series {
    application: Application,
    batch: String,
    correlation: String,
    after: Position,
    next: u64,
}

/// A code with what is printed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Its number in the series.
    pub number: u64,
    /// Its id.
    pub id: CodeId,
    /// What it is called.
    pub label: Option<String>,
    /// Whose it is.
    pub unit: Option<UnitName>,
}

/// The codes of a batch, numbered from `first`. Asks again for what was once printed, and gets the same.
pub async fn series(application: &Application, principal: &Principal, id: &str, first: u64) -> Result<Series, Refusal> {
    let batch = batch(application, principal, id).await?.id;
    let filter = CodeFilter {
        batch: Some(batch.clone()),
        ..CodeFilter::default()
    };
    let paging = Paging { limit: 1, cursor: None };
    let any = application.catalogue.codes(&filter, &paging).await?.items;
    let any: Vec<&str> = any.iter().map(|record| record.id.as_str()).collect();
    // All were minted in one act, so what is known of one is known of all.
    let minted = application.decisions.decisions_on(Code::TYPE, &any).await?;
    let correlation = minted.into_iter().next().map(|decision| decision.circumstances.correlation);
    let correlation = correlation.ok_or_else(|| StoreError::Unreadable(format!("no code of batch {batch} was ever minted")))?;
    let shown = match application.decisions.correlated(&correlation).await? {
        Some((_, last)) => application.progress.decisions_shown(last, PATIENCE).await,
        None => true,
    };
    if !shown {
        let what = format!("batch {batch} does not show as a whole yet; ask again in a moment");
        return Err(StoreError::Unavailable(what).into());
    }
    Ok(Series {
        application: application.clone(),
        batch,
        correlation,
        after: Position::START,
        next: first,
    })
}

impl Series {
    /// What stands before an id in print.
    pub(super) fn public_url(&self) -> Arc<str> {
        Arc::clone(&self.application.public_url)
    }

    /// The next codes as they are now, each with its number; none at the end.
    pub async fn next(&mut self) -> Result<Vec<(u64, CodeRecord)>, Refusal> {
        let ids = self.ids().await?;
        self.records(ids).await
    }

    /// The next codes with the labels and units that they had at a position of the decision log, or without where nobody asks; none at the end.
    pub(super) async fn labelled(&mut self, as_of: Option<Position>) -> Result<Vec<Labelled>, Refusal> {
        let ids = self.ids().await?;
        let codes = match as_of {
            Some(as_of) => self.folded(&ids, as_of).await?,
            None => ids.iter().map(|_| Code::default()).collect(),
        };
        let numbers = self.next..;
        self.next += ids.len() as u64;
        let labelled = numbers.zip(ids).zip(codes).map(|((number, id), code)| Labelled {
            number,
            id,
            label: code.label,
            unit: code.unit,
        });
        Ok(labelled.collect())
    }

    /// The ids of the next codes; none at the end.
    async fn ids(&mut self) -> Result<Vec<CodeId>, Refusal> {
        loop {
            let decisions = self.application.decisions.act(&self.correlation, self.after, PART).await?;
            let Some(last) = decisions.last() else { return Ok(vec![]) };
            self.after = last.position;
            let ids = decisions.into_iter().filter_map(|decision| self.of_this(decision.event));
            let ids: Vec<CodeId> = ids.collect();
            if !ids.is_empty() {
                return Ok(ids);
            }
        }
    }

    /// Codes as they were, in the order of their ids here.
    async fn folded(&self, ids: &[CodeId], as_of: Position) -> Result<Vec<Code>, Refusal> {
        let mut codes: HashMap<CodeId, Code> = HashMap::with_capacity(ids.len());
        for some in ids.chunks(FOLDED) {
            let some: Vec<&str> = some.iter().map(CodeId::as_str).collect();
            for decision in self.application.decisions.decisions_on(Code::TYPE, &some).await? {
                if let DecisionEvent::Code(id, event) = &decision.event
                    && decision.position <= as_of
                {
                    codes.entry(id.clone()).or_default().apply_event(event);
                }
            }
        }
        Ok(ids.iter().map(|id| codes.remove(id).unwrap_or_default()).collect())
    }

    /// The id of a code that was minted in this batch.
    fn of_this(&self, event: DecisionEvent) -> Option<CodeId> {
        match event {
            DecisionEvent::Code(id, CodeEvent::Minted { batch: Some(batch), .. }) if batch == self.batch => Some(id),
            _ => None,
        }
    }

    async fn records(&mut self, ids: Vec<CodeId>) -> Result<Vec<(u64, CodeRecord)>, Refusal> {
        let records = self.application.catalogue.these(&ids).await?;
        let mut records: HashMap<CodeId, CodeRecord> = records.into_iter().map(|record| (record.id.clone(), record)).collect();
        let numbers = self.next..;
        self.next += ids.len() as u64;
        let numbered = numbers.zip(ids).map(|(number, id)| {
            let record = records.remove(&id);
            let record = record.ok_or_else(|| StoreError::Unavailable(format!("code {id} does not show yet")));
            Ok((number, record?))
        });
        numbered.collect()
    }
}
