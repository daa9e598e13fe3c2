//! The table of roles in docs/access.md holds, cell by cell, for whoever asks by REST.

use serde_json::json;

use crate::support::{Answer, Client, Signpost, redirect};

/// The table: what it says of every action for every head.
fn table() -> Vec<(String, Vec<(String, String)>)> {
    let mut lines = include_str!("../docs/access.md")
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
        });
    let heads = lines.next().expect("a head");
    lines
        .skip(1)
        .map(|cells| {
            let rest = heads.iter().cloned().zip(cells[..].iter().cloned()).skip(1);
            (cells[0].clone(), rest.collect())
        })
        .collect()
}

/// What is there to be acted on, in the units `roads` and `parks`.
struct City {
    signpost: Signpost,
    admin: Client,
    proposed: std::cell::Cell<u32>,
}

impl City {
    fn found() -> Self {
        let signpost = Signpost::start();
        // Somebody else than those who try: nobody approves what they proposed themselves.
        let output = signpost.command(&["token", "create", "--name", "Mayor", "--role", "admin"]);
        let token = String::from_utf8(output.stdout).expect("text");
        let admin = Client::new(&signpost.url, token.trim());
        for unit in ["roads", "parks"] {
            let body = json!({"label": unit});
            admin.put(&format!("/units/{unit}"), &body).expect(201);
            admin
                .post("/codes", &json!({"id": format!("of-{unit}"), "unit": unit}))
                .expect(201);
        }
        Self {
            signpost,
            admin,
            proposed: std::cell::Cell::new(0),
        }
    }

    /// Something that waits for approval in a unit, proposed by somebody else.
    fn proposal(&self, unit: &str) -> String {
        let number = self.proposed.replace(self.proposed.get() + 1);
        let id = format!("guarded-{number}");
        self.admin.post("/codes", &json!({"id": id, "unit": unit})).expect(201);
        let demanded = self
            .admin
            .put(&format!("/codes/{id}/approval"), &json!({"approval": "required"}));
        assert!((200..300).contains(&demanded.status), "{}", demanded.text());
        let target = redirect("https://example.org/");
        let proposed = self.admin.put(&format!("/codes/{id}/target"), &target).expect(202).json();
        proposed["id"].as_str().expect("an id").to_owned()
    }

    /// Somebody tries it on a thing of this unit; `None` where there is no call for it.
    fn try_it(&self, action: &str, who: &Client, unit: &str) -> Option<Answer> {
        Some(match action {
            "change codes" => who.patch(&format!("/codes/of-{unit}"), &json!({"label": action})),
            "change audiences" => who.put(
                "/audiences/everybody",
                &json!({"label": "x", "condition": {"language": ["nl"]}}),
            ),
            "change units" => who.put(&format!("/units/{unit}"), &json!({"label": unit})),
            "change designs" => {
                let name = format!("of-{unit}");
                who.put(&format!("/designs/{name}"), &json!({"label": name, "unit": unit}))
            }
            "approve what others propose" => {
                let id = self.proposal(unit);
                who.post(&format!("/proposals/{id}/reject"), &json!({"reason": "tried"}))
            }
            "see codes, audiences and units" => who.get(&format!("/codes/of-{unit}")),
            "see the history" => who.get(&format!("/codes/of-{unit}/history")),
            "see statistics" => who.get(&format!("/codes/of-{unit}/statistics")),
            "see single scans" => who.get("/scans"),
            "manage access" => who.get("/tokens"),
            // On the machine itself, where whoever may may everything.
            "let scans expire" => return None,
            other => panic!("how does one {other}?"),
        })
    }
}

#[test]
fn who_may_do_what_is_as_the_table_says_in_every_cell() {
    let city = City::found();
    let mut tried = 0;
    let table = table();
    let heads: Vec<String> = table[0].1.iter().map(|(head, _)| head.clone()).collect();
    let people = heads.iter().map(|head| match head.strip_suffix(" of a unit") {
        Some(role) => city.signpost.client_of(role, Some("roads")),
        None => city.signpost.client(head),
    });
    let people: Vec<Client> = people.collect();
    for (action, cells) in table {
        for (who, (head, cell)) in people.iter().zip(cells) {
            for unit in ["roads", "parks"] {
                let Some(answer) = city.try_it(&action, who, unit) else {
                    continue;
                };
                let may = match cell.as_str() {
                    "yes" => true,
                    "its own unit's" => unit == "roads",
                    "–" => false,
                    other => panic!("what is {other}?"),
                };
                let said = format!("{head}: {action} of {unit}: {}", answer.text());
                if may {
                    assert!((200..300).contains(&answer.status), "{said}");
                } else {
                    assert_eq!(answer.status, 403, "{said}");
                }
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 10 * 7 * 2, "every cell of every action that REST knows, in both units");
}
