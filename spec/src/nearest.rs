//! Finds the names that are most like a wrong one.

/// How much more than the most alike another one may differ, to be named beside it.
const MARGIN: usize = 1;

/// Up to three of the candidates, the most alike first. Those that only begin alike come where no other
/// one is like the name.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wrong.to_lowercase();
    let length = wanted.chars().count();
    let most = (1 + length / 6).min(length.saturating_sub(1));
    let mut alike: Vec<(usize, &str)> = Vec::new();
    let mut longer: Vec<&str> = Vec::new();
    for one in candidates {
        let known = one.to_lowercase();
        let is_far = known.len().abs_diff(wanted.len()) > most;
        match if is_far { None } else { distance(&wanted, &known, most) } {
            Some(distance) => alike.push((distance, one)),
            // The beginning of a name is like the name, however long the rest is.
            None if length > 2 && known.starts_with(&wanted) => longer.push(one),
            None => {}
        }
    }
    alike.sort_unstable();
    longer.sort_unstable();
    let best = alike.first().map_or(0, |(distance, _)| *distance);
    let mut found: Vec<&str> =
        alike.into_iter().filter(|(distance, _)| *distance <= best + MARGIN).map(|(_, one)| one).collect();
    if found.is_empty() {
        found = longer;
    }
    found.dedup();
    found.truncate(3);
    found
}

/// `did you mean `a` or `b`?`, or what to do where nothing is alike.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    candidates: impl Iterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    let near = nearest(wrong, candidates);
    if near.is_empty() {
        return otherwise.to_owned();
    }
    let quoted: Vec<String> = near.iter().map(|one| format!("`{one}`")).collect();
    format!("did you mean {}?", quoted.join(" or "))
}

/// How many characters must be put in, left out or changed to make one text of the other; nothing
/// where it takes more than `most`.
fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, left) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = above + 1;
        let mut best = row[0];
        for (column, right) in other.iter().enumerate() {
            let changed = corner + usize::from(left != *right);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
            best = best.min(row[column + 1]);
        }
        if best > most {
            return None;
        }
    }
    Some(row[other.len()]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changes() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("ab", "ab", 0), Some(0));
    }

    #[test]
    fn names_the_most_alike_first() {
        let known = ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite", "User.Read"];
        assert_eq!(nearest("onlineMeeting.Read", known.into_iter())[0], "OnlineMeetings.Read");
        assert_eq!(nearest("Delegated", ["DelegatedWork"].into_iter()), ["DelegatedWork"]);
        let alike = ["Mail.Read", "Mail.Reads", "Mail.Write", "Mail.Readers"];
        assert_eq!(nearest("Mail.Rea", alike.into_iter()), ["Mail.Read", "Mail.Reads"]);
        assert!(nearest("b", ["a"].into_iter()).is_empty());
        assert!(nearest("start", ["tags"].into_iter()).is_empty());
        assert!(nearest("Sites.Manage.All", known.into_iter()).is_empty());
    }
}
