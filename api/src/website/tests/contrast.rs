//! Text can be read by day and by night.

const STYLE: &str = include_str!("../../../static/website.css");

/// Text and what it stands on.
const PAIRS: [(&str, &str); 13] = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "tint"),
    ("soft", "paper"),
    ("soft", "card"),
    ("link", "paper"),
    ("link", "card"),
    ("link", "tint"),
    ("letter", "act"),
    ("bad", "card"),
    ("bad", "bad-tint"),
    ("good", "good-tint"),
    ("good", "card"),
];

/// The red, green and blue of a colour in a scheme, 0 to 1.
fn colour(scheme: &str, name: &str) -> [f64; 3] {
    let value = scheme.split_once(&format!("--{name}: #")).expect("the colour is set").1;
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&value[at..at + 2], 16).expect("hexadecimal")) / 255.0)
}

/// Contrast ratio by WCAG 2.2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |value: f64| match value {
        low if low <= 0.04045 => low / 12.92,
        high => ((high + 0.055) / 1.055).powf(2.4),
    };
    let luminance = |[red, green, blue]: [f64; 3]| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_has_the_contrast_of_wcag_aa_and_edges_of_fields_are_seen_in_both_schemes() {
    let schemes: Vec<&str> = STYLE
        .split(":root {")
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or(rest))
        .collect();
    assert_eq!(schemes.len(), 2, "a light and a dark scheme");
    for scheme in schemes {
        let check = |text: &str, ground: &str, least: f64| {
            let ratio = contrast(colour(scheme, text), colour(scheme, ground));
            assert!(ratio >= least, "{text} on {ground} has {ratio:.1} to 1 in {scheme}");
        };
        for (text, ground) in PAIRS {
            check(text, ground, 4.5);
        }
        for ground in ["paper", "card"] {
            check("edge", ground, 3.0);
        }
    }
}
