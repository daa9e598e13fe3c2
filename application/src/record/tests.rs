use proptest::prelude::*;

use tlog_tiles::{Hash, node_hash};

use super::*;
use crate::seals::leaf;

#[derive(serde::Deserialize)]
struct Vectors {
    decisions: Vec<DecisionVector>,
    scans: Vec<ScanVector>,
    decisions_root: String,
    scans_root: String,
}

#[derive(serde::Deserialize)]
struct DecisionVector {
    position: u64,
    kind: String,
    id: String,
    sequence: u64,
    event: String,
    event_version: String,
    payload: String,
    metadata: String,
    recorded_at: i64,
    encoding: String,
    leaf: String,
}

#[derive(serde::Deserialize)]
struct ScanVector {
    position: u64,
    node: i64,
    offset: u64,
    at: i64,
    as_of: u64,
    visitor: u64,
    outcome: u8,
    platform: u8,
    robot: bool,
    code: String,
    cause: String,
    language: Option<String>,
    country: Option<String>,
    referrer: Option<String>,
    item: Option<u16>,
    encoding: String,
    leaf: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../docs/records.json")).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect()
}

#[test]
fn decisions_are_encoded_as_documented() {
    let mut tree = Digest::default();
    for vector in vectors().decisions {
        let record = DecisionRecord {
            position: vector.position,
            kind: vector.kind,
            id: vector.id,
            sequence: vector.sequence,
            event: vector.event,
            event_version: vector.event_version,
            payload: vector.payload,
            metadata: vector.metadata,
            recorded_at: vector.recorded_at,
        };
        let encoding = record.encoding().unwrap();
        assert_eq!(String::from_utf8(encoding.clone()).unwrap(), vector.encoding);
        assert_eq!(leaf(&encoding).to_string(), vector.leaf);
        tree.push(leaf(&encoding));
    }
    assert_eq!(tree.root().to_string(), vectors().decisions_root);
}

#[test]
fn scans_are_encoded_as_documented() {
    let mut tree = Digest::default();
    for vector in vectors().scans {
        let record = ScanRecord {
            position: vector.position,
            node: vector.node,
            offset: vector.offset,
            at: vector.at,
            as_of: vector.as_of,
            visitor: vector.visitor,
            outcome: vector.outcome,
            platform: vector.platform,
            robot: vector.robot,
            code: vector.code,
            cause: vector.cause,
            language: vector.language,
            country: vector.country,
            referrer: vector.referrer,
            item: vector.item,
        };
        let encoding = record.encoding().unwrap();
        assert_eq!(hex(&encoding), vector.encoding);
        assert_eq!(leaf(&encoding).to_string(), vector.leaf);
        tree.push(leaf(&encoding));
    }
    assert_eq!(tree.root().to_string(), vectors().scans_root);
}

/// The tree as RFC 6962, section 2.1, defines it.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Digest::default().root(),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(defined(left), defined(right))
        }
    }
}

#[test]
fn a_tree_has_the_root_that_the_standard_defines() {
    // SHA-256 of nothing.
    assert_eq!(
        Digest::default().root().to_string(),
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    );
    let leaves: Vec<Hash> = (0..70_u8).map(|number| leaf(&[number])).collect();
    let mut tree = Digest::default();
    for (count, leaf) in leaves.iter().enumerate() {
        assert_eq!(tree.root(), defined(&leaves[..count]), "{count}");
        tree.push(*leaf);
    }
    assert_eq!(tree.size(), 70);
}

fn canonical(text: &str) -> Result<String, JsonError> {
    let mut out = String::new();
    json::write_canonical(text, &mut out).map(|()| out)
}

#[test]
fn numbers_look_as_in_rfc_8785_and_lose_no_digit() {
    for (written, expected) in [
        // RFC 8785, appendix B
        ("0", "0"),
        ("-0.0", "0"),
        ("5e-324", "5e-324"),
        ("-5E-324", "-5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740992.0", "9007199254740992"),
        ("295147905179352830000", "295147905179352830000"),
        ("9.999999999999997e22", "9.999999999999997e+22"),
        ("1e23", "1e+23"),
        ("999999999999999700000", "999999999999999700000"),
        ("1000000000000000000000", "1e+21"),
        ("9.999999999999997e-7", "9.999999999999997e-7"),
        ("0.000001", "0.000001"),
        ("333333333.33333329", "333333333.33333329"),
        ("-0.0000033333333333333333", "-0.0000033333333333333333"),
        // As PostgreSQL writes 1e-7 and 5e1, and what no double can hold.
        ("0.0000001", "1e-7"),
        ("50.00", "50"),
        ("18446744073709551615", "18446744073709551615"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ] {
        assert_eq!(canonical(written).unwrap(), expected, "{written}");
    }
}

#[test]
fn names_are_sorted_and_texts_escaped_as_in_rfc_8785() {
    // Section 3.2.3, and the example of section 3.2.2.
    let names = r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}"#;
    let sorted = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}";
    assert_eq!(canonical(names).unwrap(), sorted);
    let text = r#"[ "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/" , null , true,false , {}, [ ] ]"#;
    assert_eq!(
        canonical(text).unwrap(),
        r#"["€$\u000f\nA'B\"\\\\\"/",null,true,false,{},[]]"#
    );
}

#[test]
fn json_that_stores_would_read_differently_is_refused() {
    assert!(
        canonical(r#"{"a": 1, "\u0061": 2}"#)
            .unwrap_err()
            .to_string()
            .contains("twice")
    );
    for wrong in ["", "{", "1 2", "NaN", r#""\ud800""#, "1e99999999999"] {
        assert!(canonical(wrong).is_err(), "{wrong}");
    }
    let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(canonical(&deep(127)).is_ok());
    assert!(canonical(&deep(128)).is_err());
    assert!(canonical(&deep(1_000_000)).is_err());
}

/// The same digits without an exponent, as PostgreSQL gives them back.
fn without_exponent(number: &str) -> String {
    let Some((digits, exponent)) = number.split_once('e') else {
        return number.to_owned();
    };
    let exponent: i32 = exponent.parse().unwrap();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padding = "0".repeat(exponent.unsigned_abs() as usize);
    let all = if exponent < 0 {
        format!("{padding}{whole}{fraction}")
    } else {
        format!("{whole}{fraction}{padding}")
    };
    let point = if exponent < 0 {
        whole.len()
    } else {
        whole.len() + padding.len()
    };
    format!("{sign}{}.{}", &all[..point], &all[point..])
}

proptest! {
    #[test]
    fn a_double_comes_back_whoever_wrote_it(number in any::<f64>().prop_filter("JSON has no other", |number| number.is_finite())) {
        let written = serde_json::to_string(&number).unwrap();
        let short = canonical(&written).unwrap();
        prop_assert_eq!(&short, &canonical(&without_exponent(&written)).unwrap());
        prop_assert!((short.parse::<f64>().unwrap() - number).abs() == 0.0);
    }

    #[test]
    fn the_canonical_form_of_a_text_is_the_text(text: String) {
        let written = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(canonical(&written).unwrap(), written);
    }
}
