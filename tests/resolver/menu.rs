use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Answer, Signpost, eventually, phone, redirect};

fn links(answer: &Answer) -> Vec<String> {
    let html = Html::parse_document(&answer.text());
    let selector = Selector::parse("main a[href]").unwrap();
    let links = html.select(&selector);
    links.map(|link| link.value().attr("href").unwrap().to_owned()).collect()
}

fn menu(urls: &[&str]) -> Value {
    let items: Vec<_> = urls
        .iter()
        .map(|url| json!({"label": {"en": format!("To {url}")}, "url": url}))
        .collect();
    json!({"type": "menu", "heading": {"en": "Which?"}, "items": items})
}

#[test]
fn a_choice_in_a_menu_leads_on_and_is_recorded_with_its_item() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = menu(&["https://example.org/a", "https://example.org/b"]);
    staff.post("/codes", &json!({"id": "bike", "target": target})).expect(201);
    let visitor = phone(&signpost.url);
    let page = visitor.open("/bike").expect(200);
    let items = links(&page);
    assert_eq!(items.len(), 2, "{}", page.text());
    assert_eq!(
        visitor.open(&items[1]).expect(302).header("location"),
        Some("https://example.org/b")
    );
    let scans = eventually("scan and choice", || Some(staff.scans()).filter(|scans| scans.len() == 2));
    assert_eq!((&scans[0]["outcome"], &scans[0]["item"]), (&json!("menu"), &Value::Null));
    assert_eq!((&scans[1]["outcome"], &scans[1]["item"]), (&json!("menu"), &json!(1)));
    let counted = eventually("both counted", || {
        let counted = staff.get("/codes/bike/statistics").expect(200).json();
        (counted["choices"]["1"] == 1).then_some(counted)
    });
    assert_eq!(counted["scans"], 1, "a choice is no second scan");
    assert_eq!(counted["choices"], json!({"1": 1}));
}

#[test]
fn a_link_of_a_menu_that_was_changed_leads_back_to_the_menu() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let target = menu(&["https://example.org/a", "https://example.org/b"]);
    staff.post("/codes", &json!({"id": "bike", "target": target})).expect(201);
    let visitor = phone(&signpost.url);
    let stale = links(&visitor.open("/bike?l=1").expect(200));
    assert!(stale[0].ends_with("?l=1"), "the menu may depend on the query: {stale:?}");
    let swapped = menu(&["https://example.org/b", "https://example.org/a"]);
    staff.put("/codes/bike/target", &swapped).expect(200);
    for link in &stale {
        assert_eq!(visitor.open(link).expect(302).header("location"), Some("/BIKE?l=1"));
    }
    let fresh = links(&visitor.open("/bike").expect(200));
    let beyond = fresh[0].replace("/choice/1/", "/choice/3/");
    assert_eq!(visitor.open(&beyond).expect(302).header("location"), Some("/BIKE"));
    assert_eq!(
        visitor.open(&fresh[0]).expect(302).header("location"),
        Some("https://example.org/b")
    );
    staff.put("/codes/bike/target", &redirect("https://example.org/")).expect(200);
    assert_eq!(visitor.open(&fresh[0]).expect(302).header("location"), Some("/BIKE"));
    // Three visits and one choice; who was led back chose nothing.
    let scans = eventually("the scans", || Some(staff.scans()).filter(|scans| scans.len() >= 3));
    let items: Vec<_> = scans.iter().map(|scan| scan["item"].clone()).collect();
    assert_eq!(items, [Value::Null, Value::Null, json!(0)]);
}

#[test]
fn a_menu_of_an_audience_is_that_audiences_choice() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let rules = json!([{"when": {"language": ["fr"]}, "target": menu(&["https://example.org/fr"])}]);
    let code = json!({"id": "bike", "target": redirect("https://example.org/"), "rules": rules});
    staff.post("/codes", &code).expect(201);
    let french = phone(&signpost.url).with("accept-language", "fr");
    let link = links(&french.open("/bike").expect(200)).remove(0);
    assert_eq!(
        french.open(&link).expect(302).header("location"),
        Some("https://example.org/fr")
    );
    // Handed on to somebody for whom there is no menu.
    assert_eq!(phone(&signpost.url).open(&link).expect(302).header("location"), Some("/BIKE"));
    let scans = eventually("scan and choice", || Some(staff.scans()).filter(|scans| scans.len() == 2));
    assert_eq!(scans[1]["cause"], "rule:0");
}
