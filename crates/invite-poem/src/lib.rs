//! The HTTP side of Invite: REST API and web pages, through poem.
