//! Addresses that are not of the public Internet. Whoever can make the relay call one reaches
//! what a firewall keeps from them: this machine, the network around it, a cloud's metadata.
//!
//! The registries are IANA's for special-purpose addresses of IPv4 and IPv6; ranges that those
//! call globally reachable, but that no server of the API has, stand here all the same. A NAT64
//! prefix of an operator's own choice looks like any other address, and nobody can tell.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that begin alike and serve one purpose.
#[derive(Debug, PartialEq, Eq)]
pub struct Range {
    network: IpAddr,
    prefix: u32,
    what: &'static str,
    source: &'static str,
}

/// The first that holds an address names it, so parts stand before what they are part of.
const SPECIAL: [Range; 41] = [
    v4([0, 0, 0, 0], 8, "an address of no network", "RFC 791"),
    v4([10, 0, 0, 0], 8, "a private address", "RFC 1918"),
    v4([100, 64, 0, 0], 10, "an address shared behind a provider's NAT", "RFC 6598"),
    v4([127, 0, 0, 0], 8, "a loopback address", "RFC 1122"),
    v4([168, 63, 129, 16], 32, "the address of a cloud's own services", "Azure"),
    v4([169, 254, 169, 254], 32, "the address of a cloud's metadata", "RFC 3927"),
    v4([169, 254, 0, 0], 16, "a link-local address", "RFC 3927"),
    v4([172, 16, 0, 0], 12, "a private address", "RFC 1918"),
    v4([192, 0, 0, 0], 24, "an address of a protocol", "RFC 6890"),
    v4([192, 0, 2, 0], 24, "an address for documentation", "RFC 5737"),
    v4([192, 88, 99, 0], 24, "an address of 6to4 relays", "RFC 7526"),
    v4([192, 168, 0, 0], 16, "a private address", "RFC 1918"),
    v4([198, 18, 0, 0], 15, "an address for benchmarking", "RFC 2544"),
    v4([198, 51, 100, 0], 24, "an address for documentation", "RFC 5737"),
    v4([203, 0, 113, 0], 24, "an address for documentation", "RFC 5737"),
    v4([224, 0, 0, 0], 4, "a multicast address", "RFC 5771"),
    v4([255, 255, 255, 255], 32, "the broadcast address", "RFC 919"),
    v4([240, 0, 0, 0], 4, "a reserved address", "RFC 1112"),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 128, "the unspecified address", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, "the loopback address", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 96, "an IPv4-compatible address", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, "an IPv4-mapped address", "RFC 4291"),
    v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, "an IPv4-translated address", "RFC 2765"),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, "an address of NAT64", "RFC 6052"),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "an address of a local NAT64", "RFC 8215"),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 63, "a discard-only address", "RFC 6666 and RFC 9780"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, "an address of Teredo", "RFC 4380"),
    v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, "an address for benchmarking", "RFC 5180"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "an address of a protocol", "RFC 2928"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "an address for documentation", "RFC 3849"),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "an address of 6to4", "RFC 3056"),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "an address for documentation", "RFC 9637"),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, "an address of segment routing", "RFC 9602"),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128, "the address of a cloud's metadata", "RFC 4193"),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "a unique local address", "RFC 4193"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "a link-local address", "RFC 4291"),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, "a site-local address", "RFC 3879"),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "a multicast address", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 3, "an address that is not given out", "RFC 4291"),
    v6([0x4000, 0, 0, 0, 0, 0, 0, 0], 2, "an address that is not given out", "RFC 4291"),
    v6([0x8000, 0, 0, 0, 0, 0, 0, 0], 1, "an address that is not given out", "RFC 4291"),
];

/// Why the relay does not call an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not of the public Internet.
    #[error("`{0}` is {1}; `--allow-private` lets the relay call it")]
    Special(IpAddr, &'static Range),
    /// The token would travel in the clear.
    #[error("`{0}` is not this machine, and plain `http` is for this machine alone")]
    Elsewhere(IpAddr),
}

/// Which addresses may be called.
pub type Admits = fn(IpAddr) -> Result<(), Refused>;

/// Those of the public Internet.
pub fn public(address: IpAddr) -> Result<(), Refused> {
    match SPECIAL.iter().find(|range| range.holds(address)) {
        Some(range) => Err(Refused::Special(address, range)),
        None => Ok(()),
    }
}

/// Those of this machine.
pub fn loopback(address: IpAddr) -> Result<(), Refused> {
    if address.is_loopback() { Ok(()) } else { Err(Refused::Elsewhere(address)) }
}

/// All there are.
pub fn any(_: IpAddr) -> Result<(), Refused> {
    Ok(())
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                (network.to_bits() ^ address.to_bits()).leading_zeros() >= self.prefix
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                (network.to_bits() ^ address.to_bits()).leading_zeros() >= self.prefix
            }
            _ => false,
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, self.source)
    }
}

const fn v4(octets: [u8; 4], prefix: u32, what: &'static str, source: &'static str) -> Range {
    let [a, b, c, d] = octets;
    Range { network: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix, what, source }
}

const fn v6(segments: [u16; 8], prefix: u32, what: &'static str, source: &'static str) -> Range {
    let [a, b, c, d, e, f, g, h] = segments;
    Range { network: IpAddr::V6(Ipv6Addr::new(a, b, c, d, e, f, g, h)), prefix, what, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(address: &str) -> Option<&'static str> {
        match public(address.parse().unwrap()) {
            Err(Refused::Special(_, range)) => Some(range.what),
            Err(Refused::Elsewhere(_)) => panic!("{address}"),
            Ok(()) => None,
        }
    }

    /// The first and the last address of each range, written down beside the table.
    #[test]
    fn ranges_are_refused_from_end_to_end() {
        for (first, last, what) in [
            ("0.0.0.0", "0.255.255.255", "an address of no network"),
            ("10.0.0.0", "10.255.255.255", "a private address"),
            ("100.64.0.0", "100.127.255.255", "an address shared behind a provider's NAT"),
            ("127.0.0.0", "127.255.255.255", "a loopback address"),
            ("168.63.129.16", "168.63.129.16", "the address of a cloud's own services"),
            ("169.254.169.254", "169.254.169.254", "the address of a cloud's metadata"),
            ("169.254.0.0", "169.254.255.255", "a link-local address"),
            ("172.16.0.0", "172.31.255.255", "a private address"),
            ("192.0.0.0", "192.0.0.255", "an address of a protocol"),
            ("192.0.2.0", "192.0.2.255", "an address for documentation"),
            ("192.88.99.0", "192.88.99.255", "an address of 6to4 relays"),
            ("192.168.0.0", "192.168.255.255", "a private address"),
            ("198.18.0.0", "198.19.255.255", "an address for benchmarking"),
            ("198.51.100.0", "198.51.100.255", "an address for documentation"),
            ("203.0.113.0", "203.0.113.255", "an address for documentation"),
            ("224.0.0.0", "239.255.255.255", "a multicast address"),
            ("240.0.0.0", "255.255.255.254", "a reserved address"),
            ("255.255.255.255", "255.255.255.255", "the broadcast address"),
            ("::", "::", "the unspecified address"),
            ("::1", "::1", "the loopback address"),
            ("::2", "::255.255.255.255", "an IPv4-compatible address"),
            ("::ffff:0.0.0.0", "::ffff:255.255.255.255", "an IPv4-mapped address"),
            ("::ffff:0:0.0.0.0", "::ffff:0:255.255.255.255", "an IPv4-translated address"),
            ("64:ff9b::", "64:ff9b::255.255.255.255", "an address of NAT64"),
            ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "an address of a local NAT64"),
            ("100::", "100:0:0:1:ffff:ffff:ffff:ffff", "a discard-only address"),
            ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "an address of Teredo"),
            ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "an address for benchmarking"),
            ("2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "an address of a protocol"),
            (
                "2001:db8::",
                "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                "an address for documentation",
            ),
            ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "an address of 6to4"),
            ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "an address for documentation"),
            ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "an address of segment routing"),
            ("fd00:ec2::254", "fd00:ec2::254", "the address of a cloud's metadata"),
            ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a unique local address"),
            ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a link-local address"),
            ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a site-local address"),
            ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a multicast address"),
            ("1::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "an address that is not given out"),
            (
                "4000::",
                "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "an address that is not given out",
            ),
        ] {
            assert_eq!((refused(first), refused(last)), (Some(what), Some(what)), "{first} {last}");
        }
    }

    #[test]
    fn the_public_internet_is_admitted_up_to_the_ranges() {
        for address in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2000::",
            "2001:200::",
            "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db9::",
            "2003::",
            "2606:4700::1111",
            "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "3fff:1000::",
        ] {
            assert_eq!(refused(address), None, "{address}");
        }
    }

    #[test]
    fn a_refusal_says_what_the_address_is_and_where_that_stands() {
        assert_eq!(
            public([10, 1, 2, 3].into()).unwrap_err().to_string(),
            "`10.1.2.3` is a private address (RFC 1918); `--allow-private` lets the relay call it"
        );
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        assert_eq!(loopback([127, 8, 9, 1].into()), Ok(()));
        assert_eq!(loopback(Ipv6Addr::LOCALHOST.into()), Ok(()));
        for address in ["10.0.0.1", "1.1.1.1", "0.0.0.0", "::", "::ffff:127.0.0.1"] {
            assert!(loopback(address.parse().unwrap()).is_err(), "{address}");
        }
    }
}
