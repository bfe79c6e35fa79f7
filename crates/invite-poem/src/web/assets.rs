//! The stylesheet and the icon: compiled in, named by their content, kept by browsers for good.

use super::{fault::Fault, respond::Answer};
use poem::{
    Response, handler,
    http::{HeaderMap, StatusCode, header},
    web::Path,
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

/// One file, compiled in.
struct Asset {
    path: String,
    etag: String,
    content_type: &'static str,
    content: &'static str,
}

static STYLESHEET: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "css",
        "text/css; charset=utf-8",
        include_str!("../../assets/app.css"),
    )
});

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
            etag: format!("\"{hash:016x}\""),
            content_type,
            content,
        }
    }
}

/// Returns the address of the stylesheet.
pub(super) fn stylesheet_path() -> &'static str {
    &STYLESHEET.path
}

/// Returns the address of the icon.
pub(super) fn icon_path() -> &'static str {
    &ICON.path
}

#[handler]
pub(super) fn serve(Path(file): Path<String>, headers: &HeaderMap) -> Answer {
    let asset: &Asset = [&*STYLESHEET, &*ICON]
        .into_iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&file))
        .ok_or(Fault::NotFound)?;
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == asset.etag));
    let response = Response::builder()
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::ETAG, &asset.etag);
    Ok(if known {
        response.status(StatusCode::NOT_MODIFIED).finish()
    } else {
        response
            .header(header::CONTENT_TYPE, asset.content_type)
            .body(asset.content)
    })
}
