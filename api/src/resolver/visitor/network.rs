//! The visitor's network address, as far as it can be believed.
//!
//! Anyone may send `X-Forwarded-For`; each proxy adds at the right the address it was called from. So it is read from the right, and
//! only as far as those who wrote it are trusted. The address serves network conditions and the day's visitor hash; it is never kept.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};
use ipnet::IpNet;

/// The address of the client: that of the `peer`, or, when the peer is a `trusted` proxy, the right-most address in `X-Forwarded-For`
/// that is none. When all are trusted, it is the left-most, whoever asked from within.
///
/// `forwarded_for` gives the header's values in the order received. A value that is no text belongs in it as an empty one: whatever
/// is no address ends the walk at the last good address, for what stands to its left may have been written by anyone.
///
/// IPv4 addresses mapped into IPv6 (`::ffff:192.0.2.1`) come out as IPv4; write `trusted` networks of them as IPv4 too.
pub fn client_address<'a>(peer: IpAddr, forwarded_for: impl DoubleEndedIterator<Item = &'a str>, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    let mut callers = forwarded_for.flat_map(|value| value.split(',')).rev().map_while(parse);
    while trusted.iter().any(|network| network.contains(&address)) {
        match callers.next() {
            Some(caller) => address = caller,
            None => break,
        }
    }
    address
}

/// An address as proxies write it: `192.0.2.1`, `192.0.2.1:5678`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:5678`.
fn parse(address: &str) -> Option<IpAddr> {
    let address = address.trim();
    let bare = address
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(address);
    let parsed = bare
        .parse::<IpAddr>()
        .or_else(|_| address.parse::<SocketAddr>().map(|socket| socket.ip()));
    parsed.ok().map(|address| address.to_canonical())
}

/// The address that a request comes from, with those of trusted proxies on the way left out.
pub(crate) fn address_of(headers: &HeaderMap, extensions: &Extensions, trusted: &[IpNet]) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let forwarded = headers.get_all("x-forwarded-for").iter();
    let forwarded = forwarded.filter_map(|value| value.to_str().ok());
    Some(client_address(peer.ip(), forwarded, trusted))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn trusted() -> Vec<IpNet> {
        ["10.0.0.0/8", "fd00::/8", "127.0.0.1/32"]
            .map(|network| network.parse().expect("a network"))
            .to_vec()
    }

    fn client(peer: &str, forwarded_for: &[&str]) -> String {
        client_address(peer.parse().expect("an address"), forwarded_for.iter().copied(), &trusted()).to_string()
    }

    #[test]
    fn a_stranger_is_taken_at_its_own_address_whatever_it_says() {
        assert_eq!(client("203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &["10.0.0.5"]), "203.0.113.9");
    }

    #[test]
    fn behind_proxies_it_is_the_right_most_address_that_is_no_proxy() {
        assert_eq!(client(PROXY, &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(PROXY, &["198.51.100.66, 192.0.2.1, 10.3.3.3"]), "192.0.2.1");
        assert_eq!(
            client(PROXY, &["198.51.100.66", "192.0.2.1,10.3.3.3", "fd00::7"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn when_all_are_proxies_it_is_the_left_most() {
        assert_eq!(client(PROXY, &[]), PROXY);
        assert_eq!(client(PROXY, &["10.9.9.9, 10.3.3.3"]), "10.9.9.9");
    }

    #[test]
    fn what_is_no_address_ends_the_walk_at_the_last_good_one() {
        for junk in ["unknown", "", "192.0.2.1:port", "192.0.2.256", "[::1", "fe80::1%eth0", "é"] {
            assert_eq!(client(PROXY, &["198.51.100.66", junk, "10.3.3.3"]), "10.3.3.3", "{junk}");
            assert_eq!(client(PROXY, &["198.51.100.66", junk]), PROXY, "{junk}");
            assert_eq!(client(PROXY, &[junk, "192.0.2.1"]), "192.0.2.1", "{junk}");
        }
    }

    #[test]
    fn ports_and_brackets_and_mapped_addresses_are_understood() {
        assert_eq!(client(PROXY, &["1.2.3.4:5678"]), "1.2.3.4");
        assert_eq!(client(PROXY, &["[2001:db8::1]:80"]), "2001:db8::1");
        assert_eq!(client(PROXY, &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(client(PROXY, &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(client(PROXY, &["::ffff:192.0.2.1", "[::ffff:10.0.0.2]:443"]), "192.0.2.1");
        assert_eq!(
            client("::ffff:10.0.0.1", &["192.0.2.1"]),
            "192.0.2.1",
            "a socket that listens on both sees IPv4 so"
        );
        assert_eq!(client("::ffff:203.0.113.9", &[]), "203.0.113.9");
    }

    /// One element of the header: a proxy of ours, a stranger, or junk.
    fn hop() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => any::<[u8; 3]>().prop_map(|[a, b, c]| format!("10.{a}.{b}.{c}")),
            2 => any::<u8>().prop_map(|last| format!("192.0.2.{last}:443")),
            1 => any::<u8>().prop_map(|last| format!("2001:db8::{last:x}")),
            1 => "[ -+a-z.:]{0,12}",
        ]
    }

    fn is_trusted(address: IpAddr) -> bool {
        trusted().iter().any(|network| network.contains(&address))
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(values: Vec<String>, peer: IpAddr) {
            client_address(peer, values.iter().map(String::as_str), &trusted());
        }

        #[test]
        fn nothing_a_client_writes_ahead_changes_where_a_proxy_saw_it(
            forged in prop::collection::vec(hop(), 0..6),
            last: [u8; 2],
            proxies in prop::collection::vec("10\\.[1-9]\\.[1-9]\\.[1-9]", 0..4),
        ) {
            let seen = format!("198.51.{}.{}", last[0], last[1]);
            let values: Vec<_> = forged.iter().chain([&seen]).chain(&proxies).map(String::as_str).collect();
            prop_assert_eq!(client(PROXY, &values), seen.clone());
            prop_assert_eq!(client(PROXY, &[&values.join(", ")]), seen);
        }

        #[test]
        fn a_proxy_is_the_answer_only_when_no_stranger_stands_to_the_right_of_what_ends_the_walk(
            values in prop::collection::vec(hop(), 0..8),
        ) {
            let answer = client_address(PROXY.parse().unwrap(), values.iter().map(String::as_str), &trusted());
            let elements: Vec<_> = values.iter().flat_map(|value| value.split(',')).map(parse).collect();
            let readable = &elements[elements.iter().rposition(Option::is_none).map_or(0, |junk| junk + 1)..];
            let stranger = readable.iter().flatten().rfind(|address| !is_trusted(**address));
            match stranger {
                Some(stranger) => prop_assert_eq!(answer, *stranger),
                None => prop_assert!(is_trusted(answer)),
            }
        }
    }
}
