//! The table of roles as people read it: in `docs/access.md`, where a test holds it to the code.

use signpost_domain::{
    access::{Grant, Role},
    identifier::UnitName,
};

use super::{Action, allows};

/// Those for whom a grant within a unit means something, beside those who hold their role everywhere.
const COLUMNS: [(Role, bool); 7] = [
    (Role::Admin, false),
    (Role::Editor, false),
    (Role::Editor, true),
    (Role::Approver, false),
    (Role::Approver, true),
    (Role::Auditor, false),
    (Role::Analyst, false),
];

/// A row per action, a column per role; of those within a unit, a column of their own. Markdown.
pub fn table() -> String {
    let (own, other) = (unit("own"), unit("other"));
    let heads = COLUMNS.map(|(role, within)| format!("{role}{}", if within { " of a unit" } else { "" }));
    let mut lines = vec![
        format!("| | {} |", heads.join(" | ")),
        format!("|---|{}", "---|".repeat(COLUMNS.len())),
    ];
    for action in Action::ALL {
        let cells = COLUMNS.map(|(role, within)| {
            let unit = within.then(|| own.clone());
            let grant = Grant { role, unit };
            match (allows(&grant, action, Some(&own)), allows(&grant, action, Some(&other))) {
                (true, true) => "yes",
                (true, false) => "its own unit's",
                (false, _) => "–",
            }
        });
        lines.push(format!("| {} | {} |", action.words(), cells.join(" | ")));
    }
    lines.join("\n") + "\n"
}

fn unit(name: &str) -> UnitName {
    name.parse().expect("letters make a name")
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn the_table_in_the_documentation_is_what_the_code_says() {
        let table = table();
        assert!(
            include_str!("../../../docs/access.md").contains(&table),
            "put this in docs/access.md:\n\n{table}"
        );
    }
}
