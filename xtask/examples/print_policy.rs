//! Prints `docs/policy.md`; `cargo xtask codegen` runs it.

fn main() {
    println!("{}", invite_poem::policy_table().trim_end());
}
