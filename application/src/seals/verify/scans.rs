//! The scan log against the stretches that the decision log has sealed.

use signpost_domain::{retention::MonthOfScans, seals::Stretch};

use super::{Fault, Log, Report, Step, decisions::Sealed, pages::Pages};
use crate::{
    ports::{StoreError, records::Records},
    record::ScanRecord,
    seals::hours::{Hours, begins, hour_of},
};

/// Walks along the log.
struct Walk<'a> {
    expired: &'a [MonthOfScans],
    /// Stretches that are still to come, the next one last.
    ahead: Vec<&'a Stretch>,
    /// The scans of the stretch at hand.
    hours: Hours,
    /// The first position of it that is missing for no reason.
    missing: Option<u64>,
    last: u64,
    sealed: u64,
}

pub(super) async fn verify(
    log: &dyn Records<ScanRecord>,
    sealed: &Sealed,
    report: &mut Report,
    tell: &mut impl FnMut(Step),
) -> Result<(), StoreError> {
    let last = log.last().await?.0;
    let mut walk = Walk {
        expired: &sealed.expired,
        ahead: sealed.stretches.iter().rev().collect(),
        hours: Hours::default(),
        missing: None,
        last: 0,
        sealed: 0,
    };
    let mut pages = Pages::of(log);
    let outcome = loop {
        let page = match pages.next().await? {
            Ok(page) if page.is_empty() => break walk.end(),
            Ok(page) => page,
            Err(what) => break Err(walk.fault(walk.last + 1, None, format!("it cannot be read: {what}"))),
        };
        let taken_in = page.iter().try_for_each(|scan| {
            report.scans += 1;
            walk.take_in(scan)
        });
        if let Err(fault) = taken_in {
            break Err(fault);
        }
        tell(Step {
            log: Log::Scans,
            position: walk.last,
            last,
        });
    };
    report.scans_sealed = walk.sealed;
    report.faults.extend(outcome.err());
    Ok(())
}

impl Walk<'_> {
    fn fault(&self, position: u64, through: Option<u64>, what: String) -> Fault {
        // What is missing before it is the first.
        let missing = self.missing.filter(|missing| *missing < position);
        let log = Log::Scans;
        match missing {
            Some(position) => Fault {
                log,
                position,
                through: None,
                what: "it is missing".into(),
            },
            None => Fault {
                log,
                position,
                through,
                what,
            },
        }
    }

    fn take_in(&mut self, scan: &ScanRecord) -> Result<(), Fault> {
        let position = scan.position;
        if position.cast_signed() <= self.last.cast_signed() {
            let what = format!(
                "there is another record at position {}, out of order or twice",
                position.cast_signed()
            );
            return Err(self.fault(self.last + 1, None, what));
        }
        while let Some(stretch) = self.ahead.last().filter(|stretch| stretch.through.0 < position) {
            let through = stretch.through.0;
            self.skip(through + 1);
            self.close()?;
        }
        self.skip(position);
        self.last = position;
        let Some(stretch) = self.ahead.last() else {
            // Not sealed yet, so nothing can be said of it but that nothing is missing before it.
            return self
                .missing
                .map_or(Ok(()), |missing| Err(self.fault(missing, None, "it is missing".into())));
        };
        let hour = begins(hour_of(scan.at));
        if !stretch.hours.iter().any(|sealed| sealed.hour == hour) {
            let what = "it was inserted or its time was changed: no scan of that hour was sealed here".into();
            return Err(self.fault(position, None, what));
        }
        self.hours
            .push(scan)
            .map_err(|error| self.fault(position, None, format!("it is damaged: {error}")))
    }

    /// There is nothing before `next`.
    fn skip(&mut self, next: u64) {
        let from = self.last + 1;
        self.last = self.last.max(next - 1);
        if from >= next || self.missing.is_some() {
            return;
        }
        // The first of these that no month that was dropped explains.
        let mut missing = from;
        while let Some(month) = self
            .expired
            .iter()
            .find(|month| (month.first.0..=month.last.0).contains(&missing))
        {
            missing = month.last.0 + 1;
        }
        self.missing = (missing < next).then_some(missing);
    }

    /// The stretch at hand is over.
    fn close(&mut self) -> Result<(), Fault> {
        let Some(stretch) = self.ahead.pop() else { return Ok(()) };
        let found = std::mem::take(&mut self.hours).sealed();
        // An hour that is not as it was may be so for a scan that came from another or went to one: all of them bound the place.
        let bad: Vec<_> = stretch
            .hours
            .iter()
            .map(|sealed| (sealed, found.iter().find(|hour| hour.hour == sealed.hour)))
            .filter(|(sealed, hour)| match hour {
                Some(hour) => hour != sealed,
                None => !self.is_expired(sealed.first.0, sealed.last.0),
            })
            .collect();
        let first = bad.iter().map(|(sealed, _)| sealed.first.0).min();
        let last = bad
            .iter()
            .flat_map(|(sealed, hour)| [sealed.last.0, hour.map_or(0, |hour| hour.last.0)])
            .max();
        if let Some(first) = first {
            let what = "a scan in here is not the one that was sealed".into();
            return Err(self.fault(first, last, what));
        }
        self.sealed = stretch.through.0;
        match self.missing {
            Some(missing) => Err(self.fault(missing, None, "it is missing".into())),
            None => Ok(()),
        }
    }

    fn is_expired(&self, first: u64, last: u64) -> bool {
        self.expired
            .iter()
            .any(|month| month.first.0 <= first && last <= month.last.0)
    }

    /// There is nothing more.
    fn end(&mut self) -> Result<(), Fault> {
        while let Some(stretch) = self.ahead.last() {
            let through = stretch.through.0;
            self.skip(through + 1);
            self.close()?;
        }
        Ok(())
    }
}
