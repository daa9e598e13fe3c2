//! Departments as units: a name in the letters that names of units have, and a number where another has the same. The same toolkit gives the same names,
//! whichever way it is read and however often.

use std::collections::{BTreeMap, BTreeSet};

use signpost_domain::identifier::UnitName;

/// The departments of a toolkit.
#[derive(Debug, Default)]
pub(super) struct Departments {
    units: BTreeMap<i64, (UnitName, String)>,
    with_codes: BTreeSet<i64>,
}

impl Departments {
    /// Names them, in the order of their ids.
    pub(super) fn new(labels: &BTreeMap<i64, String>) -> Self {
        let mut departments = Self::default();
        for (id, label) in labels {
            let name = departments.free_name(label);
            departments.units.insert(*id, (name, label.clone()));
        }
        departments
    }

    /// The unit of a code's department.
    pub(super) fn unit_of(&mut self, id: i64) -> Option<&UnitName> {
        let (name, _) = self.units.get(&id)?;
        self.with_codes.insert(id);
        Some(name)
    }

    /// Those that were asked for, with their names for people.
    pub(super) fn of_codes(self) -> Vec<(UnitName, String)> {
        let Self { units, with_codes } = self;
        let asked = units.into_iter().filter(|(id, _)| with_codes.contains(id));
        asked.map(|(_, unit)| unit).collect()
    }

    fn free_name(&self, label: &str) -> UnitName {
        let letters = label.to_lowercase();
        let letters: String = letters
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
        let mut base: String = words.join("-").chars().take(50).collect();
        if base.is_empty() {
            base = "department".to_owned();
        }
        let names = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") });
        let free = names
            .filter_map(|name| name.parse::<UnitName>().ok())
            .find(|name| self.units.values().all(|(other, _)| other != name));
        free.expect("letters, digits and hyphens make a name, and there are more numbers than departments")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_department_has_a_name_of_its_own_and_only_those_with_codes_are_units() {
        let labels = ["Groen & Parken", "groen parken!", "Wegen", "城市"];
        let labels = (1..).zip(labels.map(str::to_owned)).collect();
        let mut departments = Departments::new(&labels);
        let names: Vec<String> = [4, 2, 1]
            .iter()
            .map(|id| departments.unit_of(*id).unwrap().to_string())
            .collect();
        assert_eq!(names, ["department", "groen-parken-2", "groen-parken"]);
        assert_eq!(departments.unit_of(9), None);
        let units: Vec<String> = departments.of_codes().into_iter().map(|(_, label)| label).collect();
        assert_eq!(units, ["Groen & Parken", "groen parken!", "城市"]);
    }
}
