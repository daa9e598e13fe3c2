//! A symbol as PNG: one bit per pixel and a palette of two colours, every module a whole number of pixels.

use png::{BitDepth, ColorType, Encoder, EncodingError, Filter, PixelDimensions, Unit};
use signpost_application::ports::artwork::Colour;

use super::Drawing;
use super::symbol::{Run, Symbol};

/// Draws a PNG of exactly `size` pixels. Pixels left over by whole modules widen the quiet zone on all sides; an odd one goes
/// right and below.
pub(super) fn draw(drawing: &Drawing<'_>) -> Vec<u8> {
    let grid = Grid::of(drawing);
    encode(
        grid.size,
        &grid.pixels(drawing.symbol),
        [drawing.light, drawing.dark],
        drawing.dpi,
    )
    .expect("memory takes all that is written, and the pixels are as many rows of as many bytes as the header says")
}

/// Where modules are, in pixels.
struct Grid {
    size: usize,
    /// Edge of a module.
    module: usize,
    /// Left of the first column and top of the first row.
    origin: usize,
}

impl Grid {
    fn of(drawing: &Drawing<'_>) -> Self {
        let size = usize::from(drawing.size);
        let module = size / usize::from(drawing.edge);
        let origin = (size - module * usize::from(drawing.symbol.width())) / 2;
        Self { size, module, origin }
    }

    /// Rows of pixels from top to bottom, each starting at a byte: 0 is light, 1 is dark, the most significant bit is leftmost.
    fn pixels(&self, symbol: &Symbol) -> Vec<u8> {
        let stride = self.size.div_ceil(8);
        let mut pixels = vec![0; stride * self.size];
        for Run { x, y, length } in symbol.runs() {
            let left = self.origin + usize::from(x) * self.module;
            let top = self.origin + usize::from(y) * self.module;
            for row in pixels.chunks_exact_mut(stride).skip(top).take(self.module) {
                for column in left..left + usize::from(length) * self.module {
                    row[column / 8] |= 0x80 >> (column % 8);
                }
            }
        }
        pixels
    }
}

fn encode(size: usize, pixels: &[u8], palette: [Colour; 2], dpi: u32) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let size = u32::try_from(size).expect("a size was a u16 when it was asked for");
    let mut encoder = Encoder::new(&mut file, size, size);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::One);
    encoder.set_palette(palette.map(|Colour { red, green, blue }| [red, green, blue]).concat());
    encoder.set_pixel_dims(Some(per_metre(dpi)));
    // What the PNG specification advises for indexed pictures ("Filter selection").
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// To the nearest whole pixel per metre; an inch is 25.4 millimetres (PNG, 11.3.4.3 `pHYs`).
pub(super) fn per_metre(dpi: u32) -> PixelDimensions {
    let per_metre = (dpi * 10_000 + 127) / 254;
    PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use png::{Decoder, Reader};
    use proptest::prelude::*;
    use rqrr::PreparedImage;
    use signpost_application::ports::artwork::{Artist, Format, Level, Picture, PictureRequest};

    use super::super::QrArtist;
    use super::super::tests::{CONTENT, draw, rgb};
    use super::*;

    fn reader(picture: &Picture) -> Reader<Cursor<&Vec<u8>>> {
        Decoder::new(Cursor::new(&picture.bytes)).read_info().expect("a PNG")
    }

    /// The rows of a picture, true where dark.
    fn pixels(picture: &Picture) -> Vec<Vec<bool>> {
        let mut reader = reader(picture);
        let mut bytes = vec![0; reader.output_buffer_size().expect("it fits in memory")];
        let frame = reader.next_frame(&mut bytes).expect("one whole picture");
        assert_eq!((frame.color_type, frame.bit_depth), (ColorType::Indexed, BitDepth::One));
        let bit = |row: &[u8], x: usize| row[x / 8] >> (7 - x % 8) & 1 == 1;
        let row = |row: &[u8]| (0..frame.width as usize).map(|x| bit(row, x)).collect();
        bytes.chunks(frame.line_size).take(frame.height as usize).map(row).collect()
    }

    #[test]
    fn a_png_has_exactly_the_size_asked_for_and_its_modules_are_whole_pixels() {
        let symbol = Symbol::encode(CONTENT, None).expect("it fits");
        for (size, margin) in [(33, 4), (65, 4), (66, 4), (301, 2), (512, 4), (1000, 0), (4096, 40)] {
            let request = PictureRequest {
                size: Some(size),
                margin,
                ..PictureRequest::plain(Format::Png)
            };
            let rows = pixels(&draw(&request));
            let size = size as usize;
            assert!(rows.len() == size && rows.iter().all(|row| row.len() == size));

            // Version 2 is 25 modules wide.
            let module = size / (25 + 2 * usize::from(margin));
            let above = rows.iter().take_while(|row| !row.contains(&true)).count();
            let below = size - above - 25 * module;
            assert!(
                above == below || above + 1 == below,
                "{above} above and {below} below in {size}"
            );
            assert!(above >= module * usize::from(margin));

            let mut expected = vec![vec![false; size]; size];
            for run in symbol.runs() {
                let [left, top] = [run.x, run.y].map(|along| above + usize::from(along) * module);
                for row in &mut expected[top..top + module] {
                    row[left..left + usize::from(run.length) * module].fill(true);
                }
            }
            assert!(rows == expected, "{size}");
        }
    }

    #[test]
    fn a_png_is_512_pixels_unless_asked_otherwise() {
        assert_eq!(pixels(&draw(&PictureRequest::plain(Format::Png))).len(), 512);
    }

    #[test]
    fn a_png_has_the_two_colours_asked_for() {
        let picture = draw(&PictureRequest {
            dark: rgb(1, 2, 3),
            light: rgb(250, 251, 252),
            ..PictureRequest::plain(Format::Png)
        });
        let palette = [250, 251, 252, 1, 2, 3].as_slice();
        assert_eq!(reader(&picture).info().palette.as_deref(), Some(palette));
    }

    #[test]
    fn a_png_says_how_large_it_is_in_print() {
        for (dpi, per_metre) in [(None, 11_811), (Some(72), 2_835), (Some(600), 23_622)] {
            let picture = draw(&PictureRequest {
                dpi,
                ..PictureRequest::plain(Format::Png)
            });
            let dimensions = reader(&picture).info().pixel_dims.expect("it says so");
            assert_eq!((dimensions.xppu, dimensions.yppu), (per_metre, per_metre));
            assert!(matches!(dimensions.unit, Unit::Meter));
        }
    }

    /// What rqrr finds in a picture: version, the two bits of the error correction level, and the content.
    fn read_by_rqrr(picture: &Picture) -> (usize, u16, String) {
        let rows = pixels(picture);
        let grey = |x: usize, y: usize| if rows[y][x] { 0 } else { 255 };
        let mut prepared = PreparedImage::prepare_from_greyscale(rows.len(), rows.len(), grey);
        let symbols = prepared.detect_grids();
        assert_eq!(symbols.len(), 1);
        let (about, content) = symbols[0].decode().expect("a symbol that can be read");
        (about.version.0, about.ecc_level, content)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_code_is_read_as_it_was_drawn(
            id in "[A-Z0-9_-]{3,50}",
            level in prop::option::of(prop::sample::select(vec![Level::L, Level::M, Level::Q, Level::H])),
            margin in 2_u8..=8,
            size in 200_u32..=700,
        ) {
            let content = format!("HTTPS://Q.GENT/{id}");
            let request = PictureRequest { level, margin, size: Some(size), ..PictureRequest::plain(Format::Png) };
            let picture = QrArtist.draw(&content, &[], &request).expect("it can be drawn");
            // ISO/IEC 18004, table 12.
            let level_bits = match picture.level {
                Level::L => 0b01,
                Level::M => 0b00,
                Level::Q => 0b11,
                Level::H => 0b10,
            };
            prop_assert!(level.is_none_or(|level| level == picture.level));
            prop_assert_eq!(read_by_rqrr(&picture), (picture.version.into(), level_bits, content));
        }
    }
}
