//! Whether a design can be read: a symbol in it is looked at as a camera would, by a reader that knows nothing of how it was drawn.
//!
//! Every look is at the size in which it is printed at least, in the 600 dots to an inch that printers have and phones see from a
//! hand's breadth away. The reader is `rqrr`, a port of quirc. It corrects less of what is blurred or tilted than phones do, so what it reads,
//! they read.

use kurbo::Affine;
use rqrr::PreparedImage;
use signpost_application::ports::artwork::{ArtworkError, Colour, Feature, Shape, Specification};

use super::{Composition, Style, raster::paint};
use crate::artwork::{contrast, labels::NARROWEST};

/// Dots per inch.
const DPI: f64 = 600.0;
/// Pixels of a module, at most: more say no more, and cost time.
const FINEST: f64 = 12.0;
/// Whoever holds a phone gets closer and farther, and it looks many times a second: so much larger and smaller, one of them has to be read.
const ZOOMS: [f64; 3] = [1.0, 0.92, 1.07];
/// How far light spreads, in modules: the standard deviation.
const BLUR: f64 = 0.2;
/// How far the picture is turned and tilted, in degrees, and from how far it is looked at, in widths of it.
const TURN: f64 = 12.0;
const TILT: f64 = 35.0;
const DISTANCE: f64 = 3.0;
/// What is left of the contrast, and how much darker the light is on the far side.
const CONTRAST: f64 = 0.35;
const SHADE: f64 = 0.25;

/// A way to look at a picture.
type Look = fn(&Composition<'_>, module: f64) -> Grey;

const LOOKS: [(&str, Look); 4] = [
    ("at its size in print", straight),
    ("blurred by a fifth of a module", |composition, module| {
        straight(composition, module).blurred(BLUR * module)
    }),
    ("tilted by 35 degrees and turned by 12", |composition, module| {
        straight(composition, module).tilted()
    }),
    ("with a third of its contrast, in uneven light", |composition, module| {
        straight(composition, module).pale()
    }),
];

/// Refuses a design in which a reader does not read `content`; says what of it is to blame.
pub(in super::super) fn examine(specification: &Specification, content: &str, caption: &[String]) -> Result<(), ArtworkError> {
    contrast::check(specification.dark, specification.light)?;
    let style = Style::new(specification)?;
    let symbol = style.symbol(content)?;
    let composition = style.compose(&symbol, content, caption)?;
    let micrometres = f64::from(specification.size) * 1_000.0 / composition.width;
    if micrometres < f64::from(NARROWEST) {
        let edge = f64::from(NARROWEST) * composition.width / 1_000.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some ten millimetres")]
        return Err(ArtworkError::Fine {
            least: edge.ceil() as u32,
        });
    }
    let module = (micrometres / 25_400.0 * DPI).min(FINEST);
    for (tried, look) in LOOKS {
        if is_read(&composition, content, module, look) {
            continue;
        }
        return Err(ArtworkError::Unreadable {
            feature: blame(specification, content, caption, module, look),
            tried,
        });
    }
    Ok(())
}

fn is_read(composition: &Composition<'_>, content: &str, module: f64, look: Look) -> bool {
    ZOOMS.iter().any(|zoom| look(composition, module * zoom).reads(content))
}

/// What a design could do without to be read.
fn blame(specification: &Specification, content: &str, caption: &[String], module: f64, look: Look) -> Feature {
    type Change = fn(&mut Specification);
    let reads_with = |change: Change| {
        let mut changed = specification.clone();
        change(&mut changed);
        Style::new(&changed)
            .and_then(|style| {
                let symbol = style.symbol(content)?;
                Ok(is_read(&style.compose(&symbol, content, caption)?, content, module, look))
            })
            .unwrap_or_default()
    };
    let changes: [(Feature, Change); 4] = [
        (Feature::Logo, |changed| changed.logo = None),
        (Feature::Shape, |changed| changed.shape = Shape::Square),
        (Feature::Dark, |changed| {
            changed.dark = Colour::BLACK;
            changed.light = Colour::WHITE;
        }),
        (Feature::Frame, |changed| changed.frame = None),
    ];
    let found = changes.into_iter().find(|(_, change)| reads_with(*change));
    found.map_or(Feature::Size, |(feature, _)| feature)
}

/// A picture in greys.
struct Grey {
    width: usize,
    height: usize,
    /// From 0, black, to 255, row by row.
    pixels: Vec<f32>,
}

/// As it is printed, with some of the paper around it.
fn straight(composition: &Composition<'_>, module: f64) -> Grey {
    let around = 4.0 * module;
    let size = [composition.width, composition.height].map(|edge| (edge * module + 2.0 * around).ceil());
    let pixmap = paint(composition, module, [around, around], size);
    // As bright as it seems (ITU-R BT.601), which is what cameras give readers.
    let pixels = pixmap
        .pixels()
        .iter()
        .map(|pixel| 0.299 * f32::from(pixel.red()) + 0.587 * f32::from(pixel.green()) + 0.114 * f32::from(pixel.blue()));
    Grey {
        width: pixmap.width() as usize,
        height: pixmap.height() as usize,
        pixels: pixels.collect(),
    }
}

impl Grey {
    /// Whether a reader finds one symbol, with this text.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a grey is from 0 to 255"
    )]
    fn reads(&self, content: &str) -> bool {
        let grey = |x: usize, y: usize| self.pixels[y * self.width + x] as u8;
        let mut prepared = PreparedImage::prepare_from_greyscale(self.width, self.height, grey);
        let found = prepared.detect_grids();
        found.iter().any(|grid| grid.decode().is_ok_and(|(_, read)| read == content))
    }

    /// As if it were out of focus: spread by three boxes one after another, which is nearly a bell.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few pixels")]
    fn blurred(mut self, deviation: f64) -> Self {
        let radius = ((((4.0 * deviation * deviation + 1.0).sqrt() - 1.0) / 2.0).round() as usize).max(1);
        for _ in 0..3 {
            self = self.spread(radius).turned().spread(radius).turned();
        }
        self
    }

    /// Each pixel is the mean of those beside it in its row.
    fn spread(self, radius: usize) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for row in self.pixels.chunks_exact(self.width) {
            pixels.extend((0..row.len()).map(|x| {
                let beside = &row[x.saturating_sub(radius)..(x + radius + 1).min(row.len())];
                beside.iter().sum::<f32>() / beside.iter().map(|_| 1.0).sum::<f32>()
            }));
        }
        Self { pixels, ..self }
    }

    /// Rows as columns.
    fn turned(self) -> Self {
        let pixels = (0..self.width).flat_map(|x| (0..self.height).map(move |y| (x, y)));
        let pixels = pixels.map(|(x, y)| self.pixels[y * self.width + x]).collect();
        Self {
            width: self.height,
            height: self.width,
            pixels,
        }
    }

    /// As it is seen from the side.
    #[expect(clippy::cast_precision_loss, reason = "a picture has a few thousand pixels along an edge")]
    fn tilted(self) -> Self {
        let (width, height) = (self.width as f64, self.height as f64);
        let distance = DISTANCE * width;
        let (sin, cos) = TILT.to_radians().sin_cos();
        let turn = Affine::rotate(-TURN.to_radians());
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| {
            // From the eye through this pixel onto the tilted paper.
            let (x, y) = (x as f64 - width / 2.0, y as f64 - height / 2.0);
            let along = x * distance / (distance * cos - x * sin);
            let down = y * (distance + along * sin) / distance;
            // A little farther away, so that all of it is in the picture.
            let on_paper = turn * kurbo::Point::new(along * 1.3, down * 1.3);
            self.at(on_paper.x + width / 2.0, on_paper.y + height / 2.0)
        });
        Self {
            pixels: pixels.collect(),
            ..self
        }
    }

    /// The grey at a place between pixels; beyond the picture it is that of its corner, which is paper.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "places within a picture of a few thousand pixels"
    )]
    fn at(&self, x: f64, y: f64) -> f32 {
        let (right, bottom) = (self.width as f64 - 2.0, self.height as f64 - 2.0);
        if x < 0.0 || y < 0.0 || x >= right || y >= bottom {
            return self.pixels[0];
        }
        let (column, row) = (x as usize, y as usize);
        let (across, down) = (x.fract() as f32, y.fract() as f32);
        let pixel = |column: usize, row: usize| self.pixels[row * self.width + column];
        let upper = pixel(column, row) * (1.0 - across) + pixel(column + 1, row) * across;
        let lower = pixel(column, row + 1) * (1.0 - across) + pixel(column + 1, row + 1) * across;
        upper * (1.0 - down) + lower * down
    }

    /// As it is in bad light: faded by the sun, and in a shadow on one side.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a picture has a few thousand pixels along an edge"
    )]
    fn pale(mut self) -> Self {
        let width = self.width;
        for (place, pixel) in self.pixels.iter_mut().enumerate() {
            let along = (place % width) as f32 / width as f32;
            let faded = 128.0 + (*pixel - 128.0) * CONTRAST as f32;
            *pixel = faded * (1.0 - SHADE as f32 * along);
        }
        self
    }
}
