//! Mail for Invite: renders messages and hands them to an SMTP server, through lettre.
