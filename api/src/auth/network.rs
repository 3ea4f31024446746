//! Whom an address stands for where tries are counted.

use std::net::{IpAddr, Ipv6Addr};

/// Bits of an IPv6 address that one client may choose freely.
const OWN_BITS: u32 = 64;

/// The address itself, or for IPv6 the network of which one client usually owns all: whoever
/// counted each address of it by itself would count nobody.
#[must_use]
pub fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(own) => {
            let network = Ipv6Addr::from_bits(own.to_bits() >> OWN_BITS << OWN_BITS);
            // An IPv4 client behind a socket that speaks both is one address, not a network.
            own.to_ipv4_mapped().map_or(IpAddr::V6(network), IpAddr::V4)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_client_is_a_network_of_ipv6() {
        let of = |text: &str| counted(text.parse().unwrap()).to_string();
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2::9"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
