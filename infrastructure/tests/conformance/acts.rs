//! Random things that staff do, to a few codes, audiences and units, so that they meet.

use proptest::{
    collection::{SizeRange, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};
use signpost_application::{
    commands::{
        Expectation,
        change_rules::change_rules,
        define_audience::define_audience,
        describe_code::Description,
        describe_code::describe_code,
        draw_design::draw_design,
        issue_token::{NewToken, record_token},
        mint_code::mint_code,
        put_unit::put_unit,
        restore_code::restore_code,
        retarget::retarget,
        retire_code::retire_code,
        revoke_token::revoke_token,
        suspend_code::resume_code,
        suspend_code::suspend_code,
        transfer_code::transfer_code,
        withdraw_audience::withdraw_audience,
        withdraw_design::withdraw_design,
    },
    refusal::Refusal,
};
use signpost_domain::{
    access::{Grant, Role, TokenDigest},
    audience::Definition,
    code::{Asset, Location, Minting},
    condition::{
        Condition,
        strategies::{condition, fact},
    },
    decision::Position,
    design::{Colour, QUIET_ZONE, Shape, Specification},
    identifier::{AudienceName, CodeId, DesignName, PrincipalId, Tag, UnitName},
    rule::{Rule, Whom},
    target::{Link, MenuItem, PageContent, Target},
    unit::HostPolicy,
};

use super::{
    desk::{Desk, NoNames},
    samples::{parsed, redirect},
};

pub(crate) const CODES: [&str; 4] = ["BENCH-1", "BENCH-2", "BRIDGE_3", "7K3M9QXT"];
pub(crate) const UNITS: [&str; 2] = ["parks", "roads"];
pub(crate) const TAGS: [&str; 3] = ["oak", "steel", "2026"];
pub(crate) const AUDIENCES: [&str; 3] = ["staff", "dutch", "night"];
pub(crate) const HOSTS: [&str; 3] = ["gent.be", "stad.gent.be", "example.org"];
const DESIGNS: [&str; 2] = ["harbour", "city"];
const PRINCIPALS: [&str; 2] = ["t-8", "t-9"];

/// One thing that somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Mint(Option<CodeId>, Minting),
    Describe(CodeId, Description),
    Retarget(CodeId, Option<Target>),
    ChangeRules(CodeId, Vec<Rule>),
    Suspend(CodeId),
    Resume(CodeId),
    Retire(CodeId, Option<CodeId>),
    Transfer(CodeId, Option<UnitName>),
    Restore(CodeId, Position),
    Define(AudienceName, Definition),
    Withdraw(AudienceName),
    PutUnit(UnitName, String, HostPolicy),
    Draw(DesignName, Box<Specification>),
    WithdrawDesign(DesignName),
    IssueToken(PrincipalId, Grant),
    RevokeToken(PrincipalId),
}

/// An act, by somebody with an expectation, some seconds after the act before.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    act: Act,
    expectation: Expectation,
    seconds: u32,
    /// Which of the read models are brought up to date after it, as bits.
    pub(crate) followers: u8,
}

fn one_of<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug + Clone + 'static>(
    names: &'static [&'static str],
) -> impl Strategy<Value = T> {
    select(names).prop_map(parsed)
}

pub(crate) fn code() -> impl Strategy<Value = CodeId> {
    one_of(&CODES)
}

fn text() -> impl Strategy<Value = String> {
    let odd = select(vec!["a\"b'c\\d", "\u{1f333} é %_", " "]).prop_map(str::to_owned);
    prop_oneof![5 => Just("Oak bench".to_owned()), 1 => odd, 3 => "[a-z]\\PC{0,12}"]
}

fn target() -> impl Strategy<Value = Target> {
    let url = (select(&HOSTS), "[a-z]{0,3}").prop_map(|(host, path)| format!("https://{host}/{path}"));
    prop_oneof![
        3 => url.clone().prop_map(|url| redirect(&url)),
        1 => (text(), text(), url.clone()).prop_map(|(title, body, url)| {
            let links = vec![Link { label: "More".to_owned(), url: parsed(&url) }];
            Target::Page { content: [(parsed("nl"), PageContent { title, body, links })].into() }
        }),
        1 => vec((text(), url), 1..3).prop_map(|items| Target::Menu {
            heading: [(parsed("en"), "Choose".to_owned())].into(),
            items: items
                .into_iter()
                .map(|(label, url)| MenuItem { label: [(parsed("en"), label)].into(), url: parsed(&url) })
                .collect(),
        }),
    ]
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let whom = prop_oneof![
        3 => one_of(&AUDIENCES).prop_map(Whom::Audience),
        2 => fact().prop_map(Whom::When),
        1 => condition().prop_map(Whom::When),
    ];
    vec((whom, target()).prop_map(|(whom, target)| Rule { whom, target }), 0..3)
}

fn asset() -> impl Strategy<Value = Asset> {
    let degrees = option::of((-90.0..90.0_f64, -180.0..180.0_f64));
    (option::of(text()), option::of(text()), option::of(degrees)).prop_map(|(reference, description, location)| Asset {
        reference,
        description: description.clone(),
        location: location.map(|degrees| Location {
            address: description,
            latitude: degrees.map(|(latitude, _)| latitude),
            longitude: degrees.map(|(_, longitude)| longitude),
        }),
    })
}

fn tags() -> impl Strategy<Value = Vec<Tag>> {
    vec(one_of(&TAGS), 0..4)
}

fn unit() -> impl Strategy<Value = Option<UnitName>> {
    option::of(one_of(&UNITS))
}

fn minting() -> impl Strategy<Value = Minting> {
    let parts = (
        unit(),
        option::of(text()),
        tags(),
        option::of(asset()),
        option::of(target()),
        rules(),
    );
    parts.prop_map(|(unit, label, tags, asset, target, rules)| Minting {
        unit,
        batch: None,
        label,
        tags,
        asset,
        target,
        rules,
    })
}

fn act() -> impl Strategy<Value = Act> {
    let description = (
        option::of(option::of(text())),
        option::of(tags()),
        option::of(option::of(asset())),
    );
    let description = description.prop_map(|(label, tags, asset)| Description { label, tags, asset });
    let hosts = option::of(vec(one_of(&["gent.be", "*.gent.be", "example.org"]), 0..3));
    let policy = hosts.prop_map(|hosts| hosts.map_or(HostPolicy::ANY, HostPolicy::only));
    let grant = (select(Role::ALL.to_vec()), unit()).prop_map(|(role, unit)| Grant { role, unit });
    prop_oneof![
        6 => (option::weighted(0.9, code()), minting()).prop_map(|(id, minting)| Act::Mint(id, minting)),
        3 => (code(), description).prop_map(|(id, description)| Act::Describe(id, description)),
        4 => (code(), option::weighted(0.8, target())).prop_map(|(id, target)| Act::Retarget(id, target)),
        4 => (code(), rules()).prop_map(|(id, rules)| Act::ChangeRules(id, rules)),
        2 => code().prop_map(Act::Suspend),
        2 => code().prop_map(Act::Resume),
        1 => (code(), option::of(code())).prop_map(|(id, successor)| Act::Retire(id, successor)),
        2 => (code(), unit()).prop_map(|(id, unit)| Act::Transfer(id, unit)),
        2 => (code(), 1_u64..30).prop_map(|(id, from)| Act::Restore(id, Position(from))),
        5 => (one_of(&AUDIENCES), text(), condition())
            .prop_map(|(name, label, condition)| Act::Define(name, Definition { label, condition })),
        2 => one_of(&AUDIENCES).prop_map(Act::Withdraw),
        3 => (one_of(&UNITS), text(), policy).prop_map(|(name, label, policy)| Act::PutUnit(name, label, policy)),
        1 => (one_of(&DESIGNS), design()).prop_map(|(name, design)| Act::Draw(name, Box::new(design))),
        1 => one_of(&DESIGNS).prop_map(Act::WithdrawDesign),
        1 => (one_of(&PRINCIPALS), grant).prop_map(|(principal, grant)| Act::IssueToken(principal, grant)),
        1 => one_of(&PRINCIPALS).prop_map(Act::RevokeToken),
    ]
}

fn design() -> impl Strategy<Value = Specification> {
    (unit(), text(), select(Shape::ALL.to_vec())).prop_map(|(unit, label, shape)| Specification {
        unit,
        label,
        dark: Colour::BLACK,
        light: Colour::WHITE,
        shape,
        margin: QUIET_ZONE,
        level: None,
        logo: None,
        frame: None,
        caption: vec![parsed("{id}")],
        size: 20,
    })
}

/// What most days begin with, so that what follows is not refused for want of anything to work on.
fn opening() -> Vec<Act> {
    // One unit is strict, so that some targets are refused.
    let policies = [HostPolicy::only(vec![parsed("*.gent.be")]), HostPolicy::ANY];
    let units = UNITS.iter().zip(policies);
    let units = units.map(|(unit, policy)| Act::PutUnit(parsed(unit), "Unit".to_owned(), policy));
    let audiences = AUDIENCES.map(|name| {
        let label = "Audience".to_owned();
        let condition = Condition::SignedIn(true.into());
        Act::Define(parsed(name), Definition { label, condition })
    });
    let codes = CODES.iter().zip(UNITS).map(|(code, unit)| {
        let unit = Some(parsed(unit));
        Act::Mint(
            Some(parsed(code)),
            Minting {
                unit,
                ..Minting::default()
            },
        )
    });
    units.chain(audiences).chain(codes).collect()
}

/// A day's work.
pub(crate) fn deeds(count: impl Into<SizeRange>) -> impl Strategy<Value = Vec<Deed>> {
    let expectation = prop_oneof![
        12 => Just(Expectation::Any),
        1 => Just(Expectation::Exists),
        1 => (0_u64..5).prop_map(Expectation::Version),
    ];
    // Most moments nothing is brought up to date, so that batches get longer.
    let followers = prop_oneof![3 => Just(0), 1 => any::<u8>()];
    let deed = (act(), expectation, 0_u32..3, followers).prop_map(|(act, expectation, seconds, followers)| Deed {
        act,
        expectation,
        seconds,
        followers,
    });
    let opening = opening().into_iter().map(|act| Deed {
        act,
        expectation: Expectation::Any,
        seconds: 0,
        followers: 0,
    });
    let opening = subsequence(opening.collect::<Vec<_>>(), 4..=7);
    (opening, vec(deed, count)).prop_map(|(opening, rest)| opening.into_iter().chain(rest).collect())
}

impl Deed {
    /// Whether it changes which targets and rules codes may have.
    pub(crate) fn changes_what_is_allowed(&self) -> bool {
        matches!(self.act, Act::PutUnit(..) | Act::Withdraw(_))
    }

    /// Does it.
    pub(crate) async fn done_at(&self, desk: &Desk) -> Result<(), Refusal> {
        desk.clock.pass(self.seconds);
        let (app, admin, expectation) = (&desk.application, &desk.admin, self.expectation);
        match self.act.clone() {
            Act::Mint(id, minting) => mint_code(app, admin, id, minting).await.map(drop),
            Act::Describe(id, change) => describe_code(app, admin, &id, expectation, |_| Ok(change.clone()))
                .await
                .map(drop),
            Act::Retarget(id, target) => retarget(app, admin, &id, expectation, target).await.map(drop),
            Act::ChangeRules(id, rules) => change_rules(app, admin, &id, expectation, rules).await.map(drop),
            Act::Suspend(id) => suspend_code(app, admin, &id, expectation).await.map(drop),
            Act::Resume(id) => resume_code(app, admin, &id, expectation).await.map(drop),
            Act::Retire(id, successor) => retire_code(app, admin, &id, expectation, successor).await.map(drop),
            Act::Transfer(id, unit) => transfer_code(app, admin, &id, expectation, unit).await.map(drop),
            Act::Restore(id, from) => restore_code(app, admin, &id, expectation, from).await.map(drop),
            Act::Define(name, definition) => define_audience(app, admin, &name, expectation, definition).await.map(drop),
            Act::Withdraw(name) => withdraw_audience(app, admin, &name, expectation).await,
            Act::Draw(name, design) => draw_design(app, admin, &name, expectation, *design).await.map(drop),
            Act::WithdrawDesign(name) => withdraw_design(app, admin, &name, expectation).await,
            Act::PutUnit(name, label, policy) => put_unit(app, admin, &name, expectation, label, policy, None).await.map(drop),
            Act::IssueToken(principal, grant) => {
                let digest = TokenDigest(format!("digest of {principal}"));
                let new = NewToken {
                    name: "Somebody".to_owned(),
                    grants: vec![grant],
                    expires_at: None,
                };
                record_token(app, &NoNames, admin, &principal, digest, &new).await
            }
            Act::RevokeToken(principal) => revoke_token(app, admin, &principal).await,
        }
    }
}
