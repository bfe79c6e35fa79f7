//! Prints `docs/errors.md`; `cargo xtask codegen` runs it.

fn main() {
    println!("{}", invite_poem::error_catalog().trim_end());
}
