use scraper::{Html, Selector};
use serde_json::json;

use crate::support::{Signpost, phone};

/// The page's language and its heading.
fn read(html: &str) -> (String, String) {
    let html = Html::parse_document(html);
    let select = |what: &str| html.select(&Selector::parse(what).unwrap()).next().unwrap();
    let heading: String = select("h1").text().collect();
    (
        select("html").value().attr("lang").unwrap().to_owned(),
        heading.trim().to_owned(),
    )
}

#[test]
fn notices_are_in_the_visitors_language() {
    let signpost = Signpost::start();
    signpost.client("admin").post("/codes", &json!({"id": "bench"})).expect(201);
    for (accepts, language, unassigned, unknown) in [
        (
            "nl-BE,nl;q=0.9,en;q=0.5",
            "nl",
            "Hier is nog niets te zien",
            "Deze code kennen we niet",
        ),
        ("en-GB", "en", "Nothing here yet", "We do not know this code"),
        (
            "fr-BE;q=0.8,xx",
            "fr",
            "Rien ici pour le moment",
            "Nous ne connaissons pas ce code",
        ),
        ("sv", "sv", "Här finns inget ännu", "Vi känner inte igen koden"),
        ("da-DK", "da", "Her er ikke noget endnu", "Vi kender ikke koden"),
        (
            "en;q=0.1, da;q=0.7, nl;q=0.3",
            "da",
            "Her er ikke noget endnu",
            "Vi kender ikke koden",
        ),
    ] {
        let visitor = phone(&signpost.url).with("accept-language", accepts);
        for (path, heading) in [("/bench", unassigned), ("/unknown", unknown)] {
            let page = visitor.open(path).expect(404).text();
            assert_eq!(read(&page), (language.to_owned(), heading.to_owned()), "{accepts}");
        }
    }
    for none in ["xx", "*", "", "🚲"] {
        let page = phone(&signpost.url)
            .with("accept-language", none)
            .open("/bench")
            .expect(404)
            .text();
        assert_eq!(page.matches("<html lang=").count(), 1, "{none}");
    }
}

#[test]
fn a_page_is_shown_in_the_language_that_suits_the_visitor_best() {
    let signpost = Signpost::start();
    let text = |title: &str| json!({"title": title, "body": "Some **text**."});
    let content =
        json!({"nl": text("Bank"), "fr": text("Banc"), "en": text("Bench"), "de": text("Bank (de)"), "ar": text("مقعد")});
    let code = json!({"id": "bench", "target": {"type": "page", "content": content}});
    signpost.client("editor").post("/codes", &code).expect(201);
    for (accepts, language, title) in [
        ("nl-BE,en;q=0.5", "nl", "Bank"),
        ("fr", "fr", "Banc"),
        ("de-AT,fr;q=0.9", "de", "Bank (de)"),
        ("sv,fr;q=0.5", "fr", "Banc"),
        ("ar", "ar", "مقعد"),
    ] {
        let visitor = phone(&signpost.url).with("accept-language", accepts);
        let page = visitor.open("/bench").expect(200).text();
        assert_eq!(read(&page), (language.to_owned(), title.to_owned()), "{accepts}");
        assert_eq!(page.contains("dir=\"rtl\""), language == "ar", "{accepts}");
    }
}
