//! What was scanned most of late, and what of it needs care.

use jiff::{Timestamp, ToSpan};
use signpost_domain::identifier::CodeId;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        Paging,
        catalogue::{CodeFilter, CodeRecord, Standing},
        statistics::{Busiest, BusiestQuery, Busy},
    },
    refusal::{Fault, Refusal},
};

/// Days looked back, at most: as many as a month has.
pub const MOST_DAYS: u32 = 31;
/// Codes in each list, at most.
pub const MOST_CODES: u32 = 100;
/// Codes that led nowhere when they were scanned are looked up until this many still do.
const LOOKED_UP: usize = 500;

/// What was scanned most on the last `days` days of UTC, today included. Of codes that led nowhere, those that still do.
pub async fn busiest(
    application: &Application,
    principal: &Principal,
    days: u32,
    most: u32,
) -> Result<(Timestamp, Busiest), Refusal> {
    principal.must(Action::ReadStatistics, None)?;
    for (pointer, number, limit) in [("days", days, MOST_DAYS), ("limit", most, MOST_CODES)] {
        if number == 0 || number > limit {
            return Err(Refusal::Invalid(vec![Fault::new(
                pointer,
                format!("give a number of 1 to {limit}"),
            )]));
        }
    }
    let until = application.clock.now();
    let since = until
        .checked_sub((24 * (i64::from(days) - 1)).hours())
        .map_err(|error| Refusal::Invalid(vec![Fault::new("days", error.to_string())]))?;
    let day = Timestamp::from_second(since.as_second().div_euclid(86_400) * 86_400);
    let query = BusiestQuery {
        since,
        until,
        most: LOOKED_UP,
    };
    let mut found = application.statistics.busiest(&query).await?;
    let ids: Vec<CodeId> = found.unassigned.iter().map(|busy| busy.code.clone()).collect();
    let still = application.catalogue.these(&ids).await?;
    let leads_nowhere = |busy: &Busy| {
        let record = still.iter().find(|record| record.id == busy.code);
        record.is_some_and(|record| Standing::of(&record.code) == Standing::Unassigned)
    };
    found.unassigned.retain(leads_nowhere);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    for list in [&mut found.scanned, &mut found.unassigned, &mut found.unknown] {
        list.truncate(most);
    }
    Ok((day.unwrap_or(since), found))
}

/// The first codes, by id, that are suspended.
pub async fn suspended(application: &Application, principal: &Principal, most: u32) -> Result<Vec<CodeRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let filter = CodeFilter {
        standing: Some(Standing::Suspended),
        ..CodeFilter::default()
    };
    let paging = Paging {
        limit: most,
        cursor: None,
    };
    Ok(application.catalogue.codes(&filter, &paging).await?.items)
}
