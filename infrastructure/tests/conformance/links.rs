//! Whether somebody answers where codes lead.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use jiff::SignedDuration;
use signpost_application::{
    commands::check_links::{Round, Step},
    ports::{
        Paging,
        links::{Failing, LinkAnswer, LinkAsker, LinkCheck},
    },
    queries::links::{dead_links, links_of},
};
use signpost_domain::{code::CodeEvent, url::HttpUrl};

use super::{
    Store,
    decision_log::append,
    desk::Desk,
    samples::{minted, parsed, retargeted, time},
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Answers what it is told to, and remembers what it was asked.
#[derive(Default)]
struct Asker {
    answers: BTreeMap<&'static str, LinkAnswer>,
    asked: Mutex<Vec<String>>,
}

impl Asker {
    fn answering(answers: impl IntoIterator<Item = (&'static str, LinkAnswer)>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            asked: Mutex::default(),
        }
    }

    /// What it was asked in one round, in order.
    async fn round(&self, desk: &Desk) -> Vec<String> {
        let mut round = Round::default();
        while round.step(&desk.application, self, DAY).await.expect("a step") != Step::Over {}
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl LinkAsker for Asker {
    async fn ask(&self, url: &HttpUrl) -> LinkAnswer {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(url.to_string());
        self.answers.get(url.as_str()).copied().unwrap_or(LinkAnswer::Status(200))
    }
}

/// A desk with codes that lead to these addresses.
async fn desk<S: Store>(codes: &[(&str, &str)]) -> (S, Desk) {
    let store = S::fresh().await;
    for (id, url) in codes {
        append(&store, id, 0, vec![minted("a"), retargeted(url)])
            .await
            .expect("a free place");
    }
    store.follow().await;
    let desk = Desk::on(&store);
    (store, desk)
}

/// The dead addresses, each with the codes that lead there.
async fn dead(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let found = dead_links(&desk.application, &desk.admin.principal, 10)
        .await
        .expect("an admin may");
    let found = found.expect("some were asked");
    let line = |dead: signpost_application::queries::links::DeadLink| {
        let codes = dead.codes.iter().map(|record| record.id.to_string()).collect();
        (dead.check.url.to_string(), codes)
    };
    found.into_iter().map(line).collect()
}

pub(crate) async fn what_came_of_asking_an_address_is_known_to_every_node_and_forgotten_in_the_end<S: Store>() {
    let store = S::fresh().await;
    let check = |url: &str, answer: LinkAnswer, failing: Option<(i64, u32)>, at| LinkCheck {
        url: parsed(url),
        answer,
        checked_at: time(at),
        failing: failing.map(|(since, times)| Failing {
            since: time(since),
            times,
        }),
        codes: vec![parsed("A-1"), parsed("B-1")],
    };
    let (a, b, c, d) = (
        check("https://example.org/a", LinkAnswer::Status(200), None, 10),
        check("https://example.org/b", LinkAnswer::Status(410), Some((5, 1)), 20),
        check("https://example.org/c", LinkAnswer::Silent, Some((7, 2)), 30),
        check("https://example.org/d", LinkAnswer::Unreachable, Some((40, 1)), 40),
    );
    for check in [&a, &b, &c, &d] {
        store.links().keep(check).await.expect("it is kept");
    }
    let other = store.another_process().await.links();
    let of = other
        .of(&[d.url.clone(), parsed("https://example.org/z"), a.url.clone()])
        .await;
    let mut of = of.expect("an answer");
    of.sort_by(|one, other| one.url.cmp(&other.url));
    assert_eq!(of, [a.clone(), d.clone()]);
    assert_eq!(other.of(&[]).await.expect("an answer"), []);
    // The latest to die first; what failed once may be there again.
    assert_eq!(other.dead(time(0), 10).await.expect("an answer"), [c.clone(), b.clone()]);
    assert_eq!(other.dead(time(0), 1).await.expect("an answer"), vec![c.clone()]);
    assert_eq!(
        other.dead(time(21), 10).await.expect("an answer"),
        vec![c.clone()],
        "the other was asked before"
    );
    let part = |only_dead, limit, cursor: Option<&str>| {
        let paging = Paging {
            limit,
            cursor: cursor.map(str::to_owned),
        };
        let links = other.clone();
        async move { links.list(only_dead, &paging).await.expect("an answer") }
    };
    let first = part(false, 3, None).await;
    assert_eq!(first.items, [a.clone(), b.clone(), c.clone()]);
    assert_eq!(part(false, 3, first.next.as_deref()).await.items, vec![d.clone()]);
    let only_dead = part(true, 2, None).await;
    assert_eq!((only_dead.items, only_dead.next), (vec![b.clone(), c.clone()], None));

    // There again.
    let mended = check("https://example.org/c", LinkAnswer::Status(200), None, 50);
    store.links().keep(&mended).await.expect("it is kept");
    assert_eq!(other.dead(time(0), 10).await.expect("an answer"), [b]);
    other.forget(time(40)).await.expect("they are forgotten");
    assert_eq!(part(false, 9, None).await.items, [mended, d]);
}

pub(crate) async fn a_round_asks_every_address_that_is_due_once_and_none_of_codes_that_lead_nowhere<S: Store>() {
    let codes = [
        ("A-1", "https://example.org/a"),
        ("B-1", "https://example.org/a"),
        ("C-1", "https://example.org/c"),
        ("D-1", "https://example.org/d"),
        // Here, where it would be a scan.
        ("E-1", "https://q.gent/A-1"),
    ];
    let (store, desk) = desk::<S>(&codes).await;
    append(&store, "D-1", 2, vec![CodeEvent::Suspended])
        .await
        .expect("a free place");
    append(&store, "EMPTY", 0, vec![minted("a")]).await.expect("a free place");
    store.follow().await;
    let asker = Asker::default();
    assert_eq!(asker.round(&desk).await, ["https://example.org/a", "https://example.org/c"]);
    desk.clock.pass(86_399);
    assert!(asker.round(&desk).await.is_empty());
    desk.clock.pass(1);
    append(&store, "D-1", 3, vec![CodeEvent::Resumed])
        .await
        .expect("a free place");
    store.follow().await;
    assert_eq!(asker.round(&desk).await.len(), 3);
    assert_eq!(dead(&desk).await, []);
}

pub(crate) async fn what_is_gone_is_dead_at_once_and_what_fails_when_it_fails_again<S: Store>() {
    let codes = [
        ("A-1", "https://a.example/gone"),
        ("B-1", "https://b.example/broken"),
        ("C-1", "https://b.example/broken"),
        ("D-1", "https://d.example/private"),
        ("E-1", "https://e.example/login"),
    ];
    let (store, desk) = desk::<S>(&codes).await;
    let asker = Asker::answering([
        ("https://a.example/gone", LinkAnswer::Status(410)),
        ("https://b.example/broken", LinkAnswer::Status(500)),
        ("https://d.example/private", LinkAnswer::Private),
        ("https://e.example/login", LinkAnswer::Status(401)),
    ]);
    let line = |url: &str, codes: &[&str]| (url.to_owned(), codes.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(asker.round(&desk).await.len(), 4);
    assert_eq!(dead(&desk).await, [line("https://a.example/gone", &["A-1"])]);
    // What fails is asked again sooner.
    desk.clock.pass(3_600);
    assert_eq!(
        asker.round(&desk).await,
        ["https://a.example/gone", "https://b.example/broken"]
    );
    let both = [
        line("https://a.example/gone", &["A-1"]),
        line("https://b.example/broken", &["B-1", "C-1"]),
    ];
    assert_eq!(dead(&desk).await, both);
    let record = desk
        .application
        .catalogue
        .code(&parsed("B-1"))
        .await
        .expect("an answer")
        .expect("it is there");
    let of = links_of(&desk.application, &desk.admin.principal, &record)
        .await
        .expect("an admin may");
    let failing = of.first().and_then(|check| check.failing).expect("it fails");
    assert_eq!((failing.since, failing.times), (time(0), 2));
    // Whoever leads elsewhere is out of it at once, asked again or not.
    append(&store, "A-1", 2, vec![retargeted("https://a.example/new")])
        .await
        .expect("a free place");
    append(&store, "B-1", 2, vec![CodeEvent::Suspended])
        .await
        .expect("a free place");
    store.follow().await;
    assert_eq!(dead(&desk).await, [line("https://b.example/broken", &["C-1"])]);
    // And what answers again is not dead any more.
    desk.clock.pass(3_600);
    Asker::default().round(&desk).await;
    assert_eq!(dead(&desk).await, []);
    // What nobody leads to is forgotten when it was not asked for long.
    desk.clock.pass(31 * 86_400);
    Asker::default().round(&desk).await;
    assert_eq!(
        store
            .links()
            .of(&[parsed("https://a.example/gone")])
            .await
            .expect("an answer"),
        []
    );
}

pub(crate) async fn where_nobody_can_be_reached_or_too_much_is_asked_nobody_is_asked_again_in_a_round<S: Store>() {
    let codes = [
        ("A-1", "https://away.example/1"),
        ("B-1", "https://away.example/2"),
        ("C-1", "https://away.example:8443/3"),
        ("D-1", "https://busy.example/1"),
        ("E-1", "https://busy.example/2"),
    ];
    let (store, desk) = desk::<S>(&codes).await;
    let asker = Asker::answering([
        ("https://away.example/1", LinkAnswer::Unreachable),
        ("https://busy.example/1", LinkAnswer::Status(429)),
    ]);
    let in_order = asker.round(&desk).await;
    assert_eq!(
        in_order,
        [
            "https://away.example/1",
            "https://away.example:8443/3",
            "https://busy.example/1"
        ]
    );
    let of = |url: &str| {
        let (links, url) = (store.links(), parsed::<HttpUrl>(url));
        async move { links.of(&[url]).await.expect("an answer").pop() }
    };
    let other = of("https://away.example/2").await.expect("the same is known of it");
    assert_eq!(other.answer, LinkAnswer::Unreachable);
    assert_eq!(of("https://busy.example/2").await, None);
}
