//! What captions are set in: Liberation Sans, of which a document gets the characters that it uses.

use std::collections::BTreeMap;

use pdf_writer::{
    Chunk, Filter, Finish, Name, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId, OutlineBuilder};
use unicode_normalization::UnicodeNormalization;

use super::document::deflate;

const FILE: &[u8] = include_bytes!("../../../data/fonts/LiberationSans-Regular.ttf");
/// A tag of six letters says that it is a part of a font (ISO 32000-1, 9.6.4).
const NAME: Name<'static> = Name(b"SGNPST+LiberationSans");
const ADOBE_IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
const CMAP_NAME: Name<'static> = Name(b"Signpost");
const ELLIPSIS: char = '…';

/// The font.
pub(in super::super) struct Typeface {
    face: Face<'static>,
}

/// A line of text in glyphs.
#[derive(Debug, Clone)]
pub(in super::super) struct Line {
    glyphs: Vec<(GlyphId, char)>,
    /// How wide it is where the font's size is 1.
    pub(in super::super) width: f32,
}

/// The glyphs that a document has used so far.
pub(super) struct Used {
    remapper: GlyphRemapper,
    characters: BTreeMap<u16, (GlyphId, char)>,
}

impl Typeface {
    pub(in super::super) fn new() -> Self {
        let face =
            Face::parse(FILE, 0).expect("the font that comes with the program can be read, which every test of labels shows");
        Self { face }
    }

    /// Sets a text. A character that the font does not have becomes the box that fonts have for those.
    pub(in super::super) fn set(&self, text: &str) -> Line {
        let glyph = |character| (self.face.glyph_index(character).unwrap_or_default(), character);
        self.line(text.nfc().map(glyph).collect())
    }

    /// The beginning of a line that is not wider than `most`, with an ellipsis.
    pub(in super::super) fn shorten(&self, line: &Line, most: f32) -> Line {
        let ellipsis = (self.face.glyph_index(ELLIPSIS).unwrap_or_default(), ELLIPSIS);
        let fits = |length: &usize| {
            let beginning = line.glyphs[..*length].iter().copied();
            self.line(beginning.chain([ellipsis]).collect()).width <= most
        };
        let length = (0..line.glyphs.len()).rev().find(fits).unwrap_or_default();
        self.line(line.glyphs[..length].iter().copied().chain([ellipsis]).collect())
    }

    fn line(&self, glyphs: Vec<(GlyphId, char)>) -> Line {
        let width = glyphs.iter().map(|(glyph, _)| advance(&self.face, *glyph)).sum();
        Line { glyphs, width }
    }

    /// How far capitals reach above the line where the font's size is 1.
    pub(in super::super) fn capitals(&self) -> f32 {
        f32::from(self.face.capital_height().unwrap_or(1_409)) / f32::from(self.face.units_per_em())
    }

    /// Into how many units the size of the font is divided.
    pub(in super::super) fn units(&self) -> u16 {
        self.face.units_per_em()
    }

    /// Follows the outlines of a line, in units from where each glyph begins; `advance_by` is told how far the next one is where the
    /// font's size is 1.
    pub(in super::super) fn outline<P: OutlineBuilder>(&self, line: &Line, pen: &mut P, advance_by: impl Fn(&mut P, f32)) {
        for (glyph, _) in &line.glyphs {
            self.face.outline_glyph(*glyph, pen);
            advance_by(pen, advance(&self.face, *glyph));
        }
    }
}

fn advance(face: &Face<'_>, glyph: GlyphId) -> f32 {
    f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) / f32::from(face.units_per_em())
}

impl Used {
    /// How many objects a font takes in a document.
    pub(super) const OBJECTS: i32 = 5;

    pub(super) fn new() -> Self {
        Self {
            remapper: GlyphRemapper::new(),
            characters: BTreeMap::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// A line as a text operator takes it: two bytes for each glyph.
    pub(super) fn encode(&mut self, line: &Line) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(line.glyphs.len() * 2);
        for (glyph, character) in &line.glyphs {
            let number = self.remapper.remap(glyph.0);
            self.characters.entry(number).or_insert((*glyph, *character));
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    /// The font's objects, from `first` on.
    pub(super) fn objects(self, first: Ref) -> [(Ref, Chunk); 5] {
        let [font, cid, descriptor, file, to_unicode] = [0, 1, 2, 3, 4].map(|next| Ref::new(first.get() + next));
        let typeface = Typeface::new();
        let face = &typeface.face;
        // A thousand to the size of the font (9.2.4).
        let scale = 1000.0 / f32::from(face.units_per_em());
        let scaled = |units: i16| f32::from(units) * scale;

        let mut type0 = Chunk::new();
        type0
            .type0_font(font)
            .base_font(NAME)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(to_unicode);

        let mut of_glyphs = Chunk::new();
        let mut cid_font = of_glyphs.cid_font(cid);
        cid_font
            .subtype(CidFontType::Type2)
            .base_font(NAME)
            .system_info(ADOBE_IDENTITY)
            .font_descriptor(descriptor)
            .cid_to_gid_map_predefined(Name(b"Identity"))
            .default_width(0.0);
        let mut widths = cid_font.widths();
        for (number, (glyph, _)) in &self.characters {
            widths.consecutive(*number, [advance(face, *glyph) * 1000.0]);
        }
        widths.finish();
        cid_font.finish();

        let mut described = Chunk::new();
        let bounds = face.global_bounding_box();
        described
            .font_descriptor(descriptor)
            .name(NAME)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(pdf_writer::Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(face.ascender()))
            .descent(scaled(face.descender()))
            .cap_height(typeface.capitals() * 1000.0)
            // Not in the font; what most of this weight have.
            .stem_v(80.0)
            .font_file2(file);

        let part = subsetter::subset(FILE, 0, &self.remapper).expect("the font that comes with the program can be cut down");
        let compressed = deflate(&part);
        let mut embedded = Chunk::new();
        embedded
            .stream(file, &compressed)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), i32::try_from(part.len()).expect("a font is small"));

        let mut map = UnicodeCmap::new(CMAP_NAME, ADOBE_IDENTITY);
        for (number, (_, character)) in &self.characters {
            map.pair(*number, *character);
        }
        let map = deflate(&map.finish());
        let mut readable = Chunk::new();
        readable.cmap(to_unicode, &map).filter(Filter::FlateDecode);

        [
            (font, type0),
            (cid, of_glyphs),
            (descriptor, described),
            (file, embedded),
            (to_unicode, readable),
        ]
    }
}
