//! Random conditions for property tests, here and in the crates above.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Condition, Equals, Held, Percentage, SignedIn};
use crate::{
    access::Role,
    schedule::{Between, Day, Weekly},
    visit::Platform,
};

/// Any time in the years 2020 to 2033, to the second.
pub fn time() -> impl Strategy<Value = Timestamp> {
    (1_577_836_800_i64..2_000_000_000).prop_map(|second| Timestamp::from_second(second).expect("inside the range of time"))
}

/// Any accepted condition without parts.
pub fn fact() -> impl Strategy<Value = Condition> {
    let language = prop::sample::select(vec!["nl", "nl-BE", "en", "fr", "sv", "da"]);
    let platform = prop::sample::select(Platform::ALL.to_vec());
    let day = prop::sample::select(vec![Day::Mon, Day::Wed, Day::Sat, Day::Sun]);
    let zone = prop::sample::select(vec!["Europe/Brussels", "UTC", "America/New_York"]);
    let network = prop::sample::select(vec!["10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32", "127.0.0.1/32"]);
    let country = prop::sample::select(vec!["BE", "NL", "SE"]);
    prop_oneof![
        prop::collection::vec(language.prop_map(|l| l.parse().expect("listed above")), 1..4).prop_map(Condition::Language),
        prop::collection::vec(platform, 1..4).prop_map(Condition::Platform),
        (time(), 1_i64..100_000_000).prop_map(|(from, seconds)| {
            let until = from
                .checked_add(jiff::SignedDuration::from_secs(seconds))
                .expect("inside the range of time");
            Condition::Between(Between::new(Some(from), Some(until)).expect("ends after it starts"))
        }),
        (prop::collection::vec(day, 1..4), 0_u16..23, 1_u16..=24, zone).prop_filter_map(
            "ends after it starts",
            |(days, from, length, zone)| {
                let until = (from + length).min(24);
                let weekly = Weekly::new(
                    days,
                    format!("{from:02}:00").parse().expect("a whole hour"),
                    format!("{until:02}:00").parse().expect("a whole hour"),
                    zone.parse().expect("listed above"),
                );
                weekly.ok().map(Condition::Weekly)
            }
        ),
        prop::collection::vec(network.prop_map(|n| n.parse().expect("listed above")), 1..3).prop_map(Condition::Network),
        ("[a-z]{1,5}", "\\PC{0,5}").prop_map(|(name, equals)| Condition::Query(Equals { name, equals })),
        ("x-[a-z]{1,5}", "[a-z]{0,5}").prop_map(|(name, equals)| Condition::Header(Equals { name, equals })),
        any::<bool>().prop_map(|wanted| Condition::SignedIn(wanted.into())),
        (prop::sample::select(Role::ALL.to_vec()), prop::option::of(Just("roads"))).prop_map(|(role, unit)| {
            Condition::SignedIn(SignedIn::As(Held {
                role: Some(role),
                unit: unit.map(|unit| unit.parse().expect("a name")),
            }))
        }),
        prop::collection::vec(country.prop_map(|c| c.parse().expect("listed above")), 1..3).prop_map(Condition::Country),
        (0_u64..=100).prop_map(|n| Condition::Percentage(Percentage::try_from(n).expect("at most 100"))),
    ]
}

/// Any accepted condition.
pub fn condition() -> impl Strategy<Value = Condition> {
    fact().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}
