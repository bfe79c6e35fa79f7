//! Where someone who signs in comes from: network, device, and through what.

use super::{DeviceName, Via};
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// The part of an address that one host or household has: a whole IPv4 address, or the first 64 bits
/// of an IPv6 address, which its holder shares with nobody and can vary behind at will.
///
/// ```
/// use invite_domain::model::Network;
///
/// let of = |address: &str| Network::of(address.parse().ok());
/// assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::1"));
/// assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
/// assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
/// assert_eq!(of("2001:db8:1:2::7").to_string(), "2001:db8:1:2::/64");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(Option<IpAddr>);

impl Network {
    /// Where no address is known, as over a local socket: one network for all of these.
    pub const UNKNOWN: Self = Self(None);

    /// Returns the network of an address.
    pub fn of(address: Option<IpAddr>) -> Self {
        Self(address.map(|address| match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            whole @ IpAddr::V4(_) => whole,
        }))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(IpAddr::V6(address)) => write!(f, "{address}/64"),
            Some(IpAddr::V4(address)) => write!(f, "{address}"),
            None => f.write_str("unknown"),
        }
    }
}

/// Where someone who signs in comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Through what.
    pub via: Via,
    /// From which network.
    pub network: Network,
    /// With which browser and system, as far as they tell.
    pub device: Option<DeviceName>,
}

impl From<Via> for Visitor {
    /// Someone of whom nothing but the way is known.
    fn from(via: Via) -> Self {
        Self {
            via,
            network: Network::UNKNOWN,
            device: None,
        }
    }
}
