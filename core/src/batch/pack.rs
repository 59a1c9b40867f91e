//! Which requests go into one batch.

/// Of the requests that can be sent, in their order, those that go into the next batch. `after` gives those of them that
/// one waits for, which stand before it.
///
/// Requests that wait for one another go together. Only where more than `limit` do, the first of them go now, and the
/// others when those are answered.
pub(super) fn pack<'a>(ready: &[usize], after: impl Fn(usize) -> &'a [usize], limit: usize) -> Vec<usize> {
    let mut batch: Vec<usize> = Vec::new();
    for component in components(ready, after) {
        if batch.len() + component.len() <= limit {
            batch.extend(component);
        } else if batch.is_empty() {
            batch.extend(component.into_iter().take(limit));
        }
        if batch.len() == limit {
            break;
        }
    }
    batch.sort_unstable();
    batch
}

/// The requests that hang together, each group in order, by their first ones.
pub(super) fn components<'a>(ready: &[usize], after: impl Fn(usize) -> &'a [usize]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..ready.len()).collect();
    for (at, place) in ready.iter().enumerate() {
        for other in after(*place) {
            if let Ok(other) = ready.binary_search(other) {
                let (one, other) = (root(&mut leader, at), root(&mut leader, other));
                leader[one.max(other)] = one.min(other);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); ready.len()];
    for (at, place) in ready.iter().enumerate() {
        groups[root(&mut leader, at)].push(*place);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The first of the group, with the way to it made shorter.
fn root(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The batches of requests that wait for others, where all is answered at once.
    fn batches(after: &[&[usize]], limit: usize) -> Vec<Vec<usize>> {
        let mut left: Vec<usize> = (0..after.len()).collect();
        let mut batches = Vec::new();
        while !left.is_empty() {
            let batch = pack(&left, |place| after[place], limit);
            left.retain(|place| !batch.contains(place));
            batches.push(batch);
        }
        batches
    }

    #[test]
    fn chains_stay_whole_and_gaps_are_filled() {
        let none: &[usize] = &[];
        assert_eq!(batches(&[none, none, &[1], &[2], none], 3), [vec![0, 4], vec![1, 2, 3]]);
        assert_eq!(batches(&[none, &[0], none, &[2], none], 3), [vec![0, 1, 4], vec![2, 3]]);
        assert_eq!(batches(&[none; 5], 2), [vec![0, 1], vec![2, 3], vec![4]]);
    }

    #[test]
    fn a_chain_that_is_too_long_is_sent_from_its_start() {
        let none: &[usize] = &[];
        assert_eq!(batches(&[none, &[0], &[1], &[2], none], 2), [vec![0, 1], vec![2, 3], vec![4]]);
        // what hangs together through one that is answered no longer does
        assert_eq!(batches(&[none, &[0], &[0], &[0]], 2), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn two_chains_that_meet_are_one() {
        let none: &[usize] = &[];
        assert_eq!(
            components(&[0, 1, 2, 3], |place| [none, none, none, &[2, 0]][place]),
            [vec![0, 2, 3], vec![1]]
        );
    }
}
