//! Random visits.

use proptest::{collection::vec, option, prelude::*, sample::select};
use signpost_application::queries::explain::ImaginedVisit;
use signpost_domain::{
    condition::strategies::time,
    visit::{Platform, Visit, Visitor},
};

use super::samples::parsed;

/// A visit made of what random conditions ask for.
pub(crate) fn visit() -> impl Strategy<Value = ImaginedVisit> {
    let language = select(vec!["nl", "nl-BE", "en", "fr", "sv", "de"]).prop_map(parsed);
    let network = select(vec!["10.1.2.3", "192.168.7.7", "2001:db8::1", "127.0.0.1", "8.8.8.8"]).prop_map(parsed);
    let country = select(vec!["BE", "NL", "DE"]).prop_map(parsed);
    let pairs = |name: &'static str| prop::collection::btree_map(name, "[a-z]{0,2}", 0..3);
    let parts = (
        time(),
        vec(language, 0..3),
        select(Platform::ALL.to_vec()),
        option::of(network),
        pairs("[a-z]{1,2}"),
        pairs("x-[a-z]{1,2}"),
        any::<bool>(),
        option::of(country),
        any::<u64>(),
    );
    parts.prop_map(
        |(at, languages, platform, network, query, headers, signed_in, country, visitor)| ImaginedVisit {
            at: Some(at),
            languages,
            platform,
            network,
            query,
            headers,
            staff: signed_in.then(Vec::new),
            country,
            visitor: Visitor(visitor),
        },
    )
}

/// The same, as a resolver gets it.
pub(crate) fn real(imagined: &ImaginedVisit) -> Visit<'_> {
    Visit {
        at: imagined.at.unwrap_or_default(),
        languages: &imagined.languages,
        platform: imagined.platform,
        network: imagined.network,
        query: &imagined.query,
        headers: &imagined.headers,
        staff: imagined.staff.as_deref(),
        country: imagined.country,
        visitor: imagined.visitor,
    }
}
