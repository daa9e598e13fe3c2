//! Logos in pixels: a PNG is read and written anew, without anything that it had beside its pixels.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, EncodingError, Limits, Transformations};

use super::Pixels;

/// Pixels along an edge, at most.
const LONGEST: u32 = 1_024;
/// Bytes that reading one may take.
const MEMORY: usize = 16 << 20;

/// Reads a file; says what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Pixels, String> {
    let unreadable = |error: png::DecodingError| format!("it is not a PNG that can be read: {error}");
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > LONGEST || height > LONGEST {
        return Err(format!(
            "it has {width} x {height} pixels, at most {LONGEST} along an edge are allowed"
        ));
    }
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
    let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
    pixels.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        ColorType::GrayscaleAlpha => pixels
            .chunks_exact(2)
            .flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]])
            .collect(),
        _ => pixels,
    };
    let png = write(width, height, &rgba).map_err(|error| error.to_string())?.into();
    Ok(Pixels {
        width,
        height,
        rgba,
        png,
    })
}

/// Pixels as a file, always the same for the same.
pub(super) fn write(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_pixels_is_kept() {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 2, 2);
        encoder.set_color(ColorType::Grayscale);
        encoder
            .add_text_chunk("Comment".to_owned(), "<script>".to_owned())
            .expect("text");
        let mut writer = encoder.write_header().expect("a head");
        writer.write_image_data(&[0, 255, 128, 1]).expect("pixels");
        writer.finish().expect("a file");
        assert!(file.windows(8).any(|part| part == b"<script>"));

        let read = read(&file).expect("a PNG");
        assert_eq!(
            read.rgba,
            [0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 1, 1, 1, 255]
        );
        assert!(!read.png.windows(8).any(|part| part == b"<script>"));
    }
}
