//! Where one visitor was on one day.

use std::collections::BTreeMap;

use signpost_domain::identifier::CodeId;

use super::{
    bytes::{Damaged, Reader, Writer},
    hours::Hours,
    value::{Facets, Value},
};

/// Visits in a visitor's first row. Hardly anybody makes more in a day; further codes get rows of their own, so that whoever tries
/// out a million ids makes many small rows and none that is ever larger.
const VISITS: usize = 50;

/// One visitor's scans of one code, all alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The code.
    pub code: CodeId,
    /// What these scans had in common.
    pub facets: Facets,
    /// In which hours there were any.
    pub hours: Hours,
}

/// Where one visitor was on one day: the first row with the first codes, or one of the rows for further ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visits {
    /// In the order in which they came.
    visits: Vec<Visit>,
    /// In the first row, once there are others: the visitor's hours in all of them, by values of dimensions, too.
    anywhere: Option<(Hours, BTreeMap<Value, Hours>)>,
}

/// The row for a code: 0 is the first, and one that has no room for it leads to another.
pub fn row_of(code: &CodeId) -> i64 {
    // FNV-1a, 64 bits. Two codes in one row do no harm.
    let hash = code.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash | 1).cast_signed()
}

impl Visits {
    /// A row from bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut from = Reader::new(bytes);
        let mut visits = Vec::new();
        for _ in 0..from.length()? {
            visits.push(Visit {
                code: from.text()?,
                facets: Facets::read(&mut from)?,
                hours: Hours::read(&mut from)?,
            });
        }
        let mut anywhere = None;
        if !from.is_done() {
            let all = Hours::read(&mut from)?;
            let mut parts = BTreeMap::new();
            while !from.is_done() {
                parts.insert(Value::read(&mut from)?, Hours::read(&mut from)?);
            }
            anywhere = Some((all, parts));
        }
        Ok(Self { visits, anywhere })
    }

    /// The row as bytes.
    pub fn as_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.length(self.visits.len());
        for Visit { code, facets, hours } in &self.visits {
            to.text(code.as_str());
            facets.write(&mut to);
            hours.write(&mut to);
        }
        if let Some((all, parts)) = &self.anywhere {
            all.write(&mut to);
            for (value, hours) in parts {
                value.write(&mut to);
                hours.write(&mut to);
            }
        }
        to.done()
    }

    /// What is in it.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// Whether the visitor was at several codes, which tells this row, at this place.
    pub fn are_of_several_codes(&self, place: i64) -> bool {
        place != 0 || self.anywhere.is_some() || self.visits.iter().any(|visit| visit.code != self.visits[0].code)
    }

    /// Whether a code belongs into this first row, and not into one of its own.
    pub(super) fn has_room(&self, code: &CodeId) -> bool {
        self.visits.len() < VISITS || self.visits.iter().any(|visit| visit.code == *code)
    }

    /// When the visitor was at a code.
    pub(super) fn at(&self, code: &CodeId, value: Option<&Value>) -> Hours {
        self.hours(|visit| visit.code == *code && value.is_none_or(|value| visit.facets.have(value)))
    }

    /// When the visitor was anywhere; of the first row.
    pub(super) fn anywhere(&self, value: Option<&Value>) -> Hours {
        match (&self.anywhere, value) {
            (Some((all, _)), None) => *all,
            (Some((_, parts)), Some(value)) => parts.get(value).copied().unwrap_or_default(),
            (None, _) => self.hours(|visit| value.is_none_or(|value| visit.facets.have(value))),
        }
    }

    fn hours(&self, of: impl Fn(&Visit) -> bool) -> Hours {
        self.visits
            .iter()
            .filter(|visit| of(visit))
            .fold(Hours::default(), |hours, visit| hours | visit.hours)
    }

    /// Whether exactly this is known already.
    pub(super) fn knows(&self, code: &CodeId, facets: &Facets, hour: u8) -> bool {
        let same = |visit: &Visit| visit.hours.contains(hour) && visit.code == *code && visit.facets == *facets;
        self.visits.iter().any(same)
    }

    /// Notes a visit.
    pub(super) fn insert(&mut self, code: &CodeId, facets: &Facets, hour: u8) {
        let known = self
            .visits
            .iter_mut()
            .find(|visit| visit.code == *code && visit.facets == *facets);
        if let Some(visit) = known {
            visit.hours.insert(hour);
        } else {
            let mut hours = Hours::default();
            hours.insert(hour);
            self.visits.push(Visit {
                code: code.clone(),
                facets: facets.clone(),
                hours,
            });
        }
    }

    /// Whether this is the first of several rows.
    pub(super) fn are_in_several_rows(&self) -> bool {
        self.anywhere.is_some()
    }

    /// Lets the first row know of a visit in it or, from the first one on that is not, in another; says whether that was news.
    pub(super) fn insert_anywhere(&mut self, values: &[Value], hour: u8, is_elsewhere: bool) -> bool {
        let mut is_news = self.anywhere.is_none() && is_elsewhere;
        if is_news {
            let mut parts = BTreeMap::new();
            for visit in &self.visits {
                for value in visit.facets.values() {
                    let hours = parts.entry(value).or_default();
                    *hours = *hours | visit.hours;
                }
            }
            self.anywhere = Some((self.hours(|_| true), parts));
        }
        let Some((all, parts)) = &mut self.anywhere else {
            return false;
        };
        is_news |= !all.contains(hour);
        all.insert(hour);
        for value in values {
            let hours = parts.entry(value.clone()).or_default();
            is_news |= !hours.contains(hour);
            hours.insert(hour);
        }
        is_news
    }
}
