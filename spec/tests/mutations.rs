//! Broken files never make the reader panic or hang.

mod support;

use std::time::{Duration, Instant};

use msgraph_spec::Reader;
use support::bundled_text;

/// A small generator of pseudo-random numbers (xorshift), so that each run does the same.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap_or(0)
    }
}

const TOKENS: [&str; 24] = [
    "$ref",
    "null",
    "{}",
    "[]",
    "- ",
    ": ",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "*a",
    "&a ",
    "<<: *a",
    "true",
    "-1",
    "!!str ",
    "#",
    "\u{0}",
    "é",
    "allOf:",
    "#/components/schemas/microsoft.graph.entity",
    "99999999999999999999",
];

fn mutate(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    match random.below(6) {
        0 => {
            for _ in 0..=random.below(5) {
                let at = random.below(lines.len());
                lines.remove(at);
            }
        }
        1 => {
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            lines.swap(one, other);
        }
        2 => {
            let mut end = random.below(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            return text[..end].to_owned();
        }
        3 => {
            for _ in 0..=random.below(4) {
                let at = random.below(lines.len());
                let words: Vec<&str> = lines[at].split(' ').collect();
                let word = random.below(words.len());
                let token = TOKENS[random.below(TOKENS.len())];
                let changed =
                    words.iter().enumerate().map(|(index, one)| if index == word { token } else { one });
                lines[at] = changed.collect::<Vec<_>>().join(" ");
            }
        }
        4 => {
            let (from, to) = (random.below(lines.len()), random.below(lines.len()));
            let line = lines[from].clone();
            lines.insert(to, line);
        }
        _ => {
            // References to other parts than before: circles, wrong sections.
            let references: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains("$ref:")).collect();
            if references.len() > 1 {
                let from = references[random.below(references.len())];
                let to = references[random.below(references.len())];
                let target = lines[from].split("$ref:").nth(1).unwrap_or_default().to_owned();
                let start = lines[to].split("$ref:").next().unwrap_or_default().to_owned();
                lines[to] = format!("{start}$ref:{target}");
            }
        }
    }
    lines.join("\n")
}

#[test]
fn broken_files_are_refused_or_read_but_never_panic() {
    let description = bundled_text("openapi.yaml");
    let table = bundled_text("permissions.yaml");
    let mut random = Random(0x5eed_cafe_f00d_d00d);
    let (mut refused, mut longest) = (0, Duration::ZERO);
    for round in 0..300 {
        let (description, table) = if round % 4 == 3 {
            (description.clone(), mutate(&table, &mut random))
        } else {
            (mutate(&description, &mut random), table.clone())
        };
        let start = Instant::now();
        let reader =
            Reader::openapi_text("openapi.yaml", description).permissions_text("permissions.yaml", table);
        if let Err(faults) = reader.read() {
            refused += 1;
            assert!(faults.has_errors(), "round {round}: refused without an error");
            assert!(!faults.to_string().is_empty(), "round {round}");
        }
        longest = longest.max(start.elapsed());
    }
    // Some changes do no harm, such as a lost line of a description; most do.
    assert!((100..300).contains(&refused), "{refused} of 300 were refused");
    assert!(longest < Duration::from_secs(20), "one took {longest:?}");
}

#[test]
fn broken_fixups_never_panic() {
    let description = bundled_text("openapi.yaml");
    let table = bundled_text("permissions.yaml");
    let entry = |path| {
        format!(
            "  - operation: GET {path}
    scheme: DelegatedWork
    least: OnlineMeetings.ReadWrite
    add: [VirtualAppointment.Read, [VirtualAppointment.ReadWrite, OnlineMeetingTranscript.Read.All]]
    remove: [OnlineMeetings.Read]
    reason: None at all.
    link: https://example.org
"
        )
    };
    let paths = ["/me/onlineMeetings", "/users/{id}/onlineMeetings", "/users/{id}/onlineMeetings/{id}"];
    let fixups = format!("fixups:\n{}", paths.map(entry).concat());
    let read = |fixups: &str| {
        Reader::openapi_text("openapi.yaml", &description)
            .permissions_text("permissions.yaml", &table)
            .permission_fixups_text("fixups.yaml", fixups)
            .read()
    };
    read(&fixups).expect("sound as they are");
    let mut random = Random(0xf1f1);
    for round in 0..40 {
        if let Err(faults) = read(&mutate(&fixups, &mut random)) {
            assert!(faults.has_errors() && !faults.to_string().is_empty(), "round {round}");
        }
    }
}

#[test]
fn broken_json_never_panics() {
    let text = r##"{"openapi": "3.0.3", "info": {"title": "t\u00e4\ud83d\ude00", "version": "v"},
        "servers": [{"url": "https://graph.microsoft.com/v1.0"}],
        "paths": {"/me/{id}": {"get": {"parameters": [{"name": "id", "in": "path"}],
        "responses": {"204": {"description": "é"}}}}},
        "components": {"schemas": {"a": {"allOf": [{"$ref": "#/components/schemas/b"}]}, "b": {"type": "object"}}}}"##;
    Reader::openapi_text("a.json", text).read().expect("sound as it is");
    let mut random = Random(77);
    for end in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let faults = Reader::openapi_text("a.json", &text[..end]).read().expect_err("cut off");
        assert!(!faults.to_string().is_empty());
    }
    for _ in 0..500 {
        let mut changed: Vec<char> = text.chars().collect();
        for _ in 0..=random.below(4) {
            let (one, other) = (random.below(changed.len()), random.below(changed.len()));
            changed.swap(one, other);
        }
        let changed: String = changed.into_iter().collect();
        if let Err(faults) = Reader::openapi_text("a.json", changed).read() {
            assert!(!faults.to_string().is_empty());
        }
    }
}
