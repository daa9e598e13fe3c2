//! What every picture promises, whatever its format.

use signpost_application::ports::artwork::Level;

use super::*;

pub(super) const CONTENT: &str = "HTTPS://Q.GENT/7K3M9QXT";
const FORMATS: [Format; 4] = Format::ALL;

pub(super) const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
    Colour { red, green, blue }
}

pub(super) fn draw(request: &PictureRequest) -> Picture {
    QrArtist.draw(CONTENT, &[], request).expect("it can be drawn")
}

/// The error that a request gets once it has been changed.
fn refusal(format: Format, change: impl Fn(&mut PictureRequest)) -> Option<ArtworkError> {
    let mut request = PictureRequest::plain(format);
    change(&mut request);
    QrArtist.draw(CONTENT, &[], &request).err()
}

#[test]
fn a_picture_says_what_it_is() {
    let starts: [(&[u8], _); 4] = [
        (b"<svg", "image/svg+xml"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "application/postscript"),
    ];
    for (format, (start, media_type)) in FORMATS.into_iter().zip(starts) {
        let picture = draw(&PictureRequest::plain(format));
        assert!(picture.bytes.starts_with(start));
        assert_eq!(
            (picture.media_type, picture.version, picture.level),
            (media_type, 2, Level::Q)
        );
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_gives_others() {
    let changes: [fn(&mut PictureRequest); 5] = [
        |request| request.level = Some(Level::L),
        |request| request.size = Some(99),
        |request| request.margin = 2,
        |request| request.dark = rgb(0, 0, 90),
        |request| request.light = rgb(255, 255, 200),
    ];
    for format in FORMATS {
        let usual = draw(&PictureRequest::plain(format));
        assert_eq!(usual, draw(&PictureRequest::plain(format)));
        for change in changes {
            let mut other = PictureRequest::plain(format);
            change(&mut other);
            assert_ne!(usual.bytes, draw(&other).bytes, "{other:?}");
        }
    }
}

#[test]
fn sizes_outside_the_limits_are_refused_with_the_limits() {
    for (format, least, most) in [
        (Format::Svg, 32, 4096),
        (Format::Png, 33, 4096),
        (Format::Pdf, 10, 1000),
        (Format::Eps, 10, 1000),
    ] {
        for size in [0, least - 1, most + 1, 65_536 + least, u32::MAX] {
            let refused = refusal(format, |request| request.size = Some(size));
            assert_eq!(refused, Some(ArtworkError::Size { least, most }), "{format:?} of {size}");
        }
        for size in [least, most] {
            let refused = refusal(format, |request| request.size = Some(size));
            assert_eq!(refused, None, "{format:?} of {size}");
        }
    }
}

#[test]
fn a_png_needs_a_pixel_per_module_and_32_in_all() {
    // 25 modules, and 80 of quiet zone where that is asked for.
    for (margin, least) in [(0, 32), (40, 105)] {
        let of_size = |size| {
            refusal(Format::Png, |request| {
                request.margin = margin;
                request.size = Some(size);
            })
        };
        assert_eq!(of_size(least - 1), Some(ArtworkError::Size { least, most: 4096 }));
        assert_eq!(of_size(least), None);
    }
}

#[test]
fn only_a_png_has_dots_per_inch_and_not_any_number_of_them() {
    let refused = |format, dpi| refusal(format, |request| request.dpi = Some(dpi));
    for format in [Format::Svg, Format::Pdf, Format::Eps] {
        assert_eq!(refused(format, 300), Some(ArtworkError::NoDots));
    }
    for (dpi, allowed) in [
        (0, false),
        (71, false),
        (72, true),
        (4_800, true),
        (4_801, false),
        (u32::MAX, false),
    ] {
        let expected = (!allowed).then_some(ArtworkError::Resolution { least: 72, most: 4_800 });
        assert_eq!(refused(Format::Png, dpi), expected, "{dpi}");
    }
}

#[test]
fn the_margin_is_at_most_40_modules() {
    for format in FORMATS {
        for (margin, refused) in [(0, false), (40, false), (41, true), (255, true)] {
            let expected = refused.then_some(ArtworkError::Margin { most: 40 });
            assert_eq!(refusal(format, |request| request.margin = margin), expected);
        }
    }
}

#[test]
fn colours_that_a_camera_cannot_tell_apart_are_refused() {
    for format in FORMATS {
        let inverted = refusal(format, |request| {
            request.dark = Colour::WHITE;
            request.light = Colour::BLACK;
        });
        assert_eq!(inverted, Some(ArtworkError::Contrast { contrast_tenths: 0 }));
        let pale = refusal(format, |request| request.dark = rgb(0x95, 0x95, 0x95));
        assert_eq!(pale, Some(ArtworkError::Contrast { contrast_tenths: 29 }));
    }
}

#[test]
fn the_largest_symbol_is_drawn_and_one_character_more_is_too_long() {
    for format in FORMATS {
        let mut request = PictureRequest::plain(format);
        let too_long = |level| Err(ArtworkError::TooLong { level });
        assert_eq!(QrArtist.draw(&"a".repeat(2332), &[], &request), too_long(Level::M));
        request.level = Some(Level::L);
        assert_eq!(QrArtist.draw(&"a".repeat(2954), &[], &request), too_long(Level::L));
        assert_eq!(QrArtist.draw(&"a".repeat(2953), &[], &request).expect("it fits").version, 40);
    }
}
