//! What citizens and staff see, in a real browser: nothing runs that should not, and nothing comes from elsewhere.

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Client, Signpost,
    browser::{Seen, look, photograph},
    phone,
};

/// Long enough for a page that has no script to show that it has none.
const SECONDS: u32 = 2;

/// Text that means harm in every way that Markdown and HTML know.
const HOSTILE: &str = r#"
<script>document.title = "owned"; document.body.append("owned")</script>

<img src="x" onerror="document.title = 'owned'"> <svg/onload="document.title='owned'"></svg>

<iframe srcdoc="<script>parent.document.title='owned'</script>"></iframe><style>main{display:none}</style>

<a href="javascript:document.title='owned'" onclick="alert(1)">raw</a> <form action="/x"><input autofocus onfocus="alert(1)"></form>

# Opening hours

- weekdays
- weekends **too**

&lt;script&gt;document.title="owned"&lt;/script&gt; and `<script>` and <https://example.org/?a=1&b="2">

| a | b |
|---|---|
| </td><script>document.title="owned"</script> | 2 |

```html" onmouseover="alert(1)
</pre></code><script>document.title="owned"</script>
```
"#;

fn page() -> Value {
    let title = "Bench </title><script>document.title='owned'</script>";
    let links = json!([{"label": "Route \"><script>document.title='owned'</script>", "url": "https://example.org/route"}]);
    json!({"type": "page", "content": {"en": {"title": title, "body": HOSTILE, "links": links}}})
}

fn menu() -> Value {
    let item = |label: &str, url: &str| json!({"label": {"en": label}, "url": url});
    let items = [
        item("Report <b>a</b> fault", "https://example.org/fault"),
        item("History", "https://example.org/history"),
    ];
    json!({"type": "menu", "heading": {"en": "This bench"}, "items": items})
}

fn mint(staff: &Client, id: &str, target: &Value) {
    staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
}

/// Fails if a citizen's page holds anything that acts, or asked anybody for anything.
#[track_caller]
fn is_still(seen: &Seen) {
    for active in [
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "img",
        "base",
        "main style",
        "main link",
    ] {
        assert!(seen.all(active).is_empty(), "{active} in {}", seen.document.html());
    }
    for element in seen.all("*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{name} in {}", element.html());
            let value = value.trim().to_ascii_lowercase();
            assert!(!value.starts_with("javascript:"), "{value} in {}", element.html());
        }
    }
    let body: String = seen.says("body");
    assert!(!body.ends_with("owned"), "a script ran");
    assert!(
        seen.says("title").ends_with(" · Signpost"),
        "a script ran: {}",
        seen.says("title")
    );
    assert_eq!(seen.asked_for, [""; 0], "a page for citizens is one file");
    // A small screen shows it at its own size, in a language that is said.
    assert_eq!(seen.all("meta[name=viewport]").len(), 1);
    assert_eq!(seen.all("html[lang]").len(), 1);
    assert_eq!(seen.all("h1").len(), 1);
}

#[test]
fn hostile_text_on_a_page_is_shown_and_does_nothing() {
    let signpost = Signpost::start();
    mint(&signpost.client("editor"), "PAGE-1", &page());
    let seen = look(&format!("{}/page-1", signpost.url), SECONDS);
    is_still(&seen);
    assert_eq!(seen.says("h1"), "Bench </title><script>document.title='owned'</script>");
    let text = seen.says("div.text");
    assert!(
        text.contains(r#"<script>document.title = "owned"; document.body.append("owned")</script>"#),
        "{text}"
    );
    let items: Vec<String> = seen.all("div.text li").iter().map(|item| item.text().collect()).collect();
    assert_eq!(items, ["weekdays", "weekends too"]);
    let links = seen.all("a");
    let hrefs: Vec<_> = links.iter().filter_map(|link| link.attr("href")).collect();
    assert!(hrefs.contains(&"https://example.org/route"), "{hrefs:?}");
    assert!(hrefs.iter().all(|href| href.starts_with("https://example.org/")), "{hrefs:?}");
    assert_eq!(seen.says("footer code"), "PAGE-1");
}

#[test]
fn a_menu_offers_its_items_and_each_leads_on() {
    let signpost = Signpost::start();
    mint(&signpost.client("editor"), "MENU-1", &menu());
    let seen = look(&format!("{}/MENU-1", signpost.url), SECONDS);
    is_still(&seen);
    assert_eq!(seen.says("h1"), "This bench");
    let items = seen.all("main nav a");
    let labels: Vec<String> = items.iter().map(|item| item.text().collect()).collect();
    assert_eq!(labels, ["Report <b>a</b> fault", "History"]);
    for (item, url) in items.iter().zip(["https://example.org/fault", "https://example.org/history"]) {
        let href = item.attr("href").expect("it can be clicked");
        let answer = phone(&signpost.url).open(href).expect(302);
        assert_eq!(answer.header("location"), Some(url));
    }
}

#[test]
fn a_code_that_leads_nowhere_says_why_on_a_page_of_its_own() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    for id in ["EMPTY-1", "PAUSED-1", "GONE-1"] {
        staff.post("/codes", &json!({ "id": id })).expect(201);
    }
    staff
        .send(Method::POST, "/codes/PAUSED-1/suspend", &[], Some(&json!({})))
        .expect(200);
    staff
        .send(Method::POST, "/codes/GONE-1/retire", &[], Some(&json!({})))
        .expect(200);
    for (path, status, title) in [
        ("/EMPTY-1", 404, "Nothing here yet"),
        ("/PAUSED-1", 503, "Temporarily not available"),
        ("/GONE-1", 410, "No longer in use"),
        ("/NOBODY-1", 404, "We do not know this code"),
        ("/%3Cscript%3Ealert(1)%3C/script%3E", 404, "We do not know this code"),
        ("/", 200, "QR codes in the city"),
    ] {
        phone(&signpost.url).open(path).expect(status);
        let seen = look(&format!("{}{path}", signpost.url), SECONDS);
        is_still(&seen);
        assert_eq!(seen.says("h1"), title, "{path}");
        if path.ends_with("-1") {
            assert_eq!(seen.says("footer code"), path[1..]);
        }
    }
}

#[test]
fn the_documentation_shows_every_call_and_fetches_nothing_from_elsewhere() {
    let signpost = Signpost::start();
    // Where the home page sends people.
    let home = look(&format!("{}/", signpost.url), SECONDS);
    let address = format!(
        "{}{}",
        signpost.url,
        home.all("main a")[0].attr("href").expect("a link for staff")
    );
    let seen = look(&address, 20);

    let description = phone(&signpost.url).open("/api/v1/openapi.json").expect(200).json();
    let mut calls: Vec<(String, String)> = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        calls.extend(
            methods
                .as_object()
                .expect("methods")
                .keys()
                .map(|method| (method.to_uppercase(), path.clone())),
        );
    }
    let mut shown: Vec<(String, String)> = Vec::new();
    for call in seen.all(".opblock-summary") {
        let part = |class: &str| {
            let selector = scraper::Selector::parse(class).expect("a selector");
            let text: String = call.select(&selector).flat_map(|part| part.text()).collect();
            // Swagger UI puts invisible spaces where a long path may be broken.
            text.replace('\u{200b}', "")
        };
        shown.push((part(".opblock-summary-method"), part(".opblock-summary-path")));
    }
    calls.sort();
    shown.sort();
    assert!(calls.len() > 20, "{calls:?}");
    assert_eq!(shown, calls);

    assert!(
        seen.asked_for.iter().any(|url| url.ends_with("/api/v1/openapi.json")),
        "{:?}",
        seen.asked_for
    );
    let elsewhere: Vec<_> = seen.asked_for.iter().filter(|url| !url.starts_with(&signpost.url)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn every_page_is_drawn_at_the_size_of_a_phone() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    mint(&staff, "PAGE-1", &page());
    mint(&staff, "MENU-1", &menu());
    for (path, name) in [
        ("/PAGE-1", "page"),
        ("/MENU-1", "menu"),
        ("/NOBODY-1", "unknown"),
        ("/api/docs", "documentation"),
    ] {
        let picture = photograph(&format!("{}{path}", signpost.url), name);
        let bytes = std::fs::read(&picture).expect("a picture was taken");
        // Width and height stand in the first chunk (PNG, section 11.2.1).
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((&bytes[1..4], number(16), number(20)), (&b"PNG"[..], 390, 844), "{name}");
        assert!(bytes.len() > 5_000, "{name} is nearly empty: {}", picture.display());
    }
}

/// Without this, the tests above could pass in a browser that runs no scripts and logs no requests.
#[test]
fn this_browser_would_run_a_script_and_tell_what_it_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4_096]);
            let body = "<!doctype html><title>x</title><script>document.title='owned'</script><img src='http://elsewhere.example/p.png'>";
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    });
    let seen = look(&format!("http://{address}/"), SECONDS);
    assert_eq!(seen.says("title"), "owned");
    assert!(
        seen.asked_for.contains(&"http://elsewhere.example/p.png".to_owned()),
        "{:?}",
        seen.asked_for
    );
}
