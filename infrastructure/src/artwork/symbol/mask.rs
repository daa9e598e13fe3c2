//! The choice among the eight masks (ISO/IEC 18004, 7.8), which takes most of the time that a symbol does.
//!
//! The `qrcode` crate looks at every module of every mask one by one. Here a row is the bits of a number, so one operation looks at all
//! of it, and a mask differs from another by what is known before the data is. The choice is the crate's own, to the module: a symbol
//! that was printed once is printed the same for ever.

use std::sync::OnceLock;

use qrcode::{
    Color, EcLevel, Version,
    bits::Bits,
    canvas::{Canvas, MaskPattern, Module},
    ec::construct_codewords,
    types::QrError,
};

/// The largest version whose rows fit in 64 bits: 61 modules.
pub(super) const LARGEST: u8 = 11;
const EDGE: usize = 17 + 4 * LARGEST as usize;

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Dark modules as bits: every row from the top, then every column from the left. The first module is the lowest bit.
#[derive(Clone, Copy)]
struct Lines {
    rows: [u64; EDGE],
    columns: [u64; EDGE],
}

/// What all symbols of one version and level have in common.
struct Common {
    /// With the patterns that are always there, and no data.
    canvas: Canvas,
    /// Under each mask, where all data is zero.
    masked: [Lines; 8],
}

static COMMON: [[OnceLock<Common>; 4]; LARGEST as usize] = [const { [const { OnceLock::new() }; 4] }; LARGEST as usize];

/// The modules of a symbol of at most version [`LARGEST`], row by row.
pub(super) fn modules(version: u8, level: EcLevel, bits: Bits) -> Result<Vec<Color>, QrError> {
    let width = 17 + 4 * usize::from(version);
    let common = COMMON[usize::from(version) - 1][level as usize].get_or_init(|| Common::new(version, level, width));
    let (data, correction) = construct_codewords(&bits.into_bytes(), Version::Normal(version.into()), level)?;
    let mut canvas = common.canvas.clone();
    canvas.draw_data(&data, &correction);
    let data = Lines::read(&canvas, width, |module| module == Module::Unmasked(Color::Dark));
    let masked = common.masked.iter().map(|masked| masked.with(&data));
    let best = masked
        .min_by_key(|lines| lines.penalty(width))
        .expect("there are eight masks");
    let module = |row: u64, x: usize| if row >> x & 1 == 1 { Color::Dark } else { Color::Light };
    let rows = best.rows[..width].iter();
    Ok(rows.flat_map(|row| (0..width).map(move |x| module(*row, x))).collect())
}

impl Common {
    fn new(version: u8, level: EcLevel, width: usize) -> Self {
        let mut canvas = Canvas::new(Version::Normal(version.into()), level);
        canvas.draw_all_functional_patterns();
        let masked = MASKS.map(|mask| {
            // An empty module is masked as if it were zero.
            let mut canvas = canvas.clone();
            canvas.apply_mask(mask);
            Lines::read(&canvas, width, Module::is_dark)
        });
        Self { canvas, masked }
    }
}

impl Lines {
    fn read(canvas: &Canvas, width: usize, is_set: impl Fn(Module) -> bool) -> Self {
        let mut lines = Self {
            rows: [0; EDGE],
            columns: [0; EDGE],
        };
        // A width has two digits.
        for (y, at_y) in (0..).zip(0..width) {
            for (x, at_x) in (0..).zip(0..width) {
                let bit = u64::from(is_set(canvas.get(x, y)));
                lines.rows[at_y] |= bit << at_x;
                lines.columns[at_x] |= bit << at_y;
            }
        }
        lines
    }

    /// Inverted where `data` is dark.
    fn with(&self, data: &Self) -> Self {
        let mut both = *self;
        both.rows.iter_mut().zip(&data.rows).for_each(|(row, data)| *row ^= data);
        both.columns
            .iter_mut()
            .zip(&data.columns)
            .for_each(|(column, data)| *column ^= data);
        both
    }

    /// How hard it is to read (7.8.3.1).
    fn penalty(&self, width: usize) -> u32 {
        let (rows, columns) = (&self.rows[..width], &self.columns[..width]);
        let lines: u32 = rows
            .iter()
            .chain(columns)
            .map(|line| runs(*line, width) + finders(*line))
            .sum();
        lines + blocks(rows, width) + balance(rows, width)
    }
}

/// Bits of modules that are like the next one in their line.
fn like_next(line: u64, width: usize) -> u64 {
    !(line ^ line >> 1) & ((1 << (width - 1)) - 1)
}

/// Five modules of one colour in a line count 3, and each one more 1.
fn runs(line: u64, width: usize) -> u32 {
    let next = like_next(line, width);
    let five = next & next >> 1 & next >> 2 & next >> 3;
    let first = five & !(five << 1);
    five.count_ones() + 2 * first.count_ones()
}

/// Dark, light, three dark, light, dark, with four light ones before or after, counts 40: a reader could take it for a finder.
fn finders(line: u64) -> u32 {
    let found = line & !(line >> 1) & line >> 2 & line >> 3 & line >> 4 & !(line >> 5) & line >> 6;
    let dark_before = line << 1 | line << 2 | line << 3 | line << 4;
    let dark_after = line >> 7 | line >> 8 | line >> 9 | line >> 10;
    40 * (found & !(dark_before & dark_after)).count_ones()
}

/// Four modules of one colour in a square count 3.
fn blocks(rows: &[u64], width: usize) -> u32 {
    let block = |pair: &[u64]| like_next(pair[0], width) & like_next(pair[1], width) & !(pair[0] ^ pair[1]);
    3 * rows.windows(2).map(|pair| block(pair).count_ones()).sum::<u32>()
}

/// Every half per cent that the dark modules are more or less than half of all counts 1, as the `qrcode` crate has it.
fn balance(rows: &[u64], width: usize) -> u32 {
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    let all = u32::try_from(width * width).expect("a symbol has few modules");
    (dark * 200 / all).abs_diff(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use qrcode::QrCode;

    use super::*;

    proptest! {
        #[test]
        fn the_mask_is_the_one_that_the_crate_chooses(
            version in 1..=LARGEST,
            level in prop::sample::select(vec![EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H]),
            data in prop::collection::vec(any::<u8>(), 0..7),
            times in 1_usize..40,
        ) {
            let bits = || {
                let mut bits = Bits::new(Version::Normal(version.into()));
                bits.push_byte_data(&data.repeat(times)).ok()?;
                bits.push_terminator(level).ok()?;
                Some(bits)
            };
            let Some(ours) = bits() else { return Ok(()) };
            let theirs = QrCode::with_bits(bits().expect("the same"), level).expect("it fits");
            prop_assert!(modules(version, level, ours).expect("it fits") == theirs.into_colors());
        }
    }
}
