//! What forms answer when they are sent: what is wrong with what was typed, what would come of it, what is shown once. No address shows these, so `barriers.rs` never sees them: here axe looks at each, by
//! day and by night, at a desk and in the street. A test compares the table with the router, so that a form without a line here fails.

use serde_json::{Value, json};

use super::{
    add,
    axe::Axe,
    pages::{City, is_of, routes},
};
use crate::support::{
    Signpost,
    driver::{DESK, Driver, PHONE, Preferences},
    eventually,
};

/// A form that is sent.
struct Sent {
    /// Where it stands, and where it is sent.
    page: String,
    to: String,
    fields: Vec<(&'static str, String)>,
    /// Name and content of a file that is sent along.
    file: Option<(&'static str, &'static str)>,
    status: u16,
    /// An element of the answer by which it is known that it is the one that was meant.
    shows: &'static str,
}

/// Says what is wrong.
fn refused(page: impl Into<String>, fields: &[(&'static str, &str)]) -> Sent {
    let page = page.into();
    Sent {
        to: page.clone(),
        page,
        fields: fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        file: None,
        status: 422,
        shows: "[role=alert]",
    }
}

impl Sent {
    fn to(self, to: &str) -> Self {
        Self { to: to.into(), ..self }
    }

    fn answers(self, status: u16, shows: &'static str) -> Self {
        Self { status, shows, ..self }
    }

    /// Sends it, and waits for the answer.
    fn send(&self, browser: &Driver, origin: &str) {
        browser.go(&format!("{origin}{}", self.page));
        // What pages before it complained of is not its own.
        browser.complaints();
        let wanted = json!({"to": self.to, "fields": self.fields, "file": self.file});
        browser.script(&format!(
            "const wanted = {wanted};
            const form = Object.assign(document.createElement('form'), {{method: 'post', action: wanted.to}});
            const add = (properties) => form.append(Object.assign(document.createElement('input'), properties));
            const token = document.querySelector('input[name=form_token]');
            if (token && !wanted.fields.some(([name]) => name === 'form_token')) {{
                add({{type: 'hidden', name: 'form_token', value: token.value}});
            }}
            for (const [name, value] of wanted.fields) add({{type: 'hidden', name, value}});
            if (wanted.file) {{
                form.enctype = 'multipart/form-data';
                const chosen = new DataTransfer();
                chosen.items.add(new File([wanted.file[1]], wanted.file[0]));
                add({{type: 'file', name: 'file', files: chosen.files}});
            }}
            document.documentElement.id = 'sent';
            document.body.append(form);
            form.submit();"
        ));
        browser.sees("html:not(#sent) main", "");
    }

    /// Sends it, and says all that is wrong with the answer.
    fn wrong_with(&self, browser: &Driver, origin: &str, axe: &Axe) -> Vec<String> {
        self.send(browser, origin);
        let status = browser.script("return performance.getEntriesByType('navigation')[0].responseStatus");
        let is_shown = browser.script(&format!("return document.querySelector({}) !== null", json!(self.shows)));
        let mut wrong = vec![];
        if status != self.status || is_shown != true {
            let text = browser.script("return document.querySelector('main').innerText");
            wrong.push(format!("answers {status}, and {} is shown: {is_shown}: {text}", self.shows));
        }
        // Words of libraries are marked; nothing that people type here is refused by their words alone.
        let english = browser.script(
            "return document.documentElement.lang === 'en' ? null : document.querySelector('main [lang=en]')?.closest('main').innerText ?? null",
        );
        if english != Value::Null {
            wrong.push(format!("it is said in English: {english}"));
        }
        wrong.extend(axe.wrong_with(browser, origin, self.status));
        wrong
    }
}

/// What an admin is answered. A form that is new is a line here. Some change something: `run` is another number each time.
#[expect(clippy::too_many_lines, reason = "a table")]
fn for_staff(city: &City, run: usize) -> Vec<Sent> {
    let of_city = city.for_staff();
    let path = |name: &str| {
        let found = of_city.iter().find(|shown| shown.name == name);
        found.unwrap_or_else(|| panic!("there is no page {name}")).path.clone()
    };
    let change = |fields: &[(&'static str, &str)]| refused("/admin/codes", fields).to("/admin/change/preview");
    let import = |fields: &[(&'static str, &str)], file| Sent {
        file: Some(file),
        ..refused("/admin/imports", fields)
    };
    let login = format!("somebody-{run}");
    vec![
        refused(
            "/admin/account",
            &[("present", "x"), ("password", "one"), ("again", "another")],
        )
        .to("/admin/account/password")
        .answers(422, "#again-fault"),
        refused(
            "/admin/code",
            &[
                ("id", "x"),
                ("unit", "no such unit"),
                ("tags", "a! b!"),
                ("asset/location/latitude", "north"),
                ("target/type", "redirect"),
                ("target/url", "ftp://example.org"),
                ("act", "save"),
            ],
        ),
        refused(
            "/admin/code",
            &[
                ("target/type", "page"),
                ("target/language", "nl"),
                ("target/content/nl/title", ""),
                ("target/content/nl/body", "[here](ftp://example.org)"),
                ("target/content/nl/link", "0"),
                ("target/content/nl/links/0/label", "There"),
                ("target/content/nl/links/0/url", "nowhere"),
                ("act", "save"),
            ],
        ),
        // A form that grows.
        refused("/admin/code", &[("target/type", "menu"), ("act", "show")]).answers(200, "fieldset"),
        refused(
            "/admin/codes/SHOW-PAGE/description",
            &[("tags", "a!"), ("asset/location/latitude", "51"), ("label", "A bridge")],
        ),
        // Somebody else was faster.
        refused(
            "/admin/codes/SHOW-PAGE/description",
            &[("label", "A bridge"), ("version", "1")],
        )
        .answers(412, "[role=alert]"),
        refused(
            "/admin/codes/SHOW-PAGE/target",
            &[
                ("type", "menu"),
                ("language", "nl"),
                ("item", "0"),
                ("items/0/url", "x"),
                ("act", "save"),
            ],
        ),
        refused(
            "/admin/codes/SHOW-RULES/rules",
            &[
                ("rule", "0"),
                ("rules/0/when/kind", "percentage"),
                ("rules/0/when/percentage", "many"),
                ("rules/0/target/type", "redirect"),
                ("rules/0/target/url", "https://"),
                ("rule", "1"),
                ("rules/1/when/kind", "weekly"),
                ("rules/1/when/weekly/from", "8"),
                ("rules/1/when/weekly/zone", "Ghent"),
                ("rules/1/target/type", "nothing"),
                ("rule", "2"),
                ("rules/2/when/kind", "network"),
                ("rules/2/when/network", "here"),
                ("rules/2/target/type", "redirect"),
                ("rules/2/target/url", "https://example.org:x/"),
                ("act", "save"),
            ],
        ),
        refused("/admin/codes/SHOW-PAGE/transfer", &[("unit", "no such unit")]),
        refused("/admin/codes/SHOW-MENU/retire", &[("successor", "no such code")]),
        refused("/admin/codes/SHOW-PAGE/aliases", &[("aliases", "SHOW-MENU x !")]),
        refused("/admin/codes/SHOW-PAGE/suspend", &[("version", "1")]).answers(412, "[role=alert]"),
        refused("/admin/codes/SHOW-PAUSED/resume", &[("version", "1")]).answers(412, "[role=alert]"),
        refused("/admin/codes/SHOW-PAGE/history", &[("position", "1"), ("version", "1")])
            .to("/admin/codes/SHOW-PAGE/restore")
            .answers(422, "[role=alert]"),
        change(&[
            ("which", "ticked"),
            ("ids", "SHOW-PAGE"),
            ("change/type", "move_host"),
            ("act", "save"),
        ]),
        change(&[
            ("which", "ticked"),
            ("ids", "SHOW-PAGE"),
            ("ids", "SHOW-GONE"),
            ("change/type", "suspend"),
            ("act", "save"),
        ])
        .answers(200, "form button"),
        change(&[
            ("which", "all"),
            ("tag", "stop"),
            ("change/type", "add_tag"),
            ("change/tag", "seen"),
            ("act", "save"),
        ])
        .answers(200, "form button"),
        change(&[
            ("which", "all"),
            ("tag", "nowhere"),
            ("change/type", "suspend"),
            ("act", "save"),
        ]),
        change(&[
            ("which", "ticked"),
            ("ids", "SHOW-PAGE"),
            ("change/type", "add_tag"),
            ("change/tag", "seen"),
            ("previewed", "something else"),
        ])
        .to("/admin/change/make")
        .answers(409, "[role=alert]"),
        refused(path("change-reverse"), &[("previewed", "something else")]).answers(409, "[role=alert]"),
        refused(
            "/admin/audience",
            &[
                ("name", "no name"),
                ("condition/kind", "all"),
                ("condition/shown", "all"),
                ("condition/part", "0"),
                ("condition/all/0/kind", "between"),
                ("condition/all/0/between/from", "tomorrow"),
                ("condition/part", "1"),
                ("condition/all/1/kind", "country"),
                ("condition/all/1/country", "Belgium"),
                ("act", "save"),
            ],
        ),
        refused(
            "/admin/audiences/show-evening/change",
            &[("label", ""), ("condition/kind", "language"), ("act", "save")],
        ),
        refused("/admin/audiences/show-evening/withdraw", &[]).answers(409, "[role=alert]"),
        refused(
            "/admin/unit",
            &[("name", "A name"), ("allowed_hosts", "https://example.org/")],
        ),
        refused(
            "/admin/units/show/change",
            &[("label", ""), ("allowed_hosts", "example.org *")],
        ),
        refused(
            "/admin/batch",
            &[
                ("count", "many"),
                ("first", "one"),
                ("tags", "a!"),
                ("target/url", "{street}"),
            ],
        ),
        refused(path("batch-print"), &[("name", "{street}"), ("sheet", "nothing")]),
        refused("/admin/person", &[("login", "a b"), ("name", "")]),
        refused("/admin/person", &[("login", "ada"), ("name", "Ada"), ("grants", "editor")]),
        refused(
            "/admin/person",
            &[("login", login.as_str()), ("name", "Somebody"), ("grants", "editor")],
        )
        .answers(200, "main code, main input"),
        refused("/admin/token", &[("name", ""), ("expires_at", "soon")]),
        refused("/admin/token", &[("name", "An app"), ("grants", "analyst")]).answers(200, "main code, main input"),
        refused(path("account-grants"), &[]),
        refused(path("token-grants"), &[]),
        refused(path("proposal-end"), &[]),
        import(&[], ("", "")),
        import(&[("columns", "number")], ("benches.csv", "id\nBENCH-1\n")),
        refused(
            "/admin/design",
            &[
                ("name", "no name"),
                ("dark", "blue"),
                ("margin", "wide"),
                ("caption", "{street}"),
            ],
        ),
        refused("/admin/design", &[("name", "pale"), ("label", "Pale"), ("dark", "#eeeeee")]).answers(422, ".fault"),
        refused("/admin/design", &[("name", "plain"), ("label", "Plain"), ("act", "look")]).answers(200, "img.symbol"),
        refused(
            "/admin/street/SHOW-EMPTY",
            &[("latitude", "north"), ("target", "ftp://example.org")],
        )
        .answers(422, ".fault"),
        // A form of another session, and what was said when a form was taken.
        refused("/admin/unit", &[("form_token", "of somebody else")]).answers(403, "h1"),
        refused(
            "/admin/codes/SHOW-MENU/description",
            &[
                ("label", "A menu"),
                ("tags", if run.is_multiple_of(2) { "even" } else { "odd" }),
            ],
        )
        .answers(200, ".said"),
    ]
}

/// Forms that nobody is answered in words, or in the words of another.
const NO_ANSWERS: [(&str, &str); 12] = [
    ("/admin/sign-in", "looked at below, by nobody yet"),
    ("/admin/sign-out", "leads on"),
    ("/admin/sign-out-everywhere", "leads on"),
    ("/admin/account/sign-out-there", "leads on"),
    ("/admin/design/look", "a part of a page"),
    ("/admin/designs/{name}/withdraw", "leads on"),
    ("/admin/people/{id}/forget", "leads on"),
    ("/admin/people/{id}/password", "shows what a new person's does"),
    ("/admin/people/{id}/close", "leads on"),
    ("/admin/tokens/{id}/revoke", "leads on"),
    ("/admin/imports/{id}/do", "leads on"),
    ("/admin/imports/{id}/cancel", "leads on"),
];

#[test]
fn no_answer_to_a_form_has_barriers_or_english_words_by_day_and_by_night_at_a_desk_and_in_the_street() {
    let (axe, city) = (Axe::read(), City::start());
    let mut wrong = Vec::new();
    for (run, (preferences, dark)) in [(DESK, false), (DESK, true), (PHONE, false), (PHONE, true)]
        .into_iter()
        .enumerate()
    {
        let browser = Driver::start(Preferences { dark, ..preferences });
        city.sign_in(&browser, "ada");
        for sent in for_staff(&city, run) {
            let found = sent.wrong_with(&browser, &city.signpost.url, &axe);
            let names: Vec<&str> = sent.fields.iter().map(|(name, _)| *name).collect();
            let light = if dark { ", dark" } else { "" };
            let seen = format!("{} {names:?} at {} wide{light}", sent.to, preferences.width);
            wrong.extend(found.into_iter().map(|what| format!("{seen}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_does_not_get_in_meets_no_barriers_either() {
    let (axe, signpost) = (Axe::read(), Signpost::start());
    add(&signpost, "ann", "Ann Peeters", "admin");
    let credentials = [("login", "ann"), ("password", "is it this one?")];
    let mut wrong = Vec::new();
    for preferences in [DESK, PHONE] {
        for dark in [false, true] {
            let browser = Driver::start(Preferences { dark, ..preferences });
            let sent = refused("/admin/sign-in", &credentials);
            wrong.extend(sent.wrong_with(&browser, &signpost.url, &axe));
        }
    }
    let browsers = [DESK, PHONE].map(Driver::start);
    let too_often = refused("/admin/sign-in", &credentials).answers(429, "[role=alert]");
    eventually("it is too often", || {
        too_often.send(&browsers[0], &signpost.url);
        let status = browsers[0].script("return performance.getEntriesByType('navigation')[0].responseStatus");
        (status == 429).then_some(())
    });
    for browser in &browsers {
        wrong.extend(too_often.wrong_with(browser, &signpost.url, &axe));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_form_that_the_router_has_is_in_the_table() {
    let city = City::start();
    let sent = for_staff(&city, 0);
    let missing: Vec<String> = routes("post(")
        .into_iter()
        .filter(|route| !NO_ANSWERS.iter().any(|(known, _)| known == route))
        .filter(|route| !sent.iter().any(|sent| is_of(&sent.to, route)))
        .collect();
    assert!(missing.is_empty(), "nobody looks at what is answered by {missing:?}");
    for (route, why) in NO_ANSWERS {
        assert!(routes("post(").contains(route), "{route} ({why}) is no more");
    }
}
