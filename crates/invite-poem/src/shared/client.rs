//! Where a request comes from: the network of whoever sent it, and the device that they use.

use crate::Services;
use invite_domain::model::{DeviceName, Network, Via, Visitor};
use ipnet::IpNet;
use poem::{
    Addr, Request,
    http::{HeaderMap, header},
};
use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Once},
};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies in front of the service, whose word on where a request comes from is taken.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Trusts the proxies in these networks; without any, nobody's word is taken.
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().collect())
    }

    fn include(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Returns who sent a request that came from `peer`: the last one on its way that is no proxy of
    /// ours. What stands before that in the header is anyone's invention.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.include(peer) {
            if headers.contains_key(FORWARDED_FOR) {
                tell_once_of_unlisted_proxy();
            }
            return peer;
        }
        let mut client = peer;
        let lines: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .collect();
        for hop in lines.join(",").rsplit(',') {
            let Some(address) = address(hop.trim()) else {
                break;
            };
            client = address;
            if !self.include(address) {
                break;
            }
        }
        client
    }
}

/// Reads an address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_matches(['[', ']']);
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    plain.parse().or_else(|_| with_port()).ok()
}

/// A proxy that nobody told us about makes everyone behind it one network.
fn tell_once_of_unlisted_proxy() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        tracing::warn!(
            "a request carries X-Forwarded-For and comes from an address that INVITE_TRUSTED_PROXIES does not list: if it is your proxy, list it, or everyone behind it shares one allowance of failed sign-ins"
        );
    });
}

/// Returns where whoever sent the request comes from.
pub(crate) fn visitor(services: &Services, request: &Request, via: Via) -> Visitor {
    let peer = match &request.remote_addr().0 {
        Addr::SocketAddr(address) => Some(address.ip()),
        _ => None,
    };
    let client = peer.map(|peer| services.trusted_proxies.client(peer, request.headers()));
    Visitor {
        via,
        network: Network::of(client),
        device: request
            .header(header::USER_AGENT)
            .and_then(device)
            .and_then(|name| DeviceName::parse(&name).ok()),
    }
}

/// What tells a browser, in the order in which to look: most of them claim to be others, too.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// What tells a system.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

/// Returns a few words that a person recognizes their device by: "Firefox on Linux", or the name of
/// the program that is no browser.
fn device(agent: &str) -> Option<String> {
    let told = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (told(&BROWSERS), told(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(browser), None) => Some(browser.to_owned()),
        (None, _) => {
            let program = agent.split(['/', ' ', '(']).next()?;
            let program: String = program.chars().take(40).collect();
            (!program.is_empty() && program != "Mozilla").then_some(program)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::HeaderValue;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::new([
            "10.0.0.0/8".parse().unwrap(),
            "2001:db8::/32".parse().unwrap(),
        ]);
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(line).unwrap());
        }
        let peer = peer.parse().unwrap();
        proxies.client(peer, &headers).to_string()
    }

    #[test]
    fn only_listed_proxies_are_believed() {
        assert_eq!(client("192.0.2.1", &["203.0.113.7"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(client("::ffff:10.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(client("2001:db8::1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_a_client_claims_for_itself_is_not_believed() {
        let claimed = "127.0.0.1, 198.51.100.9, 203.0.113.7";
        assert_eq!(client("10.0.0.1", &[claimed]), "203.0.113.7");
        // Through two proxies of ours, told in one line or two.
        assert_eq!(
            client("10.0.0.1", &["203.0.113.7, 10.0.0.2"]),
            "203.0.113.7"
        );
        assert_eq!(
            client("10.0.0.1", &["203.0.113.7", "10.0.0.2"]),
            "203.0.113.7"
        );
        for unreadable in ["unknown", "", "_hidden", "203.0.113.7, nonsense"] {
            assert_eq!(
                client("10.0.0.1", &[unreadable]),
                "10.0.0.1",
                "{unreadable}"
            );
        }
    }

    #[test]
    fn ports_and_brackets_are_taken_off() {
        for (told, address) in [
            ("203.0.113.7:4711", "203.0.113.7"),
            ("[2001:db9::7]:4711", "2001:db9::7"),
            ("[2001:db9::7]", "2001:db9::7"),
            ("2001:db9::7", "2001:db9::7"),
        ] {
            assert_eq!(client("10.0.0.1", &[told]), address, "{told}");
        }
    }

    #[test]
    fn devices_are_named_as_people_know_them() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                Some("Edge on Windows"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                Some("Firefox on Linux"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                Some("Safari on iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                Some("Chrome on Android"),
            ),
            ("curl/8.5.0", Some("curl")),
            ("Mozilla/5.0", None),
            ("", None),
        ] {
            assert_eq!(device(agent).as_deref(), expected, "{agent}");
        }
        assert_eq!(device(&"x".repeat(5000)).unwrap().len(), 40);
    }
}
