//! Which addresses are everybody's.

use std::net::IpAddr;

use ipnet::IpNet;

/// What is not everybody's: of the special-purpose registries of IANA (RFC 6890) all that is not global, and what holds another address in itself, as the
/// ways from IPv6 to IPv4 do.
const NOT_EVERYBODYS: [&str; 16] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "2001::/23",
    "2002::/16",
];
/// Of IPv6, all that is everybody's lies in here.
const GLOBAL: &str = "2000::/3";
/// And this does not.
const DOCUMENTATION: [&str; 2] = ["2001:db8::/32", "3fff::/20"];

/// Whom may be asked.
#[derive(Debug, Clone)]
pub(super) struct Networks {
    refused: Vec<IpNet>,
    global: Vec<IpNet>,
    allowed: Vec<IpNet>,
}

impl Networks {
    /// Those that are everybody's, and these.
    pub(super) fn everybodys_and(allowed: Vec<IpNet>) -> Self {
        let parse = |text: &&str| text.parse().expect("a network that the tests go through");
        Self {
            refused: NOT_EVERYBODYS.iter().chain(&DOCUMENTATION).map(parse).collect(),
            global: [GLOBAL].iter().map(parse).collect(),
            allowed,
        }
    }

    /// Whether an address may be asked.
    pub(super) fn allow(&self, address: IpAddr) -> bool {
        // An IPv4 address in the clothes of IPv6 is connected to as what it is.
        let address = address.to_canonical();
        let is_in = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        is_in(&self.allowed) || ((address.is_ipv4() || is_in(&self.global)) && !is_in(&self.refused))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_but_those_whom_everybody_can_ask() {
        let networks = Networks::everybodys_and(vec![]);
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            // Where clouds tell their machines their secrets.
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.0.1",
            "198.19.255.255",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!networks.allow(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "193.190.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "2001:678::1",
            "2a00:1450::1",
        ] {
            assert!(networks.allow(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn a_network_that_is_named_may_be_asked_and_no_other() {
        let networks = Networks::everybodys_and(vec!["10.1.0.0/16".parse().unwrap(), "fd00::/8".parse().unwrap()]);
        for (address, allowed) in [
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.2.0.1", false),
            ("fd12::1", true),
            ("fc00::1", false),
            ("1.1.1.1", true),
        ] {
            assert_eq!(networks.allow(address.parse().unwrap()), allowed, "{address}");
        }
    }
}
