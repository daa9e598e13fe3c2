//! A day of one code, or of the whole city.

use std::collections::BTreeMap;

use signpost_domain::language::Language;

use super::{
    bytes::{Damaged, Reader, Writer},
    hours::Hours,
    tally::Tally,
    value::Value,
};

/// Languages that are told apart in one day of the city. Whoever sends a made-up language with every request shall not make the
/// day's row grow without end; people speak fewer.
const LANGUAGES: usize = 1_000;

/// What is counted of one day of one code, or of the whole city.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// All of it.
    pub all: Tally,
    /// The same by each value of each dimension, choices left out.
    pub parts: BTreeMap<Value, Tally>,
}

impl Day {
    /// A day from its two rows of bytes.
    pub fn read(all: &[u8], parts: &[u8]) -> Result<Self, Damaged> {
        Ok(Self {
            all: Tally::read(&mut Reader::new(all))?,
            parts: read_parts(parts)?,
        })
    }

    /// All of it as bytes.
    pub fn all_as_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        self.all.write(&mut to);
        to.done()
    }

    /// Its parts as bytes.
    pub fn parts_as_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        for (value, tally) in &self.parts {
            value.write(&mut to);
            tally.write(&mut to);
        }
        to.done()
    }

    /// The language to count, of the city's day: one too many is none.
    pub(super) fn told_apart(&self, language: Option<&Language>) -> Option<Language> {
        let value = Value::Language(Some(language?.clone()));
        let languages = || {
            let from_first = self.parts.range(Value::Language(None)..);
            from_first.take_while(|(value, _)| matches!(value, Value::Language(_)))
        };
        let has_room = self.parts.len() < LANGUAGES || self.parts.contains_key(&value) || languages().count() < LANGUAGES;
        language.filter(|_| has_room).cloned()
    }

    /// Counts scans: all, and how many of them by robots.
    pub(super) fn scan(&mut self, values: &[Value], hour: u8, scans: (u64, u64)) {
        self.all.scan(hour, scans);
        for value in values {
            self.part(value).scan(hour, scans);
        }
    }

    /// Counts a visitor who was seen in `hour` and, as far as known until now, in those hours that `known` tells: for all, and for
    /// a value.
    pub(super) fn seen(&mut self, values: &[Value], hour: u8, known: impl Fn(Option<&Value>) -> Hours) {
        self.all.seen(known(None), hour);
        for value in values {
            let known = known(Some(value));
            self.part(value).seen(known, hour);
        }
    }

    fn part(&mut self, value: &Value) -> &mut Tally {
        // Looked up before it is cloned.
        if !self.parts.contains_key(value) {
            self.parts.insert(value.clone(), Tally::default());
        }
        self.parts.get_mut(value).expect("it was just put there")
    }
}

fn read_parts(bytes: &[u8]) -> Result<BTreeMap<Value, Tally>, Damaged> {
    let mut parts = BTreeMap::new();
    for_each_part(bytes, |value, from| {
        parts.insert(value, Tally::read(from)?);
        Ok(())
    })?;
    Ok(parts)
}

/// Shows every part of a day: its value, and the bytes of its tally, which are read by whoever is shown them.
pub(super) fn for_each_part(
    bytes: &[u8],
    mut show: impl FnMut(Value, &mut Reader<'_>) -> Result<(), Damaged>,
) -> Result<(), Damaged> {
    let mut from = Reader::new(bytes);
    while !from.is_done() {
        show(Value::read(&mut from)?, &mut from)?;
    }
    Ok(())
}
