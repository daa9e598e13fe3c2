//! Codes are found by the words that people remember of them, and listed in one order everywhere.

use signpost_application::ports::{Paging, catalogue::CodeFilter};

use super::{
    Store,
    decision_log::append,
    samples::{minted, retargeted},
};

async fn page(store: &impl Store, q: Option<&str>, limit: u32, cursor: Option<String>) -> (Vec<String>, Option<String>) {
    let filter = CodeFilter {
        q: q.map(str::to_owned),
        ..CodeFilter::default()
    };
    let page = store.catalogue().codes(&filter, &Paging { limit, cursor }).await;
    let page = page.expect("an answer");
    (page.items.iter().map(|record| record.id.to_string()).collect(), page.next)
}

pub(crate) async fn a_code_is_found_by_beginnings_of_its_words<S: Store>() {
    let store = S::fresh().await;
    let target = retargeted("https://tourism.example.org/bridges");
    for (id, label) in [("BENCH-1", "Linden bench at Café Zürich"), ("BRIDGE", "Bridge of 1907")] {
        append(&store, id, 0, vec![minted(label)]).await.expect("a free place");
    }
    append(&store, "BRIDGE", 1, vec![target]).await.expect("a free place");
    store.follow().await;
    for (q, found) in [
        ("linden", vec!["BENCH-1"]),
        ("LIN", vec!["BENCH-1"]),
        ("cafe zur", vec!["BENCH-1"]),
        ("CAFÉ", vec!["BENCH-1"]),
        ("bench-1", vec!["BENCH-1"]),
        ("b", vec!["BENCH-1", "BRIDGE"]),
        ("190", vec!["BRIDGE"]),
        ("tourism", vec!["BRIDGE"]),
        ("https://tourism.example.org/bridges", vec!["BRIDGE"]),
        ("linden bridge", vec![]),
        ("inden", vec![]),
        ("linden | bridge", vec![]),
        ("' \" * : & ! -", vec![]),
    ] {
        assert_eq!(page(&store, Some(q), 10, None).await.0, found, "{q}");
    }
    // What is not true any more is not found any more.
    append(&store, "BRIDGE", 2, vec![retargeted("https://example.org/")])
        .await
        .expect("a free place");
    store.follow().await;
    assert_eq!(page(&store, Some("tourism"), 10, None).await.0, Vec::<String>::new());
}

pub(crate) async fn pages_follow_each_other_in_the_order_of_bytes<S: Store>() {
    let store = S::fresh().await;
    // A language's rules would sort these otherwise.
    let mut ids = ["A-1", "A-B", "A0C", "A_1", "AA-", "A-0", "AA0", "AB_"];
    for id in ids {
        append(&store, id, 0, vec![minted("a")]).await.expect("a free place");
    }
    store.follow().await;
    ids.sort_unstable();
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let (mut items, next) = page(&store, None, 3, cursor).await;
        seen.append(&mut items);
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
}
