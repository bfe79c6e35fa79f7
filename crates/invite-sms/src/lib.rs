//! SMS for Invite over HTTP gateways.
