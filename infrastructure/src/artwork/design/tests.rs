//! What is true of designs in any format, and which of them are refused.

use std::sync::Arc;

use signpost_application::ports::artwork::{Artist, Emblem, Feature, Format, PictureRequest, Shape};
use signpost_domain::design::{Frame, Logo, QUIET_ZONE};

use super::*;
use crate::artwork::{QrArtist, tests::CONTENT};

fn plain() -> Specification {
    Specification {
        unit: None,
        label: "Harbour".to_owned(),
        dark: Colour::BLACK,
        light: Colour::WHITE,
        shape: Shape::Square,
        margin: QUIET_ZONE,
        level: None,
        logo: None,
        frame: None,
        caption: vec![],
        size: 20,
    }
}

fn logo(share: u8) -> Logo {
    let svg = "<svg><rect width='9' height='9' fill='#0b3d91'/><circle cx='4.5' cy='4.5' r='3' fill='#fff'/></svg>";
    Logo {
        emblem: Emblem::Svg(svg.to_owned()),
        share,
    }
}

fn with_everything() -> Specification {
    Specification {
        dark: "#0b3d91".parse().expect("a colour"),
        shape: Shape::Rounded,
        logo: Some(logo(20)),
        frame: Some(Frame { thickness: 1, corner: 3 }),
        size: 25,
        ..plain()
    }
}

fn tried(specification: &Specification) -> Result<(), ArtworkError> {
    QrArtist.examine(specification, CONTENT, &["Scan me".to_owned()])
}

#[test]
fn what_the_standard_has_and_what_designers_usually_want_is_read() {
    for shape in Shape::ALL {
        // At L a symbol this small makes good two bytes, and the reader needs these in most looks.
        for level in [None, Some(Level::M), Some(Level::Q), Some(Level::H)] {
            for size in [14, 20] {
                let specification = Specification {
                    shape,
                    level,
                    size,
                    ..plain()
                };
                assert_eq!(tried(&specification), Ok(()), "{shape:?} {level:?} {size}");
            }
        }
        let specification = Specification {
            shape,
            ..with_everything()
        };
        assert_eq!(tried(&specification), Ok(()), "{shape:?}");
    }
}

#[test]
fn what_is_too_small_or_hides_too_much_is_refused_with_what_would_do() {
    let small = Specification {
        size: 10,
        margin: 12,
        ..plain()
    };
    // 25 modules and 24 around them, of a quarter of a millimetre.
    assert_eq!(tried(&small), Err(ArtworkError::Fine { least: 13 }));

    let large = Specification {
        logo: Some(logo(35)),
        ..with_everything()
    };
    let Err(ArtworkError::Covered {
        share: 35,
        most,
        level: Level::H,
    }) = tried(&large)
    else {
        panic!("{:?}", tried(&large))
    };
    assert_eq!(
        tried(&Specification {
            logo: Some(logo(most)),
            ..with_everything()
        }),
        Ok(())
    );
    let weak = Specification {
        level: Some(Level::L),
        ..with_everything()
    };
    assert!(matches!(tried(&weak), Err(ArtworkError::Covered { most: 0, .. })));
}

#[test]
fn what_a_reader_does_not_read_is_refused_with_what_is_to_blame() {
    // Dark, but seen as bright as what is behind it by a camera: the contrast of WCAG is 3.0, that of the eye of a reader less.
    let faint = Specification {
        dark: "#949494".parse().expect("a colour"),
        shape: Shape::Dots,
        level: Some(Level::L),
        size: 10,
        ..plain()
    };
    let refused = tried(&faint);
    assert!(
        matches!(
            refused,
            Err(ArtworkError::Unreadable {
                feature: Feature::Shape | Feature::Dark | Feature::Size,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn the_same_design_gives_the_same_bytes_and_every_part_of_it_shows() {
    let changes: [fn(&mut Specification); 6] = [
        |specification| specification.dark = "#7b1e3a".parse().expect("a colour"),
        |specification| specification.shape = Shape::Dots,
        |specification| specification.margin = 5,
        |specification| specification.logo = Some(logo(10)),
        |specification| specification.logo = None,
        |specification| specification.frame = None,
    ];
    let caption = ["Scan me".to_owned()];
    for format in Format::ALL {
        let draw = |specification: &Specification, caption: &[String]| {
            let request = PictureRequest::in_design(format, &Arc::new(specification.clone()));
            QrArtist.draw(CONTENT, caption, &request).expect("it can be drawn").bytes
        };
        let usual = draw(&with_everything(), &caption);
        assert!(usual == draw(&with_everything(), &caption), "{format:?}");
        assert!(usual != draw(&with_everything(), &[]), "{format:?}");
        for change in changes {
            let mut other = with_everything();
            change(&mut other);
            assert!(usual != draw(&other, &caption), "{format:?} {other:?}");
        }
    }
}

#[test]
fn a_longer_text_does_not_let_a_logo_hide_more_than_can_be_made_good() {
    let request = PictureRequest::in_design(Format::Svg, &Arc::new(with_everything()));
    for length in 3..=50 {
        let content = format!("HTTPS://Q.GENT/{}", "A".repeat(length));
        match QrArtist.draw(&content, &[], &request) {
            Ok(_) | Err(ArtworkError::Covered { .. }) => {}
            Err(other) => panic!("{length}: {other}"),
        }
    }
}
