//! The invitation lifecycle and its use cases, pure, over ports.
