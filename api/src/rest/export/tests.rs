use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use futures::StreamExt;
use http_body::Body as _;
use proptest::{collection::vec, option, prelude::*};

use super::*;

#[derive(Serialize)]
struct View {
    position: u64,
    code: String,
    asset: Vec<&'static str>,
    reason: Option<String>,
}

fn rows(views: &[View], header: bool) -> String {
    String::from_utf8(table(views, header).unwrap()).unwrap()
}

fn view(code: &str) -> View {
    View {
        position: 1,
        code: code.to_owned(),
        asset: vec!["x"],
        reason: None,
    }
}

#[test]
fn columns_stand_in_the_order_of_the_view_and_only_the_first_part_has_a_header() {
    assert_eq!(
        rows(&[view("A,B")], true),
        "position,code,asset,reason\n1,\"A,B\",\"[\"\"x\"\"]\",\n"
    );
    assert_eq!(rows(&[view("A")], false), "1,A,\"[\"\"x\"\"]\",\n");
}

#[test]
fn what_people_wrote_is_no_formula_of_a_spreadsheet() {
    let because = |reason: &str| View {
        reason: Some(reason.to_owned()),
        ..view("-A1")
    };
    for (reason, cell) in [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("works = done", "works = done"),
        ("-3", "-3"),
    ] {
        assert_eq!(rows(&[because(reason)], false), format!("1,-A1,\"[\"\"x\"\"]\",{cell}\n"));
    }
}

#[test]
fn a_cell_says_what_the_field_says_whatever_is_in_it() {
    for text in [
        "",
        "\"",
        "\"\"",
        "a\"b",
        "\\",
        "\\\"",
        "line\nfeed",
        "\r\n",
        "a, b",
        "é—\u{1}\t",
        "null",
        "[1]",
    ] {
        let expected = match text {
            "null" | "[1]" | "" | "\\" | "é—\u{1}\t" => text.to_owned(),
            _ => format!("\"{}\"", text.replace('"', "\"\"")),
        };
        assert_eq!(rows(&[view(text)], false), format!("1,{expected},\"[\"\"x\"\"]\",\n"));
    }
}

/// A row that some of cannot be written.
struct Torn(u64);

impl Serialize for Torn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            40 => Err(serde::ser::Error::custom("no words for it")),
            position => serializer.collect_map([("position", position)]),
        }
    }
}

type Reading = std::pin::Pin<Box<dyn Future<Output = Result<Vec<u64>, Refusal>> + Send>>;

/// A hundred entries, of which it is counted how often somebody asked.
fn hundred(asked: &Arc<AtomicU32>) -> impl Fn(Option<Position>, u32) -> Reading + Send + 'static {
    let asked = asked.clone();
    move |after: Option<Position>, limit: u32| {
        asked.fetch_add(1, Ordering::SeqCst);
        let first = after.map_or(1, |after| after.0 + 1);
        Box::pin(async move { Ok((first..=100).take(limit as usize).collect()) })
    }
}

/// What comes of an export of them in parts of ten, and whether it ended well.
async fn exported(shape: Shape, limit: Option<u64>) -> (String, bool) {
    let ahead = Ahead::begin(hundred(&Arc::default()), None, limit, 10, 10);
    let mut parts = streamed(shape, ahead, |n| (Position(n), Torn(n)))
        .into_body()
        .into_data_stream();
    let mut all = String::new();
    while let Some(part) = parts.next().await {
        match part {
            Ok(part) => all += std::str::from_utf8(&part).unwrap(),
            Err(_) => return (all, false),
        }
    }
    (all, true)
}

#[tokio::test]
async fn a_row_that_cannot_be_written_breaks_the_export_off_and_is_not_left_out() {
    for (shape, lines) in [(Shape::Lines, 30), (Shape::Csv, 31)] {
        let (text, is_whole) = exported(shape, None).await;
        assert!(!is_whole);
        assert_eq!(text.lines().count(), lines);
        let (text, is_whole) = exported(shape, Some(39)).await;
        assert!(is_whole);
        assert_eq!(text.lines().count(), lines + 9);
    }
}

#[tokio::test]
async fn two_parts_are_read_ahead_of_a_slow_reader_and_not_three() {
    let asked = Arc::default();
    let ahead = Ahead::begin(hundred(&asked), Some(Position(0)), None, 10, 10);
    let mut body = streamed(Shape::Lines, ahead, |n| (Position(n), n)).into_body();
    for taken in 1..=3 {
        let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await;
        assert!(frame.is_some_and(|frame| frame.is_ok()));
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(asked.load(Ordering::SeqCst), taken + 2);
    }
}

proptest! {
    /// Positions are as even as those of a whole log, or uneven as those of a list with a filter, or first the one and then the other.
    #[test]
    fn whatever_is_guessed_of_where_parts_end_each_entry_comes_once_and_in_order(
        steps in vec(prop_oneof![4 => Just(1_u64), 1 => 2..5_u64], 0..60),
        newest_first: bool,
        begins_at_an_end: bool,
        limit in option::of(0..70_u64),
        part in 1..8_u32,
    ) {
        let mut positions: Vec<u64> = steps.iter().scan(0, |position, step| {
            *position += step;
            Some(*position)
        }).collect();
        if newest_first {
            positions.reverse();
        }
        let after = match (begins_at_an_end, newest_first) {
            (false, _) => None,
            (true, false) => Some(Position(0)),
            (true, true) => Some(Position(1_000)),
        };
        let expected: Vec<u64> = positions.iter().copied().take(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap())).collect();
        let read = move |after: Option<Position>, limit: u32| {
            let follows = |position: &u64| after.is_none_or(|after| if newest_first { *position < after.0 } else { *position > after.0 });
            std::future::ready(Ok(positions.iter().copied().filter(follows).take(limit as usize).collect::<Vec<_>>()))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(async {
            let mut ahead = Ahead::begin(read, after, limit, part, part);
            let mut found = vec![];
            while let Some(entries) = ahead.next().await.unwrap() {
                ahead.go_on(entries.last().map(|last| Position(*last)), entries.len());
                found.extend(entries);
            }
            found
        });
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn parts_grow_by_degrees_to_what_memory_is_for_and_have_one_entry_at_least() {
    let read = |_, _| std::future::ready(Ok(Vec::<u64>::new()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let next = |asked, entries, bytes, most| {
        let mut ahead = Ahead::begin(read, None, None, asked, most);
        ahead.learn(entries, bytes);
        ahead.part()
    };
    assert_eq!(next(100, 100, 40_000, PART), 400);
    assert_eq!(next(1_600, 1_600, 640_000, PART), 2_621);
    assert_eq!(next(1_600, 1_600, 160_000, PART), PART);
    assert_eq!(next(400, 400, 2 << 20, PART), 200);
    assert_eq!(next(1, 1, 2 << 20, PART), 1);
    assert_eq!(next(10, 10, 100, 10), 10);
}
