//! The `invite` binary.
fn main() {}
