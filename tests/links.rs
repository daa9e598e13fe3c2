//! Whether somebody answers where codes lead is asked where that is switched on, of those who may be asked, and shown where staff look.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use crate::{
    support::{Signpost, database_of_its_own, eventually, redirect},
    website::Seat,
};

/// A server of somebody else's: it answers the status that a path names, sends on where the path says `to`, and counts what it is asked.
struct Elsewhere {
    url: String,
    asked: Arc<Mutex<BTreeMap<String, u32>>>,
}

impl Elsewhere {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<BTreeMap<String, u32>>> = Arc::default();
        let counts = Arc::clone(&asked);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let counts = Arc::clone(&counts);
                std::thread::spawn(move || answer(&connection, &counts));
            }
        });
        Self { url, asked }
    }

    fn asked(&self, what: &str) -> u32 {
        self.asked.lock().unwrap().get(what).copied().unwrap_or(0)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

fn answer(mut connection: &TcpStream, counts: &Mutex<BTreeMap<String, u32>>) {
    let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let what = first.trim_end_matches(" HTTP/1.1").to_owned();
    *counts.lock().unwrap().entry(what.clone()).or_default() += 1;
    let path = what.split_once(' ').unwrap().1;
    let head = match path.strip_prefix("/to") {
        Some(next) => format!("302 Found\r\nLocation: {next}"),
        None => format!("{} Something", &path[1..4]),
    };
    let _ = write!(
        connection,
        "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
}

/// Fast, and where this machine is, too.
const ASKING: [&str; 6] = [
    "--check-links",
    "--links-every-minutes",
    "1",
    "--links-per-minute=600",
    "--links-in-networks",
    "127.0.0.0/8",
];

/// What is known of the addresses of a code: dead or not, and what came of asking.
fn known(links: &Value) -> Vec<(bool, &str, Option<u64>)> {
    let links = links.as_array().unwrap().iter();
    links
        .map(|link| {
            let (dead, answer) = (link["dead"].as_bool().unwrap(), link["answer"].as_str().unwrap());
            (dead, answer, link["status"].as_u64())
        })
        .collect()
}

#[test]
fn dead_targets_are_found_shown_and_gone_again_when_a_code_leads_elsewhere() {
    let elsewhere = Elsewhere::start();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let signpost = Signpost::start_with(&ASKING);
    crate::website::add(&signpost, "ann", "Ann Peeters", "admin");
    let staff = signpost.client("admin");
    let menu = json!({"type": "menu", "items": [
        {"label": {"en": "Fine"}, "url": elsewhere.at("/200")},
        {"label": {"en": "Gone"}, "url": elsewhere.at("/410")},
    ]});
    let page = |text: &str| json!({"type": "page", "content": {"en": {"title": "The bridge", "body": text}}});
    // One that is said twice, one that a browser would make of bare words, and some that nobody can ask.
    let text = format!(
        "Of [old]({}), now ![a picture](https://192.0.2.1/x.png) and <{}>.\n\n| [twice]({}) |\n|---|\n\n[write](mailto:a@gent.be) or [call](tel:+329)",
        elsewhere.at("/410/text"),
        elsewhere.at("/200/text"),
        elsewhere.at("/410/text"),
    );
    for (id, target) in [
        ("TEXT", page(&text)),
        ("FINE", redirect(&elsewhere.at("/200/fine"))),
        ("SENT-ON", redirect(&elsewhere.at("/to/200/sent-on"))),
        ("LOGIN", redirect(&elsewhere.at("/401"))),
        ("MISSING", redirect(&elsewhere.at("/404"))),
        ("SENT-OFF", redirect(&elsewhere.at("/to/404/sent-off"))),
        ("BROKEN", redirect(&elsewhere.at("/500"))),
        ("NOBODY", redirect(&format!("http://{nobody}/"))),
        ("MENU", menu),
    ] {
        staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
    }
    let dead = |staff: &crate::support::Client| -> Vec<String> {
        let said = staff.get("/links?dead=true").expect(200).json();
        let links = said["items"].as_array().unwrap().iter();
        let mut codes: Vec<String> = links.map(|link| link["codes"][0].as_str().unwrap().to_owned()).collect();
        codes.sort();
        codes
    };
    eventually("dead ones are found", || {
        (dead(&staff) == ["BROKEN", "MENU", "MISSING", "NOBODY", "SENT-OFF", "TEXT"]).then_some(())
    });
    let of = |id: &str| staff.get(&format!("/codes/{id}/links")).expect(200).json();
    for (id, expected) in [
        ("FINE", vec![(false, "answered", Some(200))]),
        ("SENT-ON", vec![(false, "answered", Some(200))]),
        ("LOGIN", vec![(false, "answered", Some(401))]),
        ("SENT-OFF", vec![(true, "answered", Some(404))]),
        ("BROKEN", vec![(true, "answered", Some(500))]),
        ("NOBODY", vec![(true, "unreachable", None)]),
        ("MENU", vec![(false, "answered", Some(200)), (true, "answered", Some(410))]),
        ("TEXT", vec![(true, "answered", Some(410)), (false, "answered", Some(200))]),
    ] {
        assert_eq!(known(&of(id)), expected, "{id}");
    }
    // For the head only, and as browsers ask where that brings nothing.
    assert_eq!((elsewhere.asked("HEAD /200/fine"), elsewhere.asked("GET /200/fine")), (1, 0));
    assert!(elsewhere.asked("GET /404") > 0);

    let mut ann = Seat::signed_in(&signpost.url, "ann", crate::website::PASSWORD);
    let start = ann.get("/admin").expect(200).text();
    assert!(start.contains("Lead where nobody answers"), "{start}");
    for (path, words) in [
        ("/admin/codes/NOBODY", "cannot be reached"),
        ("/admin/codes/BROKEN", "Visitors find nothing at"),
        ("/admin/codes/FINE", "answers 200"),
        ("/admin/links", "answers 410"),
    ] {
        let page = ann.get(path).expect(200).text();
        assert!(page.contains(words), "{path}: {page}");
    }
    // A page is mended by its text alone.
    let mended = page(&format!("Now [here]({}).", elsewhere.at("/200/text")));
    staff.put("/codes/TEXT/target", &mended).expect(200);
    // Whoever leads elsewhere has nothing to mend any more, at once.
    for id in ["MISSING", "SENT-OFF", "BROKEN", "NOBODY", "MENU"] {
        staff
            .put(&format!("/codes/{id}/target"), &redirect(&elsewhere.at("/200/new")))
            .expect(200);
    }
    let page = ann.get("/admin/links").expect(200).text();
    assert!(page.contains("Somebody answers wherever codes lead"), "{page}");
    // It is nobody's decision.
    let decisions = staff.get("/decisions?limit=1000").expect(200).text();
    assert!(!decisions.contains("\"unreachable\""), "{decisions}");
}

#[test]
fn nobody_is_asked_unless_that_is_switched_on_nor_in_networks_that_are_not_everybodys() {
    let elsewhere = Elsewhere::start();
    for (arguments, expected) in [(&[][..], vec![]), (&ASKING[..4], vec![(false, "private", None)])] {
        let signpost = Signpost::start_with(arguments);
        let staff = signpost.client("admin");
        let target = redirect(&elsewhere.at("/200"));
        staff.post("/codes", &json!({"id": "INSIDE", "target": target})).expect(201);
        if !expected.is_empty() {
            eventually("it is known that it is not asked", || {
                let known = staff.get("/codes/INSIDE/links").expect(200).json();
                (!known.as_array()?.is_empty()).then_some(())
            });
        }
        let said = staff.get("/codes/INSIDE/links").expect(200).json();
        assert_eq!(known(&said), expected);
        assert_eq!(elsewhere.asked("HEAD /200") + elsewhere.asked("GET /200"), 0);
    }
}

#[test]
fn of_several_nodes_one_asks() {
    let elsewhere = Elsewhere::start();
    let database = database_of_its_own();
    let (one, other) = (
        Signpost::start_on_with(&database, &ASKING),
        Signpost::start_on_with(&database, &ASKING),
    );
    let staff = one.client("admin");
    for n in 0..10 {
        let target = redirect(&elsewhere.at(&format!("/200/{n}")));
        staff
            .post("/codes", &json!({"id": format!("CODE-{n}"), "target": target}))
            .expect(201);
    }
    let elsewhere_too = staff.at(&other.url);
    eventually("the other node knows", || {
        let known = elsewhere_too.get("/links").expect(200).json();
        (known["items"].as_array()?.len() == 10).then_some(())
    });
    for n in 0..10 {
        assert_eq!(elsewhere.asked(&format!("HEAD /200/{n}")), 1);
    }
}
