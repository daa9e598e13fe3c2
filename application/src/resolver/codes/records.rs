//! Codes one behind the other: each in one place, in as few cache lines as it can be.
//!
//! A record is the length of the id in one byte, what it is in two, the id, and then what is kept of it. Where the first byte is zero, nothing is until the
//! next line. Records are never changed: whoever changes a code writes another one.

use super::memory::{LARGE_PAGE, Memory};

/// Bytes that a processor reads at once.
const LINE: usize = 64;
/// Bytes of a part of the memory. Only the first part may be smaller: it grows to that.
const PART: usize = 4 * LARGE_PAGE;
/// Bytes of the first part at first.
const LITTLE: usize = 4 << 10;
/// Bytes before the id.
const HEAD: usize = 3;

/// What is kept of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept<'a> {
    /// It leads nowhere yet.
    Unassigned,
    /// Everybody is sent on.
    Redirect {
        /// Where to.
        url: &'a str,
        /// Whether the query of the scanned address is passed on.
        forward_query: bool,
    },
    /// Anything else, which is kept at this place elsewhere.
    Elsewhere(u32),
}

/// What a record is, in two bytes: the length of its address, or one of these.
const UNASSIGNED: u16 = u16::MAX;
const ELSEWHERE: u16 = u16::MAX - 1;
/// Beside the length of an address.
const FORWARD_QUERY: u16 = 1 << 15;
/// The longest address that there is room for.
const LONGEST: usize = (1 << 14) - 1;

/// Records.
#[derive(Debug, Default)]
pub(super) struct Records {
    parts: Vec<Memory>,
    /// Where the next one may begin.
    end: usize,
}

impl Records {
    /// Whether an address fits a record.
    pub(super) fn fits(url: &str) -> bool {
        url.len() <= LONGEST
    }

    /// How far they go, in bytes.
    pub(super) fn length(&self) -> usize {
        self.end
    }

    /// Whether there are so many that it is worth the time to write them anew without those that nobody looks at.
    pub(super) fn are_many(&self) -> bool {
        self.end > PART
    }

    /// Writes a record; gives where it begins.
    pub(super) fn push(&mut self, id: &str, kept: Kept<'_>) -> usize {
        let place;
        let (what, rest): (u16, &[u8]) = match kept {
            Kept::Unassigned => (UNASSIGNED, &[]),
            Kept::Redirect { url, forward_query } => {
                let length = u16::try_from(url.len()).expect("whoever writes asked whether it fits");
                (length | if forward_query { FORWARD_QUERY } else { 0 }, url.as_bytes())
            }
            Kept::Elsewhere(number) => {
                place = number.to_le_bytes();
                (ELSEWHERE, &place)
            }
        };
        let begin = self.room(HEAD + id.len() + rest.len());
        let part = &mut self.parts[begin / PART];
        let mut to = &mut part[begin % PART..];
        let length = u8::try_from(id.len()).expect("an id has 50 characters at most");
        for bytes in [&[length], &what.to_le_bytes()[..], id.as_bytes(), rest] {
            let (here, behind) = to.split_at_mut(bytes.len());
            here.copy_from_slice(bytes);
            to = behind;
        }
        begin
    }

    /// Makes room for so many bytes in a row; gives where they begin.
    fn room(&mut self, length: usize) -> usize {
        let lines = |from: usize| (from % LINE + length).div_ceil(LINE);
        let mut begin = self.end;
        if lines(begin) > lines(0) {
            begin = begin.next_multiple_of(LINE);
        }
        if begin / PART != (begin + length - 1) / PART {
            begin = begin.next_multiple_of(PART);
        }
        self.end = begin + length;
        match (self.parts.len(), begin / PART) {
            (0 | 1, 0) => self.grow_first(self.end),
            (parts, part) if parts <= part => {
                // Whoever comes to the second part filled the first.
                self.grow_first(PART);
                self.parts.push(Memory::zeroed(PART));
            }
            _ => {}
        }
        begin
    }

    fn grow_first(&mut self, length: usize) {
        let held = self.parts.first().map_or(0, |part| part.len());
        if length > held {
            let mut grown = Memory::zeroed(length.next_power_of_two().clamp(LITTLE, PART));
            if let Some(first) = self.parts.first_mut() {
                grown[..held].copy_from_slice(first);
                *first = grown;
            } else {
                self.parts.push(grown);
            }
        }
    }

    /// The id of the record that begins there, and what is kept of it.
    pub(super) fn at(&self, begin: usize) -> (&str, Kept<'_>) {
        let (id, what, bytes) = self.raw(begin);
        let kept = match what {
            UNASSIGNED => Kept::Unassigned,
            ELSEWHERE => {
                let (number, _) = bytes.split_first_chunk().expect("it was written so");
                Kept::Elsewhere(u32::from_le_bytes(*number))
            }
            _ => Kept::Redirect {
                url: text(&bytes[..usize::from(what & !FORWARD_QUERY)]),
                forward_query: what & FORWARD_QUERY != 0,
            },
        };
        (text(id), kept)
    }

    /// Whether the record that begins there is of a code.
    pub(super) fn is_of(&self, begin: usize, id: &str) -> bool {
        self.raw(begin).0 == id.as_bytes()
    }

    /// How many bytes the record that begins there has.
    pub(super) fn length_of(&self, begin: usize) -> usize {
        let (id, what, _) = self.raw(begin);
        let rest = match what {
            UNASSIGNED => 0,
            ELSEWHERE => size_of::<u32>(),
            _ => (what & !FORWARD_QUERY).into(),
        };
        HEAD + id.len() + rest
    }

    /// The id, what it is, and all behind the id.
    fn raw(&self, begin: usize) -> (&[u8], u16, &[u8]) {
        let bytes = &self.parts[begin / PART][begin % PART..];
        let ([length, what @ ..], bytes) = bytes.split_first_chunk::<HEAD>().expect("a record begins here");
        let (id, bytes) = bytes.split_at((*length).into());
        (id, u16::from_le_bytes(*what), bytes)
    }

    /// Where records begin, in the order in which they were written.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> {
        let mut next = 0;
        std::iter::from_fn(move || {
            while next < self.end && self.parts[next / PART][next % PART] == 0 {
                next = (next + 1).next_multiple_of(LINE);
            }
            let begin = next;
            (begin < self.end).then(|| {
                next = begin + self.length_of(begin);
                begin
            })
        })
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it was written from text")
}
