//! Relative links in Markdown lead to files that exist.

use std::path::Path;

use super::Problem;

/// The links of a page that lead nowhere.
pub(super) fn broken_links(page: &Path, text: &str) -> Vec<Problem> {
    let folder = page.parent().unwrap_or(page);
    links(text)
        .into_iter()
        .filter(|(_, target)| !folder.join(target).exists())
        .map(|(line, target)| (line, format!("the link to {target} leads nowhere")))
        .collect()
}

/// The relative targets of a page with their lines, without the part after `#`.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_fence = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        if in_fence {
            continue;
        }
        let prose = without_code(line);
        let inline = prose
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', ' ']).next());
        let defined = definition(&prose);
        for target in inline.chain(defined) {
            let file = target.split('#').next().unwrap_or_default();
            let is_elsewhere = file.contains("://") || file.starts_with("mailto:");
            if !file.is_empty() && !is_elsewhere {
                found.push((number, file.to_owned()));
            }
        }
    }
    found
}

/// The target of a line such as `[name]: target`.
fn definition(line: &str) -> Option<&str> {
    let (name, target) = line.strip_prefix('[')?.split_once("]: ")?;
    (!name.contains(']'))
        .then(|| target.split(' ').next())
        .flatten()
}

/// The line without what stands between backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<String> {
        links(text).into_iter().map(|(_, target)| target).collect()
    }

    #[test]
    fn relative_links_are_found_inline_and_defined() {
        let text =
            "See [one](a.md), [two](../b.md#part \"Title\")\n![picture](c.png)\n[three]: d.md\n";
        assert_eq!(targets(text), ["a.md", "../b.md", "c.png", "d.md"]);
    }

    #[test]
    fn addresses_anchors_and_code_are_no_files() {
        let text = "[a](https://example.com/x.md) [b](#part) [c](mailto:a@b.example) `[d](e.md)`\n\
                    ```\n[f](g.md)\n```\n";
        assert!(targets(text).is_empty());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_told_with_its_line() {
        let page = crate::cargo::root().join("README.md");
        let found = broken_links(&page, "[good](Cargo.toml)\n[bad](no-such-file.md)\n");
        assert_eq!(
            found,
            [(2, "the link to no-such-file.md leads nowhere".to_owned())]
        );
    }
}
