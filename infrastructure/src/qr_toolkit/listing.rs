//! A list in an answer of the toolkit's API: all of it, or a page of it within an object that says how many there are and where the next page is, as
//! the Django REST framework is set. Read element by element, so that a list may be larger than memory.

use std::{fmt, io::Read, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// What an answer says beside its elements.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// How many there are in all.
    pub(super) count: Option<u64>,
    /// Where the next page is.
    pub(super) next: Option<String>,
}

/// Reads an answer, and hands over each of its elements.
pub(super) fn read<T: DeserializeOwned>(
    answer: impl Read,
    each: &mut dyn FnMut(T) -> Result<(), String>,
) -> Result<Page, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_reader(answer);
    let page = Answer(Elements(each, PhantomData)).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(page)
}

struct Answer<'e, T>(Elements<'e, T>);

struct Elements<'e, T>(&'e mut dyn FnMut(T) -> Result<(), String>, PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Answer<'_, T> {
    type Value = Page;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Page, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Answer<'_, T> {
    type Value = Page;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with one under \"results\"")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Page, A::Error> {
        self.0.visit_seq(sequence)?;
        Ok(Page::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page, A::Error> {
        let mut page = Page::default();
        let mut has_results = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "results" => {
                    has_results = true;
                    map.next_value_seed(Elements(&mut *self.0.0, PhantomData))?;
                }
                "count" => page.count = map.next_value()?,
                "next" => page.next = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if has_results {
            Ok(page)
        } else {
            Err(A::Error::missing_field("results"))
        }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Elements<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(element) = sequence.next_element()? {
            (self.0)(element).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(answer: &str) -> Result<(Vec<u8>, Page), serde_json::Error> {
        let mut elements = Vec::new();
        let page = read(answer.as_bytes(), &mut |element| {
            elements.push(element);
            if element == 9 { Err("nine".to_owned()) } else { Ok(()) }
        })?;
        Ok((elements, page))
    }

    #[test]
    fn a_list_is_read_with_and_without_pages() {
        assert_eq!(elements("[1, 2]").unwrap(), (vec![1, 2], Page::default()));
        let (all, page) = elements(r#"{"count": 7, "next": "http://x/?page=2", "previous": null, "results": [3]}"#).unwrap();
        assert_eq!(
            (all, page.count, page.next.as_deref()),
            (vec![3], Some(7), Some("http://x/?page=2"))
        );
        assert_eq!(
            elements(r#"{"results": [], "next": null}"#).unwrap(),
            (vec![], Page::default())
        );
    }

    #[test]
    fn what_is_no_list_is_an_error_and_so_is_one_that_breaks_off() {
        for answer in ["{}", r#"{"detail": "no"}"#, "7", "[1, 2", "[1] 2", "<html>", r#"["a"]"#] {
            assert!(elements(answer).is_err(), "{answer}");
        }
        assert!(elements("[9, 1]").unwrap_err().to_string().contains("nine"));
    }
}
