//! Expiring scans: whole months are dropped from the scan log, what was counted of them stays.

use signpost_domain::{
    decision::RETENTION,
    retention::{Month, MonthOfScans, Retention, RetentionCommand},
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        StoreError,
        decision_log::Stream,
        retention::{DropError, ScanRetention},
    },
    refusal::{Fault, Refusal},
};

/// The months that would be dropped. Neither the current month nor a later one can be: its scans still come in.
pub async fn expiring(
    application: &Application,
    retention: &dyn ScanRetention,
    caller: &Caller,
    before: Month,
) -> Result<Vec<MonthOfScans>, Refusal> {
    caller.principal.must(Action::ExpireScans, None)?;
    let current = Month::of(application.clock.now());
    if before > current {
        let what = format!("the month {current} is not over yet; give {current} or an earlier one");
        return Err(Refusal::Invalid(vec![Fault::new("before", what)]));
    }
    Ok(retention.months(before).await?)
}

/// Drops these months, and puts on record that it did.
pub async fn expire_scans(
    application: &Application,
    retention: &dyn ScanRetention,
    caller: &Caller,
    months: &[MonthOfScans],
) -> Result<(), ExpireError> {
    caller.principal.must(Action::ExpireScans, None)?;
    if months.is_empty() {
        return Ok(());
    }
    let record = Box::pin(async {
        let stream: &dyn Stream<Retention> = &*application.decisions;
        let command = |_: &Retention| Ok(RetentionCommand::Expire(months.to_vec()));
        let decided = decide(
            application,
            stream,
            RETENTION,
            Expectation::Any,
            caller,
            command,
            |error| match error {},
        )
        .await;
        decided.map(drop).map_err(|refusal| match refusal {
            Refusal::Store(error) => error,
            refusal => StoreError::Failed(refusal.to_string()),
        })
    });
    Ok(retention.drop_months(months, record).await?)
}

/// Why scans did not expire.
#[derive(Debug, thiserror::Error)]
pub enum ExpireError {
    /// The caller may not.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The scans could not be dropped.
    #[error(transparent)]
    NotDropped(#[from] DropError),
}
