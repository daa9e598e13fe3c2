//! Markdown by staff, read as a browser reads the page around it.

use super::INFORMATION;
use super::document::Document;
use crate::resolver::pages::markdown::to_html;
use crate::resolver::pages::{InformationPage, Pages, UiLanguage};

pub(super) fn page(body: &str) -> Document {
    Document::read(&Pages::new().information(
        UiLanguage::Dutch,
        &InformationPage {
            body,
            links: &[],
            ..INFORMATION
        },
    ))
}

#[test]
fn what_staff_write_looks_as_they_mean_it() {
    let html = to_html("# Eén\n\n## Twee\n\nTekst *met* **nadruk**, ~~weg~~ en `code`.\n\n1. a\n2. b\n\n> citaat\n\n---\n");
    let expected = "<h2>Eén</h2>\n<h3>Twee</h3>\n<p>Tekst <em>met</em> <strong>nadruk</strong>, <del>weg</del> en \
                    <code>code</code>.</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<blockquote>\n<p>citaat</p>\n</blockquote>\n<hr />\n";
    assert_eq!(html, expected);
}

#[test]
fn the_deepest_heading_stays_a_heading() {
    assert_eq!(to_html("###### diep"), "<h6>diep</h6>\n");
}

#[test]
fn links_leak_nothing_and_vouch_for_nothing() {
    let document =
        page("[stad](https://stad.gent \"titel\") www.gent.be <mailto:a@gent.be> b@gent.be [bel](tel:+3292101010) [hier](/A#b)");
    let links: Vec<_> = document
        .all(".text a")
        .iter()
        .map(|link| link.attr("href").unwrap_or("none"))
        .collect();
    let expected = [
        "https://stad.gent",
        "http://www.gent.be",
        "mailto:a@gent.be",
        "mailto:b@gent.be",
        "tel:+3292101010",
        "/A#b",
    ];
    assert_eq!(links, expected);
    assert!(
        document
            .all(".text a")
            .iter()
            .all(|link| link.attr("rel") == Some("noopener noreferrer nofollow"))
    );
}

#[test]
fn a_link_without_words_shows_where_it_leads() {
    for body in ["[](https://stad.gent)", "[![](logo.png)](https://stad.gent)"] {
        assert_eq!(page(body).text(".text a"), "https://stad.gent");
    }
}

#[test]
fn an_image_leaves_its_description() {
    assert_eq!(
        to_html("Zie ![de *oude* brug](https://elders.be/x.png \"titel\")."),
        "<p>Zie de oude brug.</p>\n"
    );
    assert_eq!(page("[![Stad](logo.png)](https://stad.gent)").text(".text a"), "Stad");
}

#[test]
fn html_is_shown_but_its_comments_are_not() {
    assert_eq!(to_html("a <b>c</b> <!-- todo --> d"), "<p>a &lt;b&gt;c&lt;/b&gt;  d</p>\n");
    assert_eq!(
        to_html("<div onclick=x>\nbelangrijk\n</div>"),
        "<p>&lt;div onclick=x&gt;\nbelangrijk\n&lt;/div&gt;</p>\n"
    );
    assert_eq!(to_html("<!-- todo -->\n\ntekst"), "<p>tekst</p>\n");
    assert_eq!(to_html("<!-- todo --> tekst <!-- en nog"), "<p>tekst</p>\n");
    assert_eq!(to_html("a<br>b<br />c"), "<p>a<br>b<br>c</p>\n");
}

#[test]
fn a_table_scrolls_by_itself_and_keeps_its_alignment() {
    let document = page("| Dag | Uur | Prijs |\n|---|:-:|--:|\n| zo | 10 | € 2 |\n");
    assert_eq!(document.texts(".wide > table > thead > tr > th"), ["Dag", "Uur", "Prijs"]);
    let classes: Vec<_> = document
        .all(".wide > table > tbody > tr > td")
        .iter()
        .map(|cell| cell.attr("class"))
        .collect();
    assert_eq!(classes, [None, Some("center"), Some("right")]);
}
