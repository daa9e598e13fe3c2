//! How often codes are scanned, as staff see it.

use serde_json::json;

use super::{PASSWORD, Seat, add, forms::texts};
use crate::support::{Signpost, database_of_its_own, eventually};

#[test]
fn what_is_scanned_is_counted_charted_and_downloaded() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        add(&signpost, "ann", "Ann", "admin");
        let admin = signpost.client("admin");
        let target = json!({"type": "redirect", "url": "https://example.org/"});
        admin.post("/codes", &json!({"id": "BENCH-1", "target": target})).expect(201);
        admin.post("/codes", &json!({"id": "EMPTY-1"})).expect(201);
        let visitor = crate::support::phone(&signpost.url);
        for path in ["/BENCH-1", "/BENCH-1", "/BENCH-1", "/EMPTY-1", "/EMPTY-1", "/NOWHERE"] {
            visitor.open(path);
        }
        let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
        let tiles = eventually("all scans are counted", || {
            let tiles = texts(&seat.get("/admin/statistics?period=day").expect(200), ".tiles dd");
            (tiles[0] == "6").then_some(tiles)
        });
        assert_eq!(tiles, ["6", "1", "0"]);
        let start = seat.get("/admin").expect(200);
        assert_eq!(texts(&start, ".bars tbody th"), ["BENCH-1", "EMPTY-1"]);
        assert_eq!(texts(&start, "[aria-labelledby=unassigned] li"), ["EMPTY-1 2 scans"]);
        assert_eq!(texts(&start, "[aria-labelledby=unknown] li"), ["NOWHERE one scan"]);
        let busiest = admin.get("/statistics/busiest?days=1&limit=1").expect(200).json();
        assert_eq!(busiest["scanned"], json!([{"code": "BENCH-1", "scans": 3}]));
        assert_eq!(busiest["complete"], true);
        admin.get("/statistics/busiest?days=32").problem(422, "invalid");

        let page = seat.get("/admin/codes/BENCH-1/statistics?period=day").expect(200);
        assert_eq!(texts(&page, "#by-language"), ["Language"]);
        assert!(!page.text().contains("style="), "the policy allows no style inside a page");
        let csv = seat
            .get("/admin/codes/BENCH-1/statistics/platform.csv?period=day")
            .expect(200);
        assert_eq!(
            csv.header("content-disposition"),
            Some("attachment; filename=\"BENCH-1-platform.csv\"")
        );
        assert_eq!(csv.text(), "platform,scans,visitors,robots\nios,3,1,0\n");
        assert_eq!(seat.get("/admin/statistics?from=2026-02-02&until=2026-01-01").status, 422);
        assert_eq!(seat.get("/admin/statistics/nothing.csv").status, 404);
    }
}
