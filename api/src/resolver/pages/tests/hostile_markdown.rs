//! No Markdown breaks out of the page around it.

use proptest::prelude::*;

use super::markdown::page;
use crate::resolver::pages::address::tests::HOSTILE as HOSTILE_ADDRESSES;
use crate::resolver::pages::markdown::to_html;

#[test]
fn hostile_addresses_never_become_links() {
    for address in HOSTILE_ADDRESSES {
        let entities = address
            .chars()
            .map(|c| format!("&#{};", u32::from(c)))
            .collect::<Vec<_>>()
            .concat();
        for written in [address, entities.as_str()] {
            for body in [
                format!("[x]({written})"),
                format!("[x](<{written}>)"),
                format!("<{written}>"),
                format!("[x][y]\n\n[y]: <{written}>"),
            ] {
                let document = page(&body);
                assert_eq!(document.offences(), [""; 0], "{body:?}");
                // Where the address breaks the Markdown, nothing is a link; else the link is refused.
                assert!(
                    document.all(".text a").is_empty(),
                    "{body:?} gives {:?}",
                    document.one(".text").html()
                );
            }
        }
    }
}

#[test]
fn nesting_without_end_is_borne() {
    for piece in [
        ">", "- ", "*a **", "[", "![", "<b>", "|a", "`", "1. ", "(", "~~", "&#x", "<!--",
    ] {
        let _ = to_html(&piece.repeat(20_000));
    }
    let _ = to_html(
        &["|a", "\n", "|-", "\n"]
            .map(|part| part.repeat(if part == "\n" { 1 } else { 20_000 }))
            .concat(),
    );
}

/// Pieces that mean something to Markdown, HTML or a URL, and so break out if anything does.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src=//x>",
        "<svg onload=x>",
        "<h1>",
        "</div>",
        "</main>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?",
        "# ",
        "\n===\n",
        "[a](",
        "![a](",
        "![",
        "](",
        ")",
        "[",
        "]",
        "<",
        ">",
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "java\tscript:",
        "data:text/html,",
        "&#106;avascript:",
        "&Tab;",
        "&colon;",
        "&quot;",
        "\" onclick=x ",
        "' onclick='",
        "https://a.b/\"onclick=",
        "www.a.b",
        "x@y.z",
        "[r]: ",
        "\n\n",
        "\n",
        "    ",
        "\t",
        "```",
        "`",
        "| a |",
        "\n|---|--:|\n",
        "|",
        "* ",
        "1. ",
        "> ",
        "**",
        "_",
        "~~",
        "\\",
        "\0",
        "\u{202e}",
        "<a href=x>",
        "<br>",
        "<javascript:x>",
    ]);
    let piece = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_markdown_breaks_out_of_its_page(body in markdown()) {
        let document = page(&body);
        prop_assert_eq!(document.offences(), [""; 0]);
        // The text ends where the template ends it.
        prop_assert_eq!(document.all("body > main > .text").len(), 1);
        prop_assert_eq!(document.all("body > *").len(), 3);
        prop_assert_eq!(document.text("body > footer > p > code"), "7K3M9QXT");
    }
}
