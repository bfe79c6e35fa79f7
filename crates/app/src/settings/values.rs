//! Reads the values of settings: spans of time, numbers, keys and addresses.

use chrono::TimeDelta;
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use invite_domain::model::KeyId;
use ipnet::IpNet;
use std::{net::IpAddr, ops::RangeInclusive, time::Duration};
use url::Url;
use zeroize::Zeroizing;

/// Keys by id; the first one makes new links.
pub type Keys = Vec<(KeyId, [u8; 32])>;

/// Reads a span such as `500ms`, `30s`, `5m`, `2h` or `4d`; a bare number counts seconds.
///
/// # Errors
/// What to write instead.
pub fn span(text: &str) -> Result<Duration, String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let millis = match unit.trim() {
        "ms" => Some(1),
        "" | "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    };
    number
        .parse::<u64>()
        .ok()
        .zip(millis)
        .and_then(|(number, millis)| number.checked_mul(millis))
        // A hundred years: whatever is longer was not meant.
        .filter(|millis| (1..=3_155_760_000_000).contains(millis))
        .map(Duration::from_millis)
        .ok_or_else(|| "write a span of time such as 30s, 5m, 2h or 4d".to_owned())
}

/// Reads a span within bounds.
///
/// # Errors
/// What to write instead.
pub fn span_within(bounds: RangeInclusive<Duration>) -> impl Fn(&str) -> Result<Duration, String> {
    move |text| {
        let span = span(text)?;
        if bounds.contains(&span) {
            Ok(span)
        } else {
            let (least, most) = (bounds.start(), bounds.end());
            Err(format!("write a span between {least:?} and {most:?}"))
        }
    }
}

/// Reads a list of spans.
///
/// # Errors
/// What to write instead.
pub fn spans(text: &str) -> Result<Vec<TimeDelta>, String> {
    text.split(',')
        .map(|item| span(item.trim()).map(delta))
        .collect::<Result<_, _>>()
        .map_err(|_| "write pauses separated by commas, such as 1m,5m,30m,2h".to_owned())
}

/// Returns the same span as the domain counts it.
pub fn delta(span: Duration) -> TimeDelta {
    TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX)
}

/// Reads a whole number within bounds.
///
/// # Errors
/// What to write instead.
pub fn number(bounds: RangeInclusive<u32>) -> impl Fn(&str) -> Result<u32, String> {
    move |text| {
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        number.ok_or_else(|| {
            let (least, most) = (bounds.start(), bounds.end());
            format!("write a whole number between {least} and {most}")
        })
    }
}

/// Reads a list of networks; a bare address is a network of one.
///
/// # Errors
/// What to write instead.
pub fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let network = |item: &str| {
        let address = || item.parse::<IpAddr>().map(IpNet::from);
        item.parse::<IpNet>().or_else(|_| address())
    };
    text.split(',')
        .map(|item| network(item.trim()))
        .collect::<Result<_, _>>()
        .map_err(|_| {
            "write addresses or networks separated by commas, such as 10.0.0.7,172.16.0.0/12,fd00::/8"
                .to_owned()
        })
}

/// Reads keys: one key, or several as `ID:KEY` separated by commas.
///
/// # Errors
/// What to write instead; never any part of a key.
pub fn keys(text: &str) -> Result<Keys, String> {
    const ADVICE: &str = "write 32 random bytes in base64 or hex, such as `openssl rand -base64 32` prints; to rotate, write ID:KEY,ID:KEY with an ID between 0 and 255 and the newest key first";
    let mut keys = Keys::new();
    for item in text.split(',').map(str::trim) {
        let (id, key) = match item.split_once(':') {
            Some((id, key)) => (id.trim().parse().map_err(|_| ADVICE)?, key.trim()),
            None => (1, item),
        };
        let key = decoded(key).ok_or(ADVICE)?;
        if keys.iter().any(|(known, _)| known.0 == id) {
            return Err(format!("two keys have the ID {id}; give each one its own"));
        }
        keys.push((KeyId(id), key));
    }
    Ok(keys)
}

fn decoded(key: &str) -> Option<[u8; 32]> {
    [
        HEXLOWER_PERMISSIVE,
        BASE64,
        BASE64_NOPAD,
        BASE64URL,
        BASE64URL_NOPAD,
    ]
    .iter()
    .filter_map(|encoding| encoding.decode(key.as_bytes()).ok())
    .map(Zeroizing::new)
    .find_map(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
}

/// Returns an address as it may be shown: without password, and without what may hold a token.
pub fn without_password(text: &str) -> String {
    const HIDDEN: &str = "***";
    let Ok(mut url) = Url::parse(text) else {
        return HIDDEN.to_owned();
    };
    if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
        return HIDDEN.to_owned();
    }
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if !pairs.is_empty() {
        let mut query = url.query_pairs_mut();
        query.clear();
        for (name, value) in &pairs {
            let open = ["tls", "sslmode", "mode"].contains(&name.as_str());
            query.append_pair(name, if open { value } else { HIDDEN });
        }
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_in_every_unit() {
        assert_eq!(span("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(span("30"), Ok(Duration::from_secs(30)));
        assert_eq!(span("5m"), Ok(Duration::from_mins(5)));
        assert_eq!(span("2 h"), Ok(Duration::from_hours(2)));
        assert_eq!(span("4d"), Ok(Duration::from_hours(96)));
        for wrong in [
            "",
            "m",
            "0",
            "-1s",
            "1.5h",
            "5 weeks",
            "99999999999999999999d",
        ] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn networks_are_read_with_and_without_a_prefix() {
        let read = networks("10.0.0.7, 172.16.0.0/12,fd00::/8").unwrap();
        let shown: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.0.0.7/32", "172.16.0.0/12", "fd00::/8"]);
        for wrong in ["", "10.0.0.0/33", "proxy.example.org", "10.0.0.7,"] {
            assert!(networks(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_are_read_in_base64_and_hex() {
        let bytes = [0xab; 32];
        for text in [
            BASE64.encode(&bytes),
            BASE64URL_NOPAD.encode(&bytes),
            "AB".repeat(32),
        ] {
            assert_eq!(keys(&text), Ok(vec![(KeyId(1), bytes)]), "{text}");
        }
    }

    #[test]
    fn the_first_of_several_keys_comes_first() {
        let (new, old) = (BASE64.encode(&[2; 32]), BASE64.encode(&[1; 32]));
        let read = keys(&format!("7:{new}, 3:{old}")).unwrap();
        assert_eq!(read, [(KeyId(7), [2; 32]), (KeyId(3), [1; 32])]);
    }

    #[test]
    fn a_wrong_key_is_never_repeated() {
        for wrong in ["c2hvcnQ=", "hunter2", "300:AAAA", "1:x,1:y"] {
            let advice = keys(wrong).unwrap_err();
            assert!(!advice.contains(wrong));
        }
        let key = BASE64.encode(&[1; 32]);
        let advice = keys(&format!("1:{key},1:{key}")).unwrap_err();
        assert!(advice.contains("ID 1") && !advice.contains(&key));
    }

    #[test]
    fn addresses_are_shown_without_their_secrets() {
        assert_eq!(
            without_password("smtp://ann:hunter2@mail.example.org:587?tls=required"),
            "smtp://ann:***@mail.example.org:587?tls=required"
        );
        let shown = without_password("https://sms.example.org/send?token=hunter2");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(without_password("hunter2"), "***");
    }
}
