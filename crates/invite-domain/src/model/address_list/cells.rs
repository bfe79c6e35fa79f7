//! Cutting a line where one person ends and the next begins.

/// A part of a line, and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    /// What it is parted by from the cell before it.
    pub(super) before: Before,
    /// What it holds, without white space around it; never empty.
    pub(super) text: &'a str,
}

/// What parts two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The line begins.
    Start,
    /// A comma or semicolon.
    Comma,
    /// A tab, as in a table.
    Tab,
    /// The `>` that ends an address.
    Bracket,
}

/// Cuts a line into cells; a separator within double quotes parts nothing.
pub(super) fn cells(line: &str) -> Vec<Cell<'_>> {
    let line = without_quoting(line);
    let mut cutter = Cutter {
        line,
        start: 0,
        before: Before::Start,
        cells: Vec::new(),
    };
    // A quote or bracket that nothing closes is a character like any other.
    let last_quote = line.rfind('"').unwrap_or_default();
    let (mut in_quotes, mut is_escaped, mut in_brackets) = (false, false, false);
    for (at, c) in line.char_indices() {
        if in_quotes {
            if is_escaped {
                is_escaped = false;
            } else if c == '\\' {
                is_escaped = true;
            } else if c == '"' {
                in_quotes = false;
            }
            continue;
        }
        let behind = at + c.len_utf8();
        match c {
            '"' if at < last_quote => in_quotes = true,
            '<' => in_brackets = true,
            '>' if in_brackets => {
                in_brackets = false;
                cutter.cut(behind, behind, Before::Bracket);
            }
            ',' | ';' | '\u{ff0c}' | '\u{ff1b}' | '\u{3001}' => {
                in_brackets = false;
                cutter.cut(at, behind, Before::Comma);
            }
            '\t' => {
                in_brackets = false;
                cutter.cut(at, behind, Before::Tab);
            }
            _ => {}
        }
    }
    cutter.cut(line.len(), line.len(), Before::Start);
    cutter.cells
}

/// Drops what mail programs put before a quoted line, and lists before an item.
fn without_quoting(line: &str) -> &str {
    let bare = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace() && c != '\t');
    let marks = ["- ", "* ", "\u{2022} ", "\u{2013} ", "\u{b7} "];
    marks
        .iter()
        .find_map(|mark| bare.strip_prefix(mark))
        .unwrap_or(bare)
}

struct Cutter<'a> {
    line: &'a str,
    start: usize,
    before: Before,
    cells: Vec<Cell<'a>>,
}

impl Cutter<'_> {
    fn cut(&mut self, end: usize, next: usize, before: Before) {
        let text = self.line.get(self.start..end).unwrap_or_default().trim();
        self.start = next;
        if text.is_empty() {
            // "Name <address>, …": the comma counts, not the bracket before it.
            if self.before == Before::Bracket {
                self.before = before;
            }
            return;
        }
        self.cells.push(Cell {
            before: self.before,
            text,
        });
        self.before = before;
    }
}
