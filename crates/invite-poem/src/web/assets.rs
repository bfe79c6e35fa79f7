//! Stylesheet, scripts and icon: compiled in, named by their content, kept by browsers for good.

use super::{fault::Fault, respond::Answer};
use flate2::{Compression, write::GzEncoder};
use poem::{
    Response, handler,
    http::{HeaderMap, StatusCode, header},
    web::Path,
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io::Write as _,
    sync::LazyLock,
};

/// One file, compiled in.
struct Asset {
    path: String,
    etag: String,
    content_type: &'static str,
    content: &'static str,
    /// The same, compressed once (RFC 1952).
    gzipped: Vec<u8>,
}

static STYLESHEET: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "css",
        "text/css; charset=utf-8",
        concat!(
            include_str!("../../assets/css/base.css"),
            include_str!("../../assets/css/frame.css"),
            include_str!("../../assets/css/card.css"),
            include_str!("../../assets/css/form.css"),
            include_str!("../../assets/css/administration.css"),
            include_str!("../../assets/css/people.css"),
            include_str!("../../assets/css/invite.css"),
            include_str!("../../assets/css/person.css"),
            include_str!("../../assets/css/rights.css"),
            include_str!("../../assets/css/settings.css"),
            include_str!("../../assets/css/template.css"),
            include_str!("../../assets/css/overview.css"),
            include_str!("../../assets/css/accounts.css"),
            include_str!("../../assets/css/profile.css"),
            include_str!("../../assets/css/inbox.css"),
        ),
    )
});

/// Our own script first: it needs none of the others.
static SCRIPTS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        ("app", include_str!("../../assets/js/app.js")),
        ("people", include_str!("../../assets/js/people.js")),
        ("htmx", HTMX),
    ]
    .map(|(name, content)| Asset::new(name, "js", "text/javascript; charset=utf-8", content))
});

const HTMX: &str = include_str!("../../assets/vendor/htmx/htmx.min.js");

static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "icon",
        "svg",
        "image/svg+xml",
        include_str!("../../assets/icon.svg"),
    )
});

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, content: &'static str) -> Self {
        // Not a secret and not a signature: the hash only has to change when the file does.
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let hash = hasher.finish();
        Self {
            path: format!("/assets/{name}.{hash:016x}.{extension}"),
            // Weak: it stands for the compressed content, too (RFC 9110, 8.8.1).
            etag: format!("W/\"{hash:016x}\""),
            content_type,
            content,
            gzipped: gzipped(content),
        }
    }
}

/// Writing to memory does not fail; if it did, nothing would be sent compressed.
fn gzipped(content: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    match encoder.write_all(content.as_bytes()) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// Returns the address of the stylesheet.
pub(super) fn stylesheet_path() -> &'static str {
    &STYLESHEET.path
}

/// Returns the addresses of the scripts, in the order in which they are to run.
pub(super) fn script_paths() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|script| script.path.as_str())
}

/// Returns the address of the icon.
pub(super) fn icon_path() -> &'static str {
    &ICON.path
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|codings| codings.to_str().ok());
    let is_refused = |weight: &str| {
        let weight = weight.strip_prefix("q=").map(str::parse::<f32>);
        matches!(weight, Some(Ok(0.0)))
    };
    let is_gzip = |coding: &str| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && !parts.any(is_refused)
    };
    accepted.is_some_and(|codings| codings.split(',').any(is_gzip))
}

#[handler]
pub(super) fn serve(Path(file): Path<String>, headers: &HeaderMap) -> Answer {
    let asset: &Asset = [&*STYLESHEET, &*ICON]
        .into_iter()
        .chain(SCRIPTS.iter())
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&file))
        .ok_or(Fault::NotFound)?;
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == asset.etag));
    let response = Response::builder()
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::ETAG, &asset.etag)
        .header(header::VARY, "Accept-Encoding");
    if known {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let response = response.header(header::CONTENT_TYPE, asset.content_type);
    Ok(if takes_gzip(headers) && !asset.gzipped.is_empty() {
        response
            .header(header::CONTENT_ENCODING, "gzip")
            .body(asset.gzipped.as_slice())
    } else {
        response.body(asset.content)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use flate2::read::GzDecoder;
    use poem::http::HeaderValue;
    use sha2::{Digest as _, Sha256};
    use std::io::Read as _;

    #[test]
    fn only_who_takes_gzip_gets_it() {
        let takes = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            takes_gzip(&headers)
        };
        assert!(takes("gzip") && takes("deflate, gzip, br") && takes("br;q=1.0, gzip;q=0.8"));
        assert!(!takes("") && !takes("br") && !takes("gzip;q=0") && !takes("br, gzip; q=0.000"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    #[test]
    fn what_is_compressed_is_the_same_file() {
        for asset in [&*STYLESHEET, &*ICON].into_iter().chain(SCRIPTS.iter()) {
            let mut content = String::new();
            let mut decoder = GzDecoder::new(asset.gzipped.as_slice());
            decoder.read_to_string(&mut content).unwrap();
            assert_eq!(content, asset.content, "{}", asset.path);
        }
    }

    #[test]
    fn files_of_others_are_what_was_written_down_about_them() {
        let list = include_str!("../../assets/vendor/VENDOR.md");
        let row = list
            .lines()
            .find(|line| line.contains("`htmx/htmx.min.js`"));
        let sum = HEXLOWER.encode(&Sha256::digest(HTMX));
        assert!(row.unwrap().contains(&sum), "the checksum is {sum}");
    }
}
