//! Changes of an input, for runs without a fuzzer: of its bytes, its words, its lines and its brackets.

use crate::random::Random;

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 56] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ":",
    ",",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "# ",
    "---\n",
    "|\n",
    ">\n",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "$ref",
    "allOf",
    "anyOf",
    "nullable: true",
    "\u{0}",
    "\u{feff}",
    "\r\n",
    "\t",
    "\u{202e}",
    "é",
    "\u{1f600}",
    "\"]; fn pwned() {} //",
    "*/",
    "```",
    "#![x]",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "&#0;",
    "&amp;",
    "xmlns=\"a\"",
    "{id}",
    "**",
    "()",
    "(a={a})",
    "/../",
];

/// The input, changed in a few places.
#[must_use]
pub fn mutate(input: &[u8], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut changed = input.to_vec();
    for _ in 0..=random.below(3) {
        change(&mut changed, others, random);
    }
    changed
}

fn change(input: &mut Vec<u8>, others: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len() + 1);
    match random.below(12) {
        0 => flip(input, random),
        1 => input.truncate(at),
        2 => {
            input.drain(..at);
        }
        3 => {
            let to = (at + random.below(20)).min(input.len());
            input.drain(at..to);
        }
        4 | 5 => insert(input, at, random.one_of(&PIECES).unwrap_or(&"").as_bytes()),
        6 => {
            // a part of another input
            let other = random.one_of(others).cloned().unwrap_or_default();
            let from = random.below(other.len());
            let to = (from + random.below(80)).min(other.len());
            insert(input, at, &other[from..to]);
        }
        7 => {
            let from = random.below(input.len());
            let to = (from + random.below(60)).min(input.len());
            let part = input[from..to].to_vec();
            insert(input, at, &part);
        }
        8 | 9 => lines(input, random),
        10 => words(input, random),
        _ => pair(input, random),
    }
}

fn flip(input: &mut [u8], random: &mut Random) {
    let at = random.below(input.len());
    if let Some(byte) = input.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

fn insert(input: &mut Vec<u8>, at: usize, part: &[u8]) {
    input.splice(at..at, part.iter().copied());
}

/// Moves, repeats or drops a line.
fn lines(input: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<Vec<u8>> = input.split(|one| *one == b'\n').map(<[u8]>::to_vec).collect();
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(3) {
        0 => lines.swap(from, to),
        1 => lines.insert(to, lines[from].clone()),
        _ => {
            lines.remove(from);
        }
    }
    *input = lines.join(&b'\n');
}

/// Puts one word in the place of another: a value, a key, a name.
fn words(input: &mut Vec<u8>, random: &mut Random) {
    let is_word = |one: &u8| one.is_ascii_alphanumeric() || b"_-.$/#@".contains(one);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, one) in input.iter().chain(b" ").enumerate() {
        match (is_word(one), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    let (Some(from), Some(to)) = (random.one_of(&found).copied(), random.one_of(&found).copied()) else {
        return;
    };
    let word = input[from.0..from.1].to_vec();
    input.splice(to.0..to.1, word);
}

/// Repeats or drops what stands between two brackets of a pair, or an element of XML: structure stays whole.
fn pair(input: &mut Vec<u8>, random: &mut Random) {
    let opens: Vec<usize> = (0..input.len()).filter(|at| b"{[<".contains(&input[*at])).collect();
    let Some(from) = random.one_of(&opens).copied() else { return };
    let close = match input[from] {
        b'{' => b'}',
        b'[' => b']',
        _ => b'>',
    };
    let (mut depth, mut end) = (0_usize, from);
    for (at, one) in input.iter().enumerate().skip(from) {
        depth = if *one == input[from] { depth + 1 } else { depth - usize::from(*one == close && depth > 0) };
        if depth == 0 {
            end = at + 1;
            break;
        }
    }
    if end <= from {
        return;
    }
    let part = input[from..end].to_vec();
    match random.below(3) {
        0 => {
            input.drain(from..end);
        }
        1 => insert(input, end, &part),
        _ => {
            // within itself
            let nested = [&part[..1], &part[..], &part[1..]].concat();
            input.splice(from..end, nested);
        }
    }
}
