//! Sheets that shops sell, as their makers measure them.

use super::{Measure, Sheet};

/// A sheet that has a name.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// Maker and number.
    pub name: &'static str,
    /// Its measures.
    pub sheet: Sheet,
}

/// All that are known by name.
pub const USUAL: [Usual; 20] = [
    a4("avery-l7651", [5, 13], [38_100, 21_200], [4_750, 10_700], [40_600, 21_200]),
    a4("avery-l7159", [3, 8], [63_500, 33_900], [7_250, 12_900], [66_000, 33_900]),
    a4("avery-l7160", [3, 7], [63_500, 38_100], [7_250, 15_150], [66_000, 38_100]),
    a4("avery-l7161", [3, 6], [63_500, 46_600], [7_250, 8_700], [66_000, 46_600]),
    a4("avery-l7162", [2, 8], [99_100, 33_900], [4_650, 12_900], [101_600, 33_900]),
    a4("avery-l7163", [2, 7], [99_100, 38_100], [4_650, 15_150], [101_600, 38_100]),
    a4("avery-l7164", [3, 4], [63_500, 72_000], [7_250, 4_500], [66_000, 72_000]),
    a4("avery-l7165", [2, 4], [99_100, 67_700], [4_650, 13_100], [101_600, 67_700]),
    a4("avery-3474", [3, 8], [70_000, 37_000], [0, 500], [70_000, 37_000]),
    a4("herma-4464", [3, 8], [70_000, 37_000], [0, 500], [70_000, 37_000]),
    a4("herma-4606", [5, 13], [38_000, 21_200], [10_000, 10_700], [38_000, 21_200]),
    a4("herma-4607", [4, 16], [48_300, 16_900], [8_400, 13_300], [48_300, 16_900]),
    a4("herma-4620", [2, 8], [105_000, 37_000], [0, 500], [105_000, 37_000]),
    a4("herma-4625", [2, 7], [105_000, 42_300], [0, 450], [105_000, 42_300]),
    letter("avery-5160", [3, 10], [66_675, 25_400], [4_763, 12_700], [69_850, 25_400]),
    letter("avery-5161", [2, 10], [101_600, 25_400], [3_969, 12_700], [106_363, 25_400]),
    letter("avery-5162", [2, 7], [101_600, 33_867], [3_969, 21_167], [106_363, 33_867]),
    letter("avery-5163", [2, 5], [101_600, 50_800], [3_969, 12_700], [106_363, 50_800]),
    letter("avery-5164", [2, 3], [101_600, 84_667], [3_969, 12_700], [106_363, 84_667]),
    letter("avery-5167", [4, 20], [44_450, 12_700], [7_144, 12_700], [52_388, 12_700]),
];

const fn a4(name: &'static str, grid: [u32; 2], label: [u32; 2], origin: [u32; 2], pitch: [u32; 2]) -> Usual {
    usual(name, Sheet::A4, grid, label, origin, pitch)
}

const fn letter(name: &'static str, grid: [u32; 2], label: [u32; 2], origin: [u32; 2], pitch: [u32; 2]) -> Usual {
    usual(name, Sheet::LETTER, grid, label, origin, pitch)
}

const fn usual(name: &'static str, page: Measure, grid: [u32; 2], label: [u32; 2], origin: [u32; 2], pitch: [u32; 2]) -> Usual {
    let [columns, rows] = grid;
    Usual {
        name,
        sheet: Sheet {
            page,
            columns,
            rows,
            label: Measure::new(label[0], label[1]),
            origin: Measure::new(origin[0], origin[1]),
            pitch: Measure::new(pitch[0], pitch[1]),
        },
    }
}
