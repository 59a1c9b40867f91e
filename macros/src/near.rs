//! Which names are near to each other, and which are one, misspelt.

use strsim::damerau_levenshtein;

/// What permissions allow. Two of them are never one misspelt: `Mail.Send` is a permission beside `Mail.Read`.
const ACTIONS: [&str; 9] =
    ["create", "delete", "install", "manage", "read", "send", "share", "update", "write"];

/// At most three of the candidates, the nearest first, then in their own order. Each comes with its name.
pub(crate) fn nearest<'a, T: Ord>(name: &str, candidates: impl Iterator<Item = (&'a str, T)>) -> Vec<T> {
    let lower = name.to_ascii_lowercase();
    let mut near: Vec<(usize, T)> = candidates
        .map(|(known, candidate)| {
            (damerau_levenshtein(&lower, &known.to_ascii_lowercase()), known.len(), candidate)
        })
        .filter(|(distance, length, _)| *distance <= length / 3)
        .map(|(distance, _, candidate)| (distance, candidate))
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Whether a name that is not known is most likely a known one, misspelt, and not one of another API of Graph: one
/// letter is wrong, or two are. In all of Graph no two names are one letter apart; seven pairs are two, and those
/// begin with another letter or name another action (`Sites.Read.All` and `Files.Read.All`, `Mail.Send` and
/// `Mail.Read`).
pub(crate) fn is_misspelt(name: &str, known: &str) -> bool {
    let (lower, known_lower) = (name.to_ascii_lowercase(), known.to_ascii_lowercase());
    match damerau_levenshtein(&lower, &known_lower) {
        1 => true,
        2 => lower.chars().next() == known_lower.chars().next() && !has_another_action(name, known),
        _ => false,
    }
}

/// Whether the names differ in one word alone, and that is an action in both.
fn has_another_action(name: &str, known: &str) -> bool {
    let (name, known) = (words(name), words(known));
    let mut differing = name.iter().zip(&known).filter(|(one, other)| one != other);
    let is_action = |word: &String| ACTIONS.contains(&word.as_str());
    name.len() == known.len()
        && differing.next().is_some_and(|(one, other)| is_action(one) && is_action(other))
        && differing.next().is_none()
}

/// `mail`, `read` and `write` of `Mail.ReadWrite`
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase() {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The letters and digits alone, in small ones.
pub(crate) fn letters(name: &str) -> String {
    words(name).concat()
}

#[cfg(test)]
mod tests {
    use super::{is_misspelt, letters, words};

    #[test]
    fn words_are_cut_at_dots_and_capitals() {
        assert_eq!(words("Mail.ReadWrite.All"), ["mail", "read", "write", "all"]);
        assert_eq!(words("offline_access"), ["offline", "access"]);
        assert_eq!(words("SMTP.Send"), ["s", "m", "t", "p", "send"]);
        assert_eq!(letters("MAIL_READ_WRITE_ALL"), letters("Mail.ReadWrite.All"));
    }

    #[test]
    fn a_slip_is_misspelt() {
        for (slip, known) in [
            ("Mail.Sent", "Mail.Send"),
            ("OnlineMeeting.Read", "OnlineMeetings.Read"),
            ("OnlineMeetings.Raed.Al", "OnlineMeetings.Read.All"),
            ("onlinemeetings.redwrit", "OnlineMeetings.ReadWrite"),
            ("nlineMeetings.Read", "OnlineMeetings.Read"),
            ("Mail.Sned", "Mail.Send"),
        ] {
            assert!(is_misspelt(slip, known), "{slip}");
        }
    }

    /// All pairs of names in Graph that are two letters apart.
    #[test]
    fn a_permission_of_another_api_is_not_misspelt() {
        for (one, other) in [
            ("Mail.Send", "Mail.Read"),
            ("Mail.Send.Shared", "Mail.Read.Shared"),
            ("TeamsActivity.Send", "TeamsActivity.Read"),
            ("Sites.Read.All", "Files.Read.All"),
            ("Sites.Read.All", "Notes.Read.All"),
            ("Sites.ReadWrite.All", "Files.ReadWrite.All"),
            ("Sites.ReadWrite.All", "Notes.ReadWrite.All"),
            ("User.Read", "OnlineMeetings.Read"),
        ] {
            assert!(!is_misspelt(one, other) && !is_misspelt(other, one), "{one}, {other}");
        }
    }
}
