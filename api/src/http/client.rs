//! Whom a connection really comes from: who is behind a proxy is told by its header, and only a
//! proxy that is configured is believed.

use http::HeaderMap;
use std::net::IpAddr;

const FORWARDED: &str = "x-forwarded-for";

/// The address that limits count and audit rows name. Each proxy appends whom it was called by, so
/// the list is read from its end, and the first address that is no proxy of ours is the client:
/// what stands before it may be made up.
#[must_use]
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let lines = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    for hop in hops.into_iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        let Ok(named) = hop.trim().parse::<IpAddr>() else { break };
        client = named.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::{FORWARDED, address};
    use http::{HeaderMap, HeaderValue};
    use std::net::IpAddr;

    #[test]
    fn only_configured_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let of = |peer, forwarded: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(FORWARDED, HeaderValue::from_static(forwarded));
            address(ip(peer), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")])
        };
        assert_eq!(of("192.0.2.9", "203.0.113.5"), ip("192.0.2.9"));
        assert_eq!(of("10.0.0.1", "203.0.113.5"), ip("203.0.113.5"));
        assert_eq!(of("::ffff:10.0.0.1", "203.0.113.5"), ip("203.0.113.5"));
        assert_eq!(of("10.0.0.1", "198.51.100.7, 203.0.113.5, 10.0.0.2"), ip("203.0.113.5"));
        assert_eq!(of("10.0.0.1", "203.0.113.5, unknown"), ip("10.0.0.1"));
        assert_eq!(of("10.0.0.1", ""), ip("10.0.0.1"));
    }
}
