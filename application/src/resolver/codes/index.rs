//! Where the record of an id begins: open addressing with linear probing, eight bytes a slot, so that a look is at one cache line nearly always.

use super::memory::Memory;

/// Slots at first.
const FEWEST: usize = 64;
/// Lower bits of a slot: where a record begins, plus one. Zero is an empty slot. The upper ones are bits of the hash, so that a record is looked at
/// only if it is likely to be the one.
const BEGIN_BITS: u32 = 40;

/// An index.
#[derive(Debug)]
pub(super) struct Index {
    slots: Memory,
    taken: usize,
}

impl Index {
    /// An index with room for so many ids.
    pub(super) fn for_ids(ids: usize) -> Self {
        let slots = slots_for(ids);
        Self {
            slots: Memory::zeroed(slots * size_of::<u64>()),
            taken: 0,
        }
    }

    /// How many ids are in it.
    pub(super) fn len(&self) -> usize {
        self.taken
    }

    /// Whether so many more ids have room.
    pub(super) fn has_room_for(&self, more: usize) -> bool {
        slots_for(self.taken + more) <= self.slots.len() / size_of::<u64>()
    }

    /// Where the record of the id with this hash begins, of which `is_it` knows the right one.
    pub(super) fn find(&self, hash: u64, is_it: impl FnMut(usize) -> bool) -> Option<usize> {
        self.look(hash, is_it).ok().map(|(_, begin)| begin)
    }

    /// Keeps where the record of an id begins; gives where the one before it did. There must be room.
    pub(super) fn put(&mut self, hash: u64, begin: usize, is_it: impl FnMut(usize) -> bool) -> Option<usize> {
        let (place, before) = match self.look(hash, is_it) {
            Ok((place, before)) => (place, Some(before)),
            Err(place) => (place, None),
        };
        let slot = part_of(hash) << BEGIN_BITS | (begin as u64 + 1);
        self.slots.as_chunks_mut().0[place] = slot.to_ne_bytes();
        self.taken += usize::from(before.is_none());
        before
    }

    /// The slot of an id and what is in it, or the slot that it would be put into.
    fn look(&self, hash: u64, mut is_it: impl FnMut(usize) -> bool) -> Result<(usize, usize), usize> {
        let slots: &[[u8; 8]] = self.slots.as_chunks().0;
        let last = slots.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "any bits of the hash do")]
        let mut place = hash as usize & last;
        loop {
            let slot = u64::from_ne_bytes(slots[place]);
            if slot == 0 {
                return Err(place);
            }
            if slot >> BEGIN_BITS == part_of(hash) {
                let begin = (slot & ((1 << BEGIN_BITS) - 1)) as usize - 1;
                if is_it(begin) {
                    return Ok((place, begin));
                }
            }
            place = (place + 1) & last;
        }
    }
}

/// A power of two, of which five eighths are taken at most.
fn slots_for(ids: usize) -> usize {
    (ids + ids.div_ceil(5) * 3).next_power_of_two().max(FEWEST)
}

fn part_of(hash: u64) -> u64 {
    hash >> BEGIN_BITS
}
