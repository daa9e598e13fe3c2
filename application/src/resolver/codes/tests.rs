//! The memory against a map, over decisions of all kinds; and what it does with very many.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
};

use proptest::{collection::vec, prelude::*, sample::select};
use signpost_domain::{
    code::{Configuration, Status},
    identifier::CodeId,
    target::Target,
    url::HttpUrl,
};

use super::Codes;

fn id(n: usize) -> CodeId {
    // Of every length that an id may have.
    let id = format!("{:0width$}", n, width = 3 + n % 48);
    id.parse().unwrap()
}

fn redirect(length: usize, forward_query: bool) -> Target {
    let url: HttpUrl = format!("https://example.org/{}", "x".repeat(length)).parse().unwrap();
    Target::Redirect { url, forward_query }
}

fn target() -> impl Strategy<Value = Option<Target>> {
    let redirect = (0..200_usize, any::<bool>()).prop_map(|(length, forward_query)| Some(redirect(length, forward_query)));
    let long = select(vec![Some(redirect_of_length(2_048))]);
    let page = select(vec![Some(serde_json::from_str(r#"{"type": "menu", "items": []}"#).unwrap())]);
    prop_oneof![1 => Just(None), 8 => redirect, 1 => long, 2 => page]
}

fn redirect_of_length(length: usize) -> Target {
    redirect(length - "https://example.org/".len(), false)
}

fn configuration() -> impl Strategy<Value = Configuration> {
    let status = prop_oneof![8 => Just(Status::Active), 1 => Just(Status::Suspended), 1 => Just(Status::Retired)];
    let other = || proptest::option::weighted(0.1, (0..40_usize).prop_map(id));
    (status, target(), other(), other()).prop_map(|(status, target, successor, alias_of)| Configuration {
        status,
        target,
        rules: Vec::new(),
        successor,
        alias_of,
    })
}

/// What is done to a code.
#[derive(Debug, Clone)]
enum Act {
    Put(usize, Configuration),
    Retarget(usize, Option<Target>),
    Suspend(usize, bool),
    Nothing(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let code = || 0..60_usize;
    prop_oneof![
        (code(), configuration()).prop_map(|(code, configuration)| Act::Put(code, configuration)),
        (code(), target()).prop_map(|(code, target)| Act::Retarget(code, target)),
        (code(), any::<bool>()).prop_map(|(code, is)| Act::Suspend(code, is)),
        code().prop_map(Act::Nothing),
    ]
}

fn change(target: Act) -> impl Fn(&mut Configuration) {
    move |configuration| match &target {
        Act::Put(_, all) => configuration.clone_from(all),
        Act::Retarget(_, target) => configuration.target.clone_from(target),
        Act::Suspend(_, is) => configuration.status = if *is { Status::Suspended } else { Status::Active },
        Act::Nothing(_) => {}
    }
}

fn walked(codes: &Codes) -> BTreeMap<CodeId, Configuration> {
    let mut all = BTreeMap::new();
    let walk = codes.walk::<Infallible>(|id, configuration| {
        assert_eq!(all.insert(id.clone(), configuration.clone()), None, "{id} is shown twice");
        Ok(())
    });
    let Ok(()) = walk;
    all
}

proptest! {
    #[test]
    fn codes_are_what_was_made_of_them(acts in vec(act(), 0..200)) {
        let (mut codes, mut model) = (Codes::default(), BTreeMap::<CodeId, Configuration>::new());
        for act in acts {
            let (Act::Put(n, _) | Act::Retarget(n, _) | Act::Suspend(n, _) | Act::Nothing(n)) = &act;
            let id = id(*n);
            if let Act::Put(_, configuration) = &act {
                codes.put(&id, configuration.clone());
                model.insert(id.clone(), configuration.clone());
            } else {
                let change = change(act);
                codes.change(&id, &change);
                change(model.entry(id.clone()).or_default());
            }
            prop_assert!(codes.get(&id).as_deref() == model.get(&id), "{id}: {:?}", codes.get(&id));
            prop_assert_eq!(codes.len(), model.len());
        }
        for id in (0..60).map(id) {
            prop_assert!(codes.get(&id).as_deref() == model.get(&id), "{id}: {:?}", codes.get(&id));
            prop_assert_eq!(codes.has(&id), model.contains_key(&id));
        }
        prop_assert_eq!(walked(&codes), model);
    }
}

fn many(n: usize) -> CodeId {
    format!("CODE-{n}").parse().unwrap()
}

#[test]
fn what_is_not_looked_at_any_more_takes_no_more_memory_than_what_is() {
    const CODES: usize = 20_000;
    let mut codes = Codes::default();
    for turn in 0..6 {
        for n in 0..CODES {
            codes.change(&many(n), |configuration| {
                configuration.target = Some(redirect(500 + turn, false));
            });
            if let Some(room) = codes.room_for(1) {
                codes.move_into(room);
            }
        }
        let longest = (codes.records.length() - codes.dead) * 2 + 20_000_000;
        assert!(codes.records.length() < longest, "{} of {longest}", codes.records.length());
    }
    assert!(codes.dead < CODES * 6 * 500, "nothing was given back");
    assert_eq!(codes.len(), CODES);
    for n in 0..CODES {
        let configuration = codes.get(&many(n)).expect("it is kept");
        assert_eq!(configuration.target, Some(redirect(505, false)), "{n}");
    }
    assert_eq!(walked(&codes).len(), CODES);
}

#[test]
fn a_room_that_was_made_before_something_was_written_is_left() {
    let mut codes = Codes::default();
    let put = |codes: &mut Codes, n: usize| {
        let target = Some(redirect(n, false));
        codes.put(
            &many(n),
            Configuration {
                target,
                ..Configuration::default()
            },
        );
    };
    (0..10).for_each(|n| put(&mut codes, n));
    let room = codes.room_for(1_000).expect("there is none for as many");
    put(&mut codes, 10);
    codes.move_into(room);
    assert!(codes.has(&many(10)));
    let room = codes.room_for(1_000).expect("there is still none");
    codes.move_into(room);
    assert!(codes.room_for(900).is_none(), "it was moved into");
    (0..11).for_each(|n| assert_eq!(codes.get(&many(n)).expect("it is kept").target, Some(redirect(n, false))));
}

#[test]
fn places_beside_the_records_are_used_again() {
    let mut codes = Codes::default();
    let suspended = Configuration {
        status: Status::Suspended,
        ..Configuration::default()
    };
    for turn in 0..100 {
        codes.put(&many(turn % 3), suspended.clone());
        codes.change(&many(turn % 3), |configuration| configuration.status = Status::Active);
    }
    assert_eq!(codes.others.len(), 1);
    let by_id: HashMap<_, _> = walked(&codes).into_iter().collect();
    assert_eq!(by_id, (0..3).map(|n| (many(n), Configuration::default())).collect());
}
