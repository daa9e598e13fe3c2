//! What is counted of one day, hour by hour.

use super::{
    HOURS,
    bytes::{Damaged, Reader, Writer},
    hours::Hours,
};

/// What is counted of one day: scans, and visitors in such a way that those of any hours of the day are a sum.
///
/// Visitors who were seen in an hour are told apart by how many hours earlier they were last seen that day; 0 stands for not at all.
/// Different visitors from one hour until another are those of these hours who were last seen before the first of them, or never.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of the hours in which something was, in their order: scans, and how many of them by robots.
    scans: Vec<(u8, u64, u64)>,
    /// Hour, hours since the visitor was last seen, and how many visitors; in their order, and never none.
    visitors: Vec<((u8, u8), u64)>,
    /// Hour, item of a menu, and how often it was chosen; in their order.
    choices: Vec<((u8, u16), u64)>,
}

fn add<K: Ord>(counts: &mut Vec<(K, u64)>, key: K, more: u64) {
    match counts.binary_search_by(|(known, _)| known.cmp(&key)) {
        Ok(place) => counts[place].1 += more,
        Err(place) => counts.insert(place, (key, more)),
    }
}

fn take<K: Ord>(counts: &mut Vec<(K, u64)>, key: &K) {
    if let Ok(place) = counts.binary_search_by(|(known, _)| known.cmp(key)) {
        counts[place].1 -= 1;
        if counts[place].1 == 0 {
            counts.remove(place);
        }
    }
}

impl Tally {
    /// Counts scans: all, and how many of them by robots.
    pub(super) fn scan(&mut self, hour: u8, (scans, robots): (u64, u64)) {
        let place = match self.scans.binary_search_by_key(&hour, |(hour, ..)| *hour) {
            Ok(place) => place,
            Err(place) => {
                self.scans.insert(place, (hour, 0, 0));
                place
            }
        };
        self.scans[place].1 += scans;
        self.scans[place].2 += robots;
    }

    /// Counts choices of an item.
    pub(super) fn choose(&mut self, hour: u8, item: u16, choices: u64) {
        add(&mut self.choices, (hour, item), choices);
    }

    /// Counts a visitor who was seen in `hour`, and before or after it in the hours `known`.
    pub(super) fn seen(&mut self, known: Hours, hour: u8) {
        if known.contains(hour) {
            return;
        }
        let earlier = known.before(hour);
        let since = |hour: u8, earlier: Option<u8>| (hour, earlier.map_or(0, |earlier| hour - earlier));
        if let Some(later) = known.after(hour) {
            take(&mut self.visitors, &since(later, earlier));
            add(&mut self.visitors, since(later, Some(hour)), 1);
        }
        add(&mut self.visitors, since(hour, earlier), 1);
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.length(self.scans.len());
        for (hour, scans, robots) in &self.scans {
            to.number(*hour);
            to.number(*scans);
            to.number(*robots);
        }
        to.length(self.visitors.len());
        for ((hour, since), count) in &self.visitors {
            to.number(*hour);
            to.number(*since);
            to.number(*count);
        }
        to.length(self.choices.len());
        for ((hour, item), count) in &self.choices {
            to.number(*hour);
            to.number(*item);
            to.number(*count);
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut tally = Self::default();
        tell(from, &mut tally)?;
        Ok(tally)
    }
}

/// Who is told what a tally says, number by number, in the order of its bytes.
pub(super) trait Told {
    /// So many hours with scans follow, or so many pairs of hours with visitors.
    fn follow(&mut self, _scans: usize, _visitors: usize) {}
    /// Scans of an hour, and how many of them by robots.
    fn scans(&mut self, hour: u8, scans: u64, robots: u64);
    /// Visitors of an hour whom [`is_new`] tells apart by when they were last seen.
    fn visitors(&mut self, _hour: u8, _since: u8, _visitors: u64) {}
    /// Choices of an item of a menu in an hour.
    fn choices(&mut self, _hour: u8, _item: u16, _choices: u64) {}
}

impl Told for Tally {
    fn follow(&mut self, scans: usize, visitors: usize) {
        self.scans.reserve_exact(scans);
        self.visitors.reserve_exact(visitors);
    }

    fn scans(&mut self, hour: u8, scans: u64, robots: u64) {
        self.scans.push((hour, scans, robots));
    }

    fn visitors(&mut self, hour: u8, since: u8, visitors: u64) {
        self.visitors.push(((hour, since), visitors));
    }

    fn choices(&mut self, hour: u8, item: u16, choices: u64) {
        self.choices.push(((hour, item), choices));
    }
}

/// Whether visitors of `hour` are counted from the hour `from` on, which is none later.
pub(super) fn is_new(hour: u8, since: u8, from: u8) -> bool {
    since == 0 || hour - since < from
}

/// Tells what the bytes of a tally say, without making one.
pub(super) fn tell(from: &mut Reader<'_>, whom: &mut impl Told) -> Result<(), Damaged> {
    // No more of anything than bytes are left.
    let scans = from.length()?;
    whom.follow(scans, 0);
    for _ in 0..scans {
        whom.scans(hour(from)?, from.number()?, from.number()?);
    }
    let visitors = from.length()?;
    whom.follow(0, visitors);
    if let Some(numbers) = from.small(visitors.saturating_mul(3)) {
        for [hour, since, count] in numbers.as_chunks().0 {
            let (hour, since) = seen(*hour, *since)?;
            whom.visitors(hour, since, (*count).into());
        }
    } else {
        for _ in 0..visitors {
            let (hour, since) = seen(from.number()?, from.number()?)?;
            whom.visitors(hour, since, from.number()?);
        }
    }
    for _ in 0..from.length()? {
        whom.choices(hour(from)?, from.number()?, from.number()?);
    }
    Ok(())
}

fn hour(from: &mut Reader<'_>) -> Result<u8, Damaged> {
    of_a_day(from.number()?)
}

fn of_a_day(hour: u8) -> Result<u8, Damaged> {
    if hour < HOURS {
        Ok(hour)
    } else {
        Err(Damaged(format!("{hour} is no hour of a day")))
    }
}

/// When somebody was seen, and how many hours before that they were last seen.
fn seen(hour: u8, since: u8) -> Result<(u8, u8), Damaged> {
    if since > of_a_day(hour)? {
        return Err(Damaged("nobody is seen before the day begins".to_owned()));
    }
    Ok((hour, since))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::{collection::btree_map, prelude::*};

    use super::*;

    fn read(tally: &Tally) -> Result<Tally, Damaged> {
        let mut to = Writer::default();
        tally.write(&mut to);
        Tally::read(&mut Reader::new(&to.done()))
    }

    /// Hours, and hours since.
    fn seen() -> impl Strategy<Value = (u8, u8)> {
        (0..HOURS).prop_flat_map(|hour| (Just(hour), 0..=hour))
    }

    fn of_visitors(visitors: BTreeMap<(u8, u8), u64>) -> Tally {
        Tally {
            visitors: visitors.into_iter().collect(),
            ..Tally::default()
        }
    }

    proptest! {
        #[test]
        fn few_visitors_and_many_are_read_as_they_were_written(
            few in btree_map(seen(), 1_u64..0x80, 0..100),
            many in btree_map(seen(), 1_u64..1_000_000, 0..100),
        ) {
            for tally in [of_visitors(few), of_visitors(many)] {
                prop_assert_eq!(&read(&tally)?, &tally);
            }
        }
    }

    #[test]
    fn hours_that_no_day_has_are_refused_whether_few_were_seen_or_many() {
        for count in [1, 1_000] {
            assert!(read(&of_visitors(BTreeMap::from([((23, 23), count)]))).is_ok());
            for key in [(HOURS, 0), (3, 4)] {
                assert!(read(&of_visitors(BTreeMap::from([(key, count)]))).is_err(), "{key:?} {count}");
            }
        }
    }
}
