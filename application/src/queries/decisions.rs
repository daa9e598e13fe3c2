//! The decision log itself, and everything that can be looked for in it.

use jiff::SignedDuration;
use signpost_domain::decision::Position;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        StoreError,
        history::{DecisionFilter, HistoryEntry, Order, Stretch},
    },
    refusal::Refusal,
};

/// A search may be this far behind without saying so.
const AT_MOST_BEHIND: SignedDuration = SignedDuration::from_secs(60);

/// A search for decisions.
#[derive(Debug, Clone)]
pub struct DecisionSearch {
    filter: DecisionFilter,
    order: Order,
    /// Where they can be; `None` when nowhere.
    stretch: Option<Stretch>,
}

impl DecisionSearch {
    /// Begins one. What was decided later may be missing in it.
    pub async fn begin(
        application: &Application,
        principal: &Principal,
        filter: DecisionFilter,
        order: Order,
    ) -> Result<Self, Refusal> {
        principal.must(Action::ReadHistory, None)?;
        let stretch = if filter.from.is_none() && filter.until.is_none() {
            Some(Stretch::ALL)
        } else {
            application.history.stretch_of(filter.from, filter.until).await?
        };
        if filter.is_search()
            && let Some(since) = application.history.not_found_since().await?
            && application.clock.now().duration_since(since) > AT_MOST_BEHIND
        {
            // Silence about what is not indexed yet would be taken for an answer.
            let what = format!("what was decided since {since} cannot be searched yet: the read model search is behind");
            return Err(StoreError::Unavailable(what).into());
        }
        Ok(Self { filter, order, stretch })
    }

    /// At most `limit` of them after the one at `after`, in its order.
    pub async fn after(
        &self,
        application: &Application,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, Refusal> {
        let left = self.stretch.map(|stretch| stretch.after(after, self.order));
        match left.filter(|left| !left.is_empty()) {
            Some(left) => Ok(application.history.decisions(&self.filter, left, self.order, limit).await?),
            None => Ok(vec![]),
        }
    }
}

impl DecisionFilter {
    /// Whether it asks for more than a time.
    fn is_search(&self) -> bool {
        let by_time_alone = Self {
            from: self.from,
            until: self.until,
            ..Self::default()
        };
        *self != by_time_alone
    }
}
