use proptest::prelude::*;

use super::*;
use crate::{
    code::{Asset, Code, CodeCommand, CodeError, Minting, Status},
    decision::Position,
    identifier::Tag,
    rule::{Rule, Whom},
    target::Target,
};

fn redirect(url: &str) -> Target {
    Target::Redirect {
        url: url.parse().unwrap(),
        forward_query: false,
    }
}

fn code(minting: Minting) -> Code {
    after(Code::default(), CodeCommand::Mint(Box::new(minting)))
}

fn after(mut code: Code, command: CodeCommand) -> Code {
    for event in code.decide(command).unwrap() {
        code.apply_event(&event);
    }
    code
}

fn altered(code: &Code, alteration: &Alteration) -> Result<Code, AlterationError> {
    let mut altered = code.clone();
    for event in alteration.decide(&"OAK-1".parse().unwrap(), code, 7)? {
        altered.apply_event(&event);
    }
    Ok(altered)
}

#[test]
fn moving_a_host_changes_every_target_that_points_there_and_no_other() {
    let rule = |url: &str| Rule {
        whom: Whom::Audience("staff".parse().unwrap()),
        target: redirect(url),
    };
    let before = code(Minting {
        target: Some(redirect("https://old.be/a?b#c")),
        rules: vec![rule("https://old.be:8443/"), rule("https://old.be.example/old.be")],
        ..Minting::default()
    });
    let change = Alteration::MoveHost {
        from: "old.be".parse().unwrap(),
        to: "new.be".parse().unwrap(),
    };
    let moved = altered(&before, &change).unwrap();
    assert_eq!(moved.configuration.target, Some(redirect("https://new.be/a?b#c")));
    assert_eq!(
        moved.configuration.rules,
        [rule("https://new.be:8443/"), rule("https://old.be.example/old.be")]
    );
    assert_eq!(change.decide(&"OAK-1".parse().unwrap(), &moved, 7), Ok(vec![]));
}

#[test]
fn a_pattern_gives_each_code_an_address_of_its_own() {
    let change = |url: &str| Alteration::RetargetToPattern {
        url: url.parse().unwrap(),
        forward_query: false,
    };
    let none = code(Minting::default());
    let led = altered(&none, &change("https://gent.be/{number}/{id}")).unwrap();
    assert_eq!(led.configuration.target, Some(redirect("https://gent.be/7/OAK-1")));
    assert_eq!(
        altered(&none, &change("https://gent.be/{unit}")),
        Err(AlterationError::NoUnit)
    );
}

#[test]
fn what_retired_codes_is_not_taken_back() {
    let making = |change| Making {
        deed: Deed::Alter {
            filter: Box::default(),
            change: Box::new(change),
        },
        codes: 1,
        decisions: 1,
        unchanged: 0,
        left_out: 0,
        exceptions: vec![],
    };
    let mut change = Change::default();
    let reverse = ChangeCommand::Reverse {
        by: "other".parse().unwrap(),
    };
    assert_eq!(change.decide(reverse.clone()), Err(ChangeError::Unknown));
    let made = change.decide(ChangeCommand::Make(Box::new(making(Alteration::Retire { successor: None }))));
    change.apply(made.unwrap());
    assert_eq!(change.decide(reverse), Err(ChangeError::Irreversible));
    let retired = altered(&code(Minting::default()), &Alteration::Retire { successor: None }).unwrap();
    assert_eq!(
        altered(&retired, &Alteration::Suspend),
        Err(AlterationError::Code(CodeError::Retired))
    );
}

#[test]
fn events_read_as_they_were_written() {
    let json = r#"{"type":"ChangeMade","deed":{"type":"alter","filter":{"status":"active","host":"a.be"},"change":{"type":"move_host","from":"a.be","to":"b.be"}},"codes":2,"decisions":3,"unchanged":0,"left_out":1,"exceptions":[{"code":"OAK-1","because":"not_allowed"}]}"#;
    let event: ChangeEvent = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), json);
}

fn alteration() -> impl Strategy<Value = Alteration> {
    let tag = || "[ab]".prop_map(|tag| tag.parse::<Tag>().unwrap());
    prop_oneof![
        Just(Alteration::MoveHost {
            from: "a.be".parse().unwrap(),
            to: "b.be".parse().unwrap()
        }),
        prop::option::of("[ab]").prop_map(|host| Alteration::Retarget {
            target: host.map(|host| redirect(&format!("https://{host}.be/")))
        }),
        Just(Alteration::RetargetToPattern {
            url: "https://a.be/{id}".parse().unwrap(),
            forward_query: true
        }),
        Just(Alteration::Suspend),
        Just(Alteration::Resume),
        prop::option::of("[ab]").prop_map(|unit| Alteration::Transfer {
            unit: unit.map(|unit| unit.parse().unwrap())
        }),
        tag().prop_map(|tag| Alteration::AddTag { tag }),
        tag().prop_map(|tag| Alteration::RemoveTag { tag }),
    ]
}

proptest! {
    #[test]
    fn taken_back_a_code_is_what_it_was(
        change in alteration(),
        host in prop::option::of("[ab]"),
        ruled in prop::option::of("[ab]"),
        unit in prop::option::of("[ab]"),
        tags in prop::collection::vec("[abc]", 0..3),
        label in prop::option::of("[a-z]{1,5}"),
        suspended: bool,
    ) {
        let target = |host: String| redirect(&format!("https://{host}.be/path?q"));
        let mut former = code(Minting {
            unit: unit.map(|unit| unit.parse().unwrap()),
            label,
            tags: tags.iter().map(|tag| tag.parse().unwrap()).collect(),
            asset: suspended.then(|| Asset { reference: Some("7".into()), description: None, location: None }),
            target: host.map(target),
            rules: ruled.map(target).map(|target| Rule { whom: Whom::Audience("staff".parse().unwrap()), target }).into_iter().collect(),
            ..Minting::default()
        });
        if suspended {
            former = after(former, CodeCommand::Suspend);
            prop_assert_eq!(former.configuration.status, Status::Suspended);
        }
        let now = altered(&former, &change).unwrap();
        let mut back = now.clone();
        for event in reversal(&now, &former, Position(3)).unwrap() {
            back.apply_event(&event);
        }
        prop_assert_eq!(&back, &former);
        prop_assert_eq!(reversal(&back, &former, Position(3)), Ok(vec![]));
    }
}
