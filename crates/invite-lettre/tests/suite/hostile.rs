//! Names that want to be more than names.

use invite_domain::model::DisplayName;

const HOSTS: [&str; 12] = [
    "evil.example",
    "EVIL.EXAMPLE",
    "evil.example/login",
    "evil.example:8080/a?b=c#d",
    "www.evil.example",
    "login.bank.example.evil.example/x",
    "192.0.2.7/login",
    "[2001:db8::7]/login",
    "xn--e1afmkfd.xn--p1ai",
    "пример.рф/вход",
    "evil。example/login",
    "evil．example",
];

const SCHEMES: [&str; 12] = [
    "",
    "http://",
    "https://",
    "HTTPS://",
    "//",
    "ftp://",
    "file://",
    "javascript:",
    "data:text/html,",
    "mailto:a@",
    "a@",
    "\\\\",
];

const FRAMES: [(&str, &str); 3] = [("", ""), ("Security alert: visit ", " now"), ("<", ">")];

const MARKUP: [&str; 68] = [
    "<script>alert(1)</script>",
    "<a href=https://evil.example>click</a>",
    "</a><a href='https://evil.example'>x</a>",
    "\"><a href=\"https://evil.example\">x</a>",
    "'><img src=x onerror=alert(1)>",
    "<img src=\"https://evil.example/p.gif\">",
    "<style>*{display:none}</style>",
    "</style><b>",
    "</title></head><body><h1>x",
    "<!-- ",
    " -->",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "</td></tr></table>",
    "</blockquote></div></body></html>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><input>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='https://evil.example'>",
    "<plaintext>",
    "<textarea>",
    "<iframe src=//evil.example>",
    "&lt;b&gt;",
    "&#x3c;b&#x3e;",
    "&amp;amp;",
    "&",
    "&nbsp",
    "&#0;",
    "\" style=\"display:none",
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    "{{ 7*7 }}",
    "{% if true %}x{% endif %}",
    "{# x #}",
    "{ $inviter }",
    "{account}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%0d%0aBcc: x@evil.example",
    "\\r\\nBcc: x@evil.example",
    "\\",
    "\\\"",
    "\"",
    "\"\"",
    "a\" <x@evil.example>, \"b",
    "CEO <ceo@bank.example>",
    "<x@evil.example>",
    "x@evil.example",
    "x@evil.example, y@evil.example",
    "a, b; c: d",
    "group: a@evil.example, b@evil.example;",
    "(comment) name",
    "=?utf-8?b?QmNjOiB4QGV2aWwuZXhhbXBsZQ==?=",
    "=?utf-8?q?=0D=0ABcc:_x=40evil.example?=",
    "=?utf-8?q?=0D=0A=0D=0Abody?= =?utf-8?q?more?=",
    "=?x",
    "--invite-00000000000000000000000000000001",
    "--invite-00000000000000000000000000000001--",
    ".",
    "..",
    "> quoted",
    "-- ",
    "From: x@evil.example",
    "Content-Type: text/html",
    "Subject: x",
    "MIME-Version: 1.0",
];

const SCRIPTS: [&str; 14] = [
    "שלום עולם",
    "مرحبا بالعالم",
    "你好，世界",
    "Ж\u{301}а\u{301}нна",
    "Z\u{335}\u{321}a\u{336}\u{322}l\u{337}\u{323}g\u{338}\u{324}o",
    "👩‍👩‍👧‍👦 family",
    "🏳️‍🌈",
    "раураl.example",
    "ｅｖｉｌ．ｅｘａｍｐｌｅ",
    "a\u{a0}b",
    "\u{3164}",
    "ǅ ﬁ ß İ",
    "\u{e0041}\u{e0042}tags",
    "\u{fffd}\u{fffe}",
];

/// More than 500 names that the domain takes.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for host in HOSTS {
        for scheme in SCHEMES {
            for (before, after) in FRAMES {
                names.push(format!("{before}{scheme}{host}{after}"));
            }
        }
    }
    names.extend(MARKUP.iter().chain(&SCRIPTS).map(|name| (*name).to_owned()));
    names.extend(MARKUP.iter().map(|name| format!("Ана {name} Ё")));
    for part in ["a", "ё", "👩", "<", "\"", "&", ".", "a ", "=?", "\\"] {
        names.push(part.repeat(200 / part.chars().count()));
    }
    let taken = |name: &String| DisplayName::parse(name).is_ok();
    assert!(names.iter().all(taken), "every one can be a name");
    names
}
