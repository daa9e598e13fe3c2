use reqwest::Method;
use serde_json::{Value, json};

use super::{furnished, refuses_all};

/// `condition` inside so many times `not`.
fn nested(depth: usize, condition: Value) -> Value {
    (0..depth).fold(condition, |inner, _| json!({"not": inner}))
}

fn weekly(days: &Value, from: &str, until: &str, zone: &str) -> Value {
    json!({"weekly": {"days": days, "from": from, "until": until, "zone": zone}})
}

#[test]
fn invariant_12_a_condition_that_makes_no_sense_is_refused_where_it_stands() {
    let (_signpost, staff) = furnished();
    let percentages = |count: usize| -> Vec<Value> { (0..count).map(|_| json!({"percentage": 1})).collect() };
    let languages: Vec<String> = (0..201).map(|n| format!("en-x{n:03}")).collect();
    let week = json!(["mon"]);
    let cases = [
        (json!({}), "/condition"),
        (json!([]), "/condition"),
        (json!({"language": ["nl"], "percentage": 5}), "/condition"),
        (json!({"weather": "rain"}), "/condition/weather"),
        (json!({"all": []}), "/condition"),
        (json!({"any": [{"language": ["nl"]}, {}]}), "/condition/any/1"),
        (json!({"not": {"not": {}}}), "/condition/not/not"),
        (json!({"language": []}), "/condition"),
        (json!({"language": ["nl", "not a tag"]}), "/condition/language/1"),
        (json!({"language": languages}), "/condition"),
        (json!({"platform": ["ios", "fridge"]}), "/condition/platform/1"),
        (json!({"between": {}}), "/condition/between"),
        (
            json!({"between": {"from": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}}),
            "/condition/between",
        ),
        (
            json!({"between": {"from": "2026-02-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}}),
            "/condition/between",
        ),
        (json!({"between": {"from": "2026-02-01"}}), "/condition/between/from"),
        (
            json!({"between": {"until": "2026-02-30T00:00:00Z"}}),
            "/condition/between/until",
        ),
        (weekly(&json!([]), "08:00", "18:00", "UTC"), "/condition/weekly"),
        (
            weekly(&json!(["someday"]), "08:00", "18:00", "UTC"),
            "/condition/weekly/days/0",
        ),
        (weekly(&week, "18:00", "08:00", "UTC"), "/condition/weekly"),
        (weekly(&week, "8:00", "18:00", "UTC"), "/condition/weekly/from"),
        (weekly(&week, "08:00", "24:01", "UTC"), "/condition/weekly/until"),
        (weekly(&week, "08:00", "18:00", "Europe/Ghent"), "/condition/weekly/zone"),
        (weekly(&week, "08:00", "18:00", "../../etc/passwd"), "/condition/weekly/zone"),
        (json!({"network": ["10.0.0.0/33"]}), "/condition/network/0"),
        (json!({"network": ["10.0.0.0/8", "intranet"]}), "/condition/network/1"),
        (json!({"query": {"name": "", "equals": "x"}}), "/condition"),
        (json!({"query": {"name": "x"}}), "/condition/query"),
        (json!({"query": {"name": "x", "equals": "y".repeat(501)}}), "/condition"),
        (json!({"header": {"name": "a header", "equals": "x"}}), "/condition"),
        (json!({"header": {"name": "Cookie", "equals": "x"}}), "/condition"),
        (json!({"header": {"name": "authorization", "equals": "x"}}), "/condition"),
        (json!({"signed_in": "yes"}), "/condition/signed_in"),
        (json!({"country": ["Belgium"]}), "/condition/country/0"),
        (json!({"percentage": 101}), "/condition/percentage"),
        (json!({"percentage": -1}), "/condition/percentage"),
        (json!({"percentage": 12.5}), "/condition/percentage"),
        (
            nested(8, json!({"percentage": 1})),
            "/condition/not/not/not/not/not/not/not/not",
        ),
        (json!({"all": percentages(100)}), "/condition"),
    ];
    let cases = cases.map(|(condition, pointer)| {
        let body = json!({"label": "x", "condition": condition});
        (Method::PUT, "/audiences/new", body, pointer)
    });
    refuses_all(&staff, &cases);
    // The largest that are allowed are accepted.
    for condition in [nested(7, json!({"percentage": 1})), json!({"all": percentages(99)})] {
        staff.put("/audiences/new", &json!({"label": "x", "condition": condition}));
        assert_eq!(staff.get("/audiences/new").expect(200).json()["condition"], condition);
    }
}
