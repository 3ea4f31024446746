//! The addresses that are listened on, and how long a connection may take.

use super::section::section;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

section! {
    /// The HTTP server.
    Http {
        /// Address of the API.
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
        /// Address of `/metrics`, which is for the operator's network only.
        metrics_listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 9090)),
        /// Origins of web pages that may call the API, such as `https://crm.example.cn`.
        origins: Vec<String> = Vec::new(),
        /// Addresses of proxies whose `X-Forwarded-For` is believed.
        trusted_proxies: Vec<IpAddr> = Vec::new(),
        /// Seconds in which the head of a request must have arrived.
        header_seconds: u64 = 10,
        /// Seconds in which the body of a request must have arrived.
        body_seconds: u64 = 15,
        /// Seconds after which a connection without a request is closed.
        idle_seconds: u64 = 60,
        /// Seconds that requests in flight have to finish once the server is told to stop.
        drain_seconds: u64 = 30,
    }
}
