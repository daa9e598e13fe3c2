use std::io::Read;

use reqwest::Method;
use serde_json::json;

use super::{PASSWORD, Seat, add};
use crate::support::{Signpost, eventually};

#[test]
fn a_long_download_is_found_again_with_how_far_it_is_and_what_became_of_it() {
    let signpost = Signpost::start();
    add(&signpost, "ann", "Ann Peeters", "admin");
    add(&signpost, "bo", "Bo Claes", "admin");
    let staff = signpost.client("admin");
    let batch = staff.post("/batches", &json!({"count": 20_000})).expect(201).json();
    let path = format!("/admin/batches/{}/images.zip?format=png", batch["id"].as_str().unwrap());
    eventually("the batch shows", || {
        (staff.get("/codes?limit=1000").expect(200).json()["items"].as_array()?.len() == 1000).then_some(())
    });
    let mut ann = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let mut bo = Seat::signed_in(&signpost.url, "bo", PASSWORD);
    let mut work = |what: &str| {
        eventually(what, || {
            let page = ann.get("/admin/work").expect(200).text();
            page.contains(what).then_some(page)
        })
    };
    // Whoever reads slowly has it written slowly.
    let asked = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let mut answer = asked.request(Method::GET, &path).send().unwrap();
    assert_eq!(answer.status(), 200);
    answer.read_exact(&mut [0; 1_000]).unwrap();
    let page = work("MB so far");
    assert!(page.contains("images.zip"), "{page}");
    drop(answer);
    work("Broken off after");
    let found = bo.get("/admin/work").expect(200).text();
    assert!(!found.contains("images.zip"), "another one's: {found}");
    // Whole, and again from where it is found.
    let href = page.split("href=\"").find(|part| part.contains("images.zip")).unwrap();
    let href = href.split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(href, path);
    let mut whole = vec![];
    asked
        .request(Method::GET, &href)
        .send()
        .unwrap()
        .read_to_end(&mut whole)
        .unwrap();
    assert!(whole.len() > 1_000_000, "{}", whole.len());
    work("Done, ");
}
