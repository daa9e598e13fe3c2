//! Memory in pages as large as the system has, so that a processor that looks at two places of very much of it need not look up first where their pages
//! are.

use std::ops::{Deref, DerefMut};

use memmap2::MmapMut;

/// A large page, in bytes: that of x86-64, and of Arm with pages of 4 KiB. Less than that is not worth pages of its own.
pub(super) const LARGE_PAGE: usize = 2 << 20;

/// Bytes, zero at first.
#[derive(Debug)]
pub(super) enum Memory {
    /// Little, as it comes.
    Little(Vec<u8>),
    /// Much, in pages of its own.
    Much(MmapMut),
}

impl Memory {
    /// So many bytes, which are zero.
    pub(super) fn zeroed(length: usize) -> Self {
        if length < LARGE_PAGE {
            return Self::Little(vec![0; length]);
        }
        let Ok(pages) = MmapMut::map_anon(length) else {
            // The allocator's word on that is the last.
            return Self::Little(vec![0; length]);
        };
        // Where there are no large pages, small ones do.
        #[cfg(target_os = "linux")]
        drop(pages.advise(memmap2::Advice::HugePage));
        Self::Much(pages)
    }
}

impl Deref for Memory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Little(bytes) => bytes,
            Self::Much(pages) => pages,
        }
    }
}

impl DerefMut for Memory {
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Little(bytes) => bytes,
            Self::Much(pages) => pages,
        }
    }
}
