//! Sheets of labels as PDF, to be printed on what shops sell: every label is where its maker says, to a hundredth of a millimetre.

pub(super) mod document;
mod layout;
mod proof;
pub(super) mod typeface;

use std::io::Write;

use pdf_writer::{Content, Str};
use signpost_application::ports::artwork::{ArtworkError, Colour, Impression, LabelsRequest, Press, PressError};
use signpost_domain::sheets::Measure;

use self::{
    document::{Document, FONT_NAME},
    layout::{Layout, Placed},
    typeface::{Typeface, Used},
};
use super::{
    MOST_MARGIN, contrast,
    design::{Style, vector::pdf},
    symbol::Symbol,
};

/// Modules must not be narrower, in micrometres: what office printers print and phones read at arm's length.
pub(super) const NARROWEST: u16 = 250;
/// Half of each arm of a cut mark, and how thick it is, in millimetres.
const ARM: f32 = 1.0;
const HAIRLINE: f32 = 0.1;

/// A press for labels.
pub(super) struct LabelSheets {
    request: LabelsRequest,
    document: Document<Box<dyn Write + Send>>,
    typeface: Typeface,
    used: Used,
    /// The design, once it was read.
    style: Option<Style>,
    /// The page that is being drawn, and the next place on it.
    content: Content,
    place: u32,
    /// Whether anything is on the page.
    begun: bool,
    /// Whether nothing more is printed: a proof shows one label.
    full: bool,
}

impl LabelSheets {
    pub(super) fn new(request: LabelsRequest, out: Box<dyn Write + Send>) -> Self {
        let place = request.start;
        let page = request.sheet.page;
        Self {
            document: Document::new(out, [page.x, page.y].map(points)),
            request,
            typeface: Typeface::new(),
            used: Used::new(),
            style: None,
            content: Content::new(),
            place,
            begun: false,
            full: false,
        }
    }

    /// Draws one label at its place.
    fn label(&mut self, impression: &Impression) -> Result<(), ArtworkError> {
        let LabelsRequest {
            sheet,
            level,
            margin,
            dark,
            light,
            ..
        } = self.request;
        let content = &impression.content;
        let style = self.style.as_ref();
        let symbol = style.map_or_else(|| Symbol::encode(content, level), |style| style.symbol(content))?;
        let layout = Layout::new(
            [sheet.label.x, sheet.label.y].map(millimetres),
            &impression.caption,
            &self.typeface,
        );
        let edge = style.map_or_else(
            || u16::from(symbol.width()) + 2 * u16::from(margin),
            |style| style.edge(&symbol),
        );
        let edge = f32::from(edge);
        check(layout.edge * 1000.0 / edge)?;
        if let Some(style) = style
            && layout.edge < f32::from(style.least())
        {
            return Err(ArtworkError::Smaller { least: style.least() });
        }
        // Labels have captions of their own.
        let composition = style.map(|style| style.compose(&symbol, content, &[])).transpose()?;

        let corner = sheet.place(self.place);
        let [left, top] = self.on_page(corner, layout.symbol);
        let module = layout.edge * POINTS / edge;
        let content = &mut self.content;
        content.save_state();
        // From here on the unit is a module, and y grows downwards as it does in the symbol.
        content.transform([module, 0.0, 0.0, -module, left, top]);
        // Nobody prints white on white.
        if light != Colour::WHITE {
            fill_with(content, light);
            content.rect(0.0, 0.0, edge, edge).fill_nonzero();
        }
        if let Some(composition) = composition {
            pdf::put(content, &composition);
        } else {
            fill_with(content, dark);
            for run in symbol.runs() {
                let [x, y] = [run.x, run.y].map(|along| f32::from(along) + f32::from(margin));
                content.rect(x, y, f32::from(run.length), 1.0);
            }
            content.fill_nonzero();
        }
        content.restore_state();
        fill_with(&mut self.content, dark);
        for line in &layout.lines {
            self.text(corner, line);
        }
        Ok(())
    }

    fn text(&mut self, corner: Measure, placed: &Placed) {
        let [x, y] = self.on_page(corner, placed.at);
        let glyphs = self.used.encode(&placed.line);
        self.content
            .begin_text()
            .set_font(FONT_NAME, placed.size * POINTS)
            .next_line(x, y)
            .show(Str(&glyphs))
            .end_text();
    }

    /// A place on a label as a place on the page: in points, from the lower left corner.
    fn on_page(&self, corner: Measure, [x, y]: [f32; 2]) -> [f32; 2] {
        let height = points(self.request.sheet.page.y);
        [points(corner.x) + x * POINTS, height - points(corner.y) - y * POINTS]
    }

    fn flush(&mut self) -> Result<(), PressError> {
        if self.request.cut_marks {
            self.cut_marks();
        }
        let content = std::mem::replace(&mut self.content, Content::new()).finish();
        self.document.page(&content)?;
        self.place = 0;
        self.begun = false;
        Ok(())
    }

    /// A cross at every corner of every label.
    fn cut_marks(&mut self) {
        let sheet = self.request.sheet;
        self.content.set_line_width(HAIRLINE * POINTS).set_stroke_gray(0.0);
        for place in 0..sheet.labels() {
            let corner = sheet.place(place);
            for [x, y] in [[0, 0], [sheet.label.x, 0], [0, sheet.label.y], [sheet.label.x, sheet.label.y]] {
                let [x, y] = self.on_page(corner, [x, y].map(millimetres));
                let arm = ARM * POINTS;
                self.content.move_to(x - arm, y).line_to(x + arm, y);
                self.content.move_to(x, y - arm).line_to(x, y + arm);
            }
        }
        self.content.stroke();
    }
}

impl Press for LabelSheets {
    fn print(&mut self, impression: &Impression) -> Result<(), PressError> {
        if self.full {
            return Ok(());
        }
        if self.request.margin > MOST_MARGIN {
            return Err(ArtworkError::Margin { most: MOST_MARGIN }.into());
        }
        contrast::check(self.request.dark, self.request.light)?;
        if let (Some(design), None) = (&self.request.design, &self.style) {
            self.style = Some(Style::new(design)?);
        }
        self.label(impression)?;
        self.begun = true;
        self.full = self.request.proof;
        self.place += 1;
        if !self.full && self.place == self.request.sheet.labels() {
            self.flush()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), PressError> {
        if self.request.proof {
            self.proof();
        }
        if self.begun || self.request.proof {
            self.flush()?;
        }
        let logo = self.style.as_ref().and_then(Style::logo);
        Ok(self.document.finish("Labels", self.used, logo)?)
    }
}

/// Points in a millimetre: a point is 1/72 inch (ISO 32000-1, 8.3.2.3), an inch 25.4 millimetres.
const POINTS: f32 = 72.0 / 25.4;

/// Micrometres as points.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page has few points; 24 bits tell a hundred-thousandth of the largest apart"
)]
fn points(micrometres: u32) -> f32 {
    (f64::from(micrometres) * 72.0 / 25_400.0) as f32
}

#[expect(clippy::cast_possible_truncation, reason = "as above")]
fn millimetres(micrometres: u32) -> f32 {
    (f64::from(micrometres) / 1000.0) as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "called with what is between nothing and the narrowest module"
)]
fn check(module: f32) -> Result<(), ArtworkError> {
    if module < f32::from(NARROWEST) {
        return Err(ArtworkError::Small {
            micrometres: module.max(0.0) as u32,
            least: NARROWEST.into(),
        });
    }
    Ok(())
}

/// Greys are said to be greys, so that black is printed with black ink alone.
fn fill_with(content: &mut Content, Colour { red, green, blue }: Colour) {
    let [r, g, b] = [red, green, blue].map(|channel| f32::from(channel) / 255.0);
    if red == green && green == blue {
        content.set_fill_gray(r);
    } else {
        content.set_fill_rgb(r, g, b);
    }
}
