//! JSON in its one canonical form: RFC 8785, but no number is rounded. Stores keep the same JSON in different words: PostgreSQL sorts the names of
//! objects anew and writes `1e-7` as `0.0000001`.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// How deep arrays and objects may stand in each other, as for `serde_json`.
const DEPTH: u8 = 127;

/// Why JSON has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is no JSON, or an object has a name twice, which stores read differently.
    #[error("{0}")]
    Malformed(String),
    /// It is nested deeper than anything Signpost writes.
    #[error("it is nested more than {DEPTH} deep")]
    Deep,
}

/// Appends the canonical form of a JSON text.
pub(super) fn write_canonical(text: &str, out: &mut String) -> Result<(), JsonError> {
    write(parse(text)?, DEPTH, out)
}

/// Appends a text as JSON.
pub(super) fn write_text(text: &str, out: &mut String) {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // Escapes what RFC 8785 (section 3.2.2.2) escapes, and in the same way.
        out.push_str(&serde_json::Value::from(text).to_string());
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, JsonError> {
    serde_json::from_str(text).map_err(|error| JsonError::Malformed(error.to_string()))
}

fn write(value: &RawValue, depth: u8, out: &mut String) -> Result<(), JsonError> {
    let text = value.get();
    let deeper = depth.checked_sub(1).ok_or(JsonError::Deep);
    match text.as_bytes().first() {
        Some(b'{') => write_object(parse(text)?, deeper?, out)?,
        Some(b'[') => {
            let deeper = deeper?;
            let items: Vec<&RawValue> = parse(text)?;
            out.push('[');
            for (place, item) in items.into_iter().enumerate() {
                out.push_str(if place == 0 { "" } else { "," });
                write(item, deeper, out)?;
            }
            out.push(']');
        }
        // A text in which nothing is escaped stays as it is, like a literal: what must be escaped cannot stand in JSON otherwise.
        Some(b'"') if text.contains('\\') => write_text(&parse::<String>(text)?, out),
        Some(b'-' | b'0'..=b'9') => write_number(text, out)?,
        _ => out.push_str(text),
    }
    Ok(())
}

fn write_object(Members(mut members): Members<'_>, depth: u8, out: &mut String) -> Result<(), JsonError> {
    // RFC 8785, section 3.2.3: by UTF-16 code units, which differs from the order of UTF-8 above U+FFFF.
    members.sort_by(|(one, _), (other, _)| {
        if one.is_ascii() || other.is_ascii() {
            one.as_bytes().cmp(other.as_bytes())
        } else {
            one.encode_utf16().cmp(other.encode_utf16())
        }
    });
    if let Some(twice) = members.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(JsonError::Malformed(format!("an object has {:?} twice", twice[0].0)));
    }
    out.push('{');
    for (place, (name, value)) in members.into_iter().enumerate() {
        out.push_str(if place == 0 { "" } else { "," });
        write_text(&name, out);
        out.push(':');
        write(value, depth, out)?;
    }
    out.push('}');
    Ok(())
}

/// The members of an object, in the order of the text.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name, borrowed where nothing in it is escaped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry().map_err(A::Error::custom)? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// Appends a number: all its digits, laid out as ECMAScript does (`Number::toString`). For whatever came from a double this is
/// what RFC 8785 asks.
fn write_number(text: &str, out: &mut String) -> Result<(), JsonError> {
    if text.len() < 16 && text != "-0" && !text.contains(['.', 'e', 'E']) {
        out.push_str(text);
        return Ok(());
    }
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let zeros = all.len() - digits.len();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        out.push('0');
        return Ok(());
    }
    // The value is 0.DIGITS times ten to the power of `point`.
    let point = exponent
        .parse::<i32>()
        .ok()
        .and_then(|exponent| exponent.checked_add(i32::try_from(whole.len()).ok()?))
        .and_then(|point| point.checked_sub(i32::try_from(zeros).ok()?))
        .ok_or_else(|| JsonError::Malformed(format!("the number {text:.40} is out of all bounds")))?;
    out.push_str(sign);
    let count = digits.len();
    match usize::try_from(point) {
        Ok(point) if count <= point && point <= 21 => {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', point - count));
        }
        Ok(point) if 0 < point && point <= 21 => {
            out.push_str(&digits[..point]);
            out.push('.');
            out.push_str(&digits[point..]);
        }
        _ if -6 < point && point <= 0 => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
            out.push_str(digits);
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            let exponent = format!("e{:+}", i64::from(point) - 1);
            out.extend([first, dot, rest, &exponent]);
        }
    }
    Ok(())
}
