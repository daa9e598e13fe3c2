//! Hours of one day.

use std::ops::{BitOr, Range};

use super::{
    HOURS,
    bytes::{Damaged, Reader, Writer},
};

/// A set of hours of one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hours(u32);

impl Hours {
    /// Whether none is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether an hour is in it.
    pub fn contains(self, hour: u8) -> bool {
        self.0 & (1 << hour) != 0
    }

    /// Adds an hour.
    pub fn insert(&mut self, hour: u8) {
        self.0 |= 1 << hour;
    }

    /// The last one before `hour`.
    pub fn before(self, hour: u8) -> Option<u8> {
        let earlier = self.0 & ((1 << hour) - 1);
        earlier.checked_ilog2().map(bit)
    }

    /// The first one after `hour`.
    pub fn after(self, hour: u8) -> Option<u8> {
        let later = self.0 & !((2 << hour) - 1);
        (later != 0).then(|| bit(later.trailing_zeros()))
    }

    /// Whether one of `range` is in it.
    pub fn meets(self, range: Range<u8>) -> bool {
        self.0 & ((1_u32 << range.end) - (1_u32 << range.start)) != 0
    }

    /// Mostly there is one, which is a byte then; several are told by bits, after a byte that is no hour.
    pub(super) fn write(self, to: &mut Writer) {
        if self.0.is_power_of_two() {
            to.number(self.0.trailing_zeros());
        } else {
            to.number(HOURS);
            to.number(self.0);
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let first: u8 = from.number()?;
        let bits = if first < HOURS { 1 << first } else { from.number()? };
        if bits >> HOURS != 0 {
            return Err(Damaged("a day has 24 hours".to_owned()));
        }
        Ok(Self(bits))
    }
}

fn bit(number: u32) -> u8 {
    u8::try_from(number).expect("below 32, since the set is of 32 bits")
}

impl BitOr for Hours {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
