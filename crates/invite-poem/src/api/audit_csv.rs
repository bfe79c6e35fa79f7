//! The audit log as a table (RFC 4180), written page by page, so that memory stays bounded however
//! long the log is.

use super::dto::audit::subject_id;
use crate::{api::dto::invitation::actor, shared::csv::line};
use chrono::SecondsFormat;
use invite_domain::ports::AuditRecord;

/// The first line.
pub(super) const HEADER: &str = "id,at,action,actor_kind,actor_id,actor_name,via,subject_kind,subject_id,subject_name,detail\r\n";

/// Writes entries as lines.
pub(super) fn lines(records: &[AuditRecord]) -> String {
    let mut text = String::with_capacity(records.len() * 256);
    for record in records {
        let (actor_kind, actor_id) = actor(&record.doer.actor);
        let name = record.actor_name.as_ref().map(ToString::to_string);
        let fields = [
            record.id.to_string(),
            record.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            record.action.clone(),
            actor_kind.to_owned(),
            actor_id.unwrap_or_default(),
            name.unwrap_or_default(),
            record.doer.via.as_str().to_owned(),
            record.subject.kind().to_owned(),
            subject_id(record.subject).unwrap_or_default(),
            record.subject_name.clone().unwrap_or_default(),
            record.detail.clone(),
        ];
        text.push_str(&line(&fields));
    }
    text
}
