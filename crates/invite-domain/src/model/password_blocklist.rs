//! Commonly used passwords: what a list of them is, and when a password is as good as on it.

/// A list of commonly used passwords, compared with whenever one is set or changed (NIST SP
/// 800-63B-4 §3.1.1.2). Pure: the same text has the same answer.
pub trait PasswordBlocklist: Send + Sync {
    /// Returns whether the list has just this text. It is asked in lower case.
    fn lists(&self, text: &str) -> bool;
}

/// The longest run of digits or signs that adds nothing to a common password: a year, for example.
const OBVIOUS: usize = 4;

/// Whether a password is listed, or is a listed one repeated, spelled with the usual substitutes, or
/// wrapped in what everybody adds: a year, exclamation marks, `123456789`.
///
/// Nothing is guessed about the words of a passphrase: they may all be common.
pub(super) fn is_common(password: &str, blocklist: &dyn PasswordBlocklist) -> bool {
    let lower = password.to_lowercase();
    if is_listed(&lower, blocklist) {
        return true;
    }
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    if core.is_empty() {
        return false;
    }
    let is_core_listed = is_listed(core, blocklist) || is_listed(&plain(core), blocklist);
    let Some((before, behind)) = lower.split_once(core) else {
        return false;
    };
    is_core_listed && is_obvious(before, blocklist) && is_obvious(behind, blocklist)
}

/// Whether the list has it, or it is a step by step or repeated text.
fn is_listed(text: &str, blocklist: &dyn PasswordBlocklist) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let period = period(&chars);
    let unit: String = chars.iter().take(period).collect();
    let is_drumming = period <= 3 && period < chars.len();
    blocklist.lists(text) || blocklist.lists(&unit) || is_drumming || is_sequence(&chars)
}

/// Returns after how many characters a text repeats itself; its length when it does not.
fn period(chars: &[char]) -> usize {
    (1..=chars.len() / 2)
        .find(|period| {
            let shifted = chars.iter().skip(*period);
            chars.iter().zip(shifted).all(|(a, b)| a == b)
        })
        .unwrap_or(chars.len())
}

/// Whether every character follows the one before it, up or down; 9 and 0 are neighbors.
fn is_sequence(chars: &[char]) -> bool {
    let step = |a: char, b: char| match (a.to_digit(10), b.to_digit(10)) {
        (Some(a), Some(b)) => (b + 10 - a) % 10,
        _ => (u32::from(b)).wrapping_sub(u32::from(a)),
    };
    let mut steps = chars
        .iter()
        .zip(chars.iter().skip(1))
        .map(|(a, b)| step(*a, *b));
    let first = steps.next();
    chars.len() > OBVIOUS
        && matches!(first, Some(1 | 9 | u32::MAX))
        && steps.all(|step| Some(step) == first)
}

/// Undoes the usual substitutes: `p@ssw0rd` is `password`.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// Whether what stands before or behind a common password is what anyone would try: few digits and
/// signs, or many that are common themselves.
fn is_obvious(affix: &str, blocklist: &dyn PasswordBlocklist) -> bool {
    let is_digit = |c: &char| c.is_ascii_digit();
    let chars: Vec<char> = affix.chars().collect();
    let uncommon: Vec<usize> = chars
        .chunk_by(|a, b| is_digit(a) == is_digit(b))
        .filter(|run| !is_listed(&run.iter().collect::<String>(), blocklist))
        .map(<[char]>::len)
        .collect();
    uncommon.iter().all(|run| *run <= OBVIOUS) && uncommon.iter().sum::<usize>() <= 2 * OBVIOUS
}
