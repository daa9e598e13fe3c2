//! Every code and its configuration, so that a scan looks at as little memory as can be: a slot of the index, and the record it leads to. Nearly all codes
//! of a city lead to one address, or nowhere yet, and are all in their record; others are kept as they are, beside it.

mod index;
mod memory;
mod records;
#[cfg(test)]
mod tests;

use std::{
    hash::{BuildHasher, RandomState},
    mem,
    ops::Deref,
    sync::Arc,
};

use signpost_domain::{
    code::{Configuration, Status},
    identifier::CodeId,
    target::Target,
    url::HttpUrl,
};

use self::{
    index::Index,
    records::{Kept, Records},
};

/// A configuration out of the memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Configured {
    /// Read from a record.
    Own(Configuration),
    /// Shared, not copied.
    Shared(Arc<Configuration>),
}

impl Configured {
    fn into_owned(self) -> Configuration {
        match self {
            Self::Own(configuration) => configuration,
            Self::Shared(configuration) => Arc::unwrap_or_clone(configuration),
        }
    }
}

impl Deref for Configured {
    type Target = Configuration;

    fn deref(&self) -> &Configuration {
        match self {
            Self::Own(configuration) => configuration,
            Self::Shared(configuration) => configuration,
        }
    }
}

/// The codes.
#[derive(Debug)]
pub(super) struct Codes {
    hasher: RandomState,
    index: Index,
    records: Records,
    /// Bytes of records that others took the place of.
    dead: usize,
    /// What no record has room for, at the places that records tell.
    others: Vec<Option<Arc<Configuration>>>,
    /// Places of those that are none any more.
    free: Vec<u32>,
    /// How often anything was written.
    writes: u64,
}

/// Room for more codes, made while others read.
#[derive(Debug)]
pub(super) struct Room {
    /// Where the codes stood.
    writes: u64,
    index: Index,
    /// The records that are looked at, written anew.
    records: Option<Records>,
}

impl Default for Codes {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            index: Index::for_ids(0),
            records: Records::default(),
            dead: 0,
            others: Vec::new(),
            free: Vec::new(),
            writes: 0,
        }
    }
}

impl Codes {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    /// The configuration of a code.
    pub(super) fn get(&self, id: &CodeId) -> Option<Configured> {
        let begin = self.find(id)?;
        Some(self.configured(self.records.at(begin).1))
    }

    /// Whether there is such a code.
    pub(super) fn has(&self, id: &CodeId) -> bool {
        self.find(id).is_some()
    }

    /// Shows every code.
    pub(super) fn walk<E>(&self, mut show: impl FnMut(&CodeId, &Configuration) -> Result<(), E>) -> Result<(), E> {
        self.living().try_for_each(|begin| {
            let (id, kept) = self.records.at(begin);
            let id = id.parse().expect("it was the id of a code when it was written");
            show(&id, &self.configured(kept))
        })
    }

    /// Puts a code in the place of what was known of it.
    pub(super) fn put(&mut self, id: &CodeId, configuration: Configuration) {
        let before = if let Some(kept) = plain(&configuration) {
            self.write(id, kept)
        } else {
            let place = self.keep(Arc::new(configuration));
            self.write(id, Kept::Elsewhere(place))
        };
        if let Some(begin) = before
            && let Kept::Elsewhere(place) = self.records.at(begin).1
        {
            self.others[place as usize] = None;
            self.free.push(place);
        }
    }

    /// Changes a code, or the default if there is none yet.
    pub(super) fn change(&mut self, id: &CodeId, change: impl FnOnce(&mut Configuration)) {
        let kept = self.find(id).map(|begin| self.records.at(begin).1);
        if let Some(Kept::Elsewhere(place)) = kept
            && let Some(shared) = &mut self.others[place as usize]
        {
            let configuration = Arc::make_mut(shared);
            change(configuration);
            if plain(configuration).is_some() {
                let configuration = configuration.clone();
                self.put(id, configuration);
            }
            return;
        }
        let mut configuration = kept.map_or_else(Configuration::default, |kept| self.configured(kept).into_owned());
        change(&mut configuration);
        // Most of what is decided about a code says nothing of where it leads.
        if kept.is_none() || plain(&configuration) != kept {
            self.put(id, configuration);
        }
    }

    /// Room for so many more codes, if there is none, and where much of the memory is not looked at any more.
    pub(super) fn room_for(&self, more: usize) -> Option<Room> {
        let is_half_dead = self.records.are_many() && self.dead > self.records.length() / 2;
        if self.index.has_room_for(more) && !is_half_dead {
            return None;
        }
        let records = is_half_dead.then(|| {
            let mut records = Records::default();
            for begin in self.living() {
                let (id, kept) = self.records.at(begin);
                records.push(id, kept);
            }
            records
        });
        let mut index = Index::for_ids(self.len() + more);
        let all = records.as_ref().unwrap_or(&self.records);
        for begin in all.all() {
            // The last record of a code is the one that counts.
            let (id, _) = all.at(begin);
            index.put(self.hasher.hash_one(id), begin, |other| all.is_of(other, id));
        }
        Some(Room {
            writes: self.writes,
            index,
            records,
        })
    }

    /// Moves into a room, unless something was written since it was made; gives what is not needed any more.
    pub(super) fn move_into(&mut self, mut room: Room) -> Room {
        if room.writes == self.writes {
            mem::swap(&mut self.index, &mut room.index);
            if let Some(records) = &mut room.records {
                mem::swap(&mut self.records, records);
                self.dead = 0;
            }
        }
        room
    }

    fn find(&self, id: &CodeId) -> Option<usize> {
        let id = id.as_str();
        self.index
            .find(self.hasher.hash_one(id), |begin| self.records.is_of(begin, id))
    }

    fn configured(&self, kept: Kept<'_>) -> Configured {
        let target = match kept {
            Kept::Unassigned => None,
            Kept::Redirect { url, forward_query } => Some(Target::Redirect {
                url: HttpUrl::checked_before(url),
                forward_query,
            }),
            Kept::Elsewhere(place) => {
                let kept = self.others[place as usize].as_ref();
                return Configured::Shared(Arc::clone(kept.expect("a record tells the place of what is kept")));
            }
        };
        Configured::Own(Configuration {
            target,
            ..Configuration::default()
        })
    }

    /// Where the records of all codes begin.
    fn living(&self) -> impl Iterator<Item = usize> {
        let is_living = move |begin: &usize| {
            let hash = || self.hasher.hash_one(self.records.at(*begin).0);
            self.dead == 0 || self.index.find(hash(), |known| known == *begin).is_some()
        };
        self.records.all().filter(is_living)
    }

    fn keep(&mut self, configuration: Arc<Configuration>) -> u32 {
        if let Some(place) = self.free.pop() {
            self.others[place as usize] = Some(configuration);
            return place;
        }
        self.others.push(Some(configuration));
        u32::try_from(self.others.len() - 1).expect("four thousand million codes do not fit into memory")
    }

    /// Writes a record; gives where the one begins that it takes the place of.
    fn write(&mut self, id: &CodeId, kept: Kept<'_>) -> Option<usize> {
        if !self.index.has_room_for(1)
            && let Some(room) = self.room_for(1)
        {
            drop(self.move_into(room));
        }
        let id = id.as_str();
        let begin = self.records.push(id, kept);
        let is_it = |other| self.records.is_of(other, id);
        let before = self.index.put(self.hasher.hash_one(id), begin, is_it);
        self.dead += before.map_or(0, |before| self.records.length_of(before));
        self.writes += 1;
        before
    }
}

/// What a record keeps of a configuration, if it has room for it.
fn plain(configuration: &Configuration) -> Option<Kept<'_>> {
    let Configuration {
        status: Status::Active,
        target,
        rules,
        successor: None,
        alias_of: None,
    } = configuration
    else {
        return None;
    };
    match target {
        _ if !rules.is_empty() => None,
        None => Some(Kept::Unassigned),
        Some(Target::Redirect { url, forward_query }) if Records::fits(url.as_str()) => Some(Kept::Redirect {
            url: url.as_str(),
            forward_query: *forward_query,
        }),
        Some(_) => None,
    }
}
