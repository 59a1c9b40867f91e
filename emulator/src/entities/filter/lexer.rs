//! The tokens of a filter.

use super::syntax::Fault;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    Slash,
    Colon,
    /// `'O''Neil'`
    Text(String),
    /// `duration'PT1H'`
    Typed(String, String),
    /// A name, an operator, or a literal without quotes.
    Word(String),
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let simple = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            ',' => Some(Token::Comma),
            '/' => Some(Token::Slash),
            ':' => Some(Token::Colon),
            _ => None,
        };
        if let Some(token) = simple {
            found.push(token);
            rest = &rest[1..];
        } else if first.is_whitespace() {
            rest = rest.trim_start();
        } else if first == '\'' {
            let (quoted, behind) = quoted(rest)?;
            found.push(Token::Text(quoted));
            rest = behind;
        } else {
            let end = rest.find(|one| !is_of_word(one, first)).unwrap_or(rest.len());
            if end == 0 {
                return Err(Fault::Syntax(format!("'{first}' has no meaning there")));
            }
            let (word, behind) = rest.split_at(end);
            rest = behind;
            if rest.starts_with('\'') {
                let (quoted, behind) = quoted(rest)?;
                found.push(Token::Typed(String::from(word), quoted));
                rest = behind;
            } else {
                found.push(Token::Word(String::from(word)));
            }
        }
    }
    Ok(found)
}

/// A colon parts a variable from its condition, but not the hours of a date from the minutes.
fn is_of_word(one: char, first: char) -> bool {
    let is_number = first.is_ascii_digit() || first == '-';
    one.is_alphanumeric()
        || matches!(one, '_' | '-' | '.' | '$' | '@')
        || is_number && matches!(one, ':' | '+')
}

/// The text between quotes, and what stands behind them.
fn quoted(text: &str) -> Result<(String, &str), Fault> {
    let mut out = String::new();
    let mut rest = &text[1..];
    loop {
        let end = rest.find('\'').ok_or_else(|| Fault::Syntax(String::from("a quote has no partner")))?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(behind) => {
                out.push('\'');
                rest = behind;
            }
            None => return Ok((out, rest)),
        }
    }
}
