//! What was recognised lately. A few hundred phones and languages make up most visits, and recognising one of them anew takes longer
//! than all else that is done to resolve a visit.

use std::hash::{BuildHasher, RandomState};

/// Places; a header that falls on one that is taken takes it over.
const PLACES: usize = 512;
/// Longer headers are recognised anew each time, so that memory is bounded: to half a megabyte per thread.
const LONGEST: usize = 512;

/// What the last headers of some kind came to.
pub(super) struct Recently<V> {
    hasher: RandomState,
    places: Vec<Option<(Box<[u8]>, V)>>,
}

impl<V: Clone> Recently<V> {
    /// Empty.
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            places: std::iter::repeat_with(|| None).take(PLACES).collect(),
        }
    }

    /// What `header` came to the last time, or what `recognise` makes of it.
    pub(super) fn recall(&mut self, header: &[u8], recognise: impl FnOnce(&[u8]) -> V) -> V {
        if header.len() > LONGEST {
            return recognise(header);
        }
        // Its remainder by a small number, so nothing is cut off that counts.
        #[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
        let place = self.hasher.hash_one(header) as usize % PLACES;
        match &mut self.places[place] {
            Some((known, value)) if **known == *header => value.clone(),
            other => {
                let value = recognise(header);
                *other = Some((header.into(), value.clone()));
                value
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_recognised_is_recalled_and_never_taken_for_another() {
        let mut recently = Recently::new();
        for round in 0..2 {
            for n in 0..10 * PLACES {
                let header = n.to_string();
                assert_eq!(
                    recently.recall(header.as_bytes(), <[u8]>::to_vec),
                    header.as_bytes(),
                    "{round}"
                );
            }
        }
        let mut recognised = 0;
        for _ in 0..3 {
            recently.recall(b"the same", |header| {
                recognised += 1;
                header.to_vec()
            });
        }
        assert_eq!(recognised, 1);
    }

    #[test]
    fn what_is_too_long_is_not_kept() {
        let mut recently = Recently::new();
        let header = [b'x'; LONGEST + 1];
        recently.recall(&header, |_| 1);
        assert_eq!(recently.recall(&header, |_| 2), 2);
    }
}
