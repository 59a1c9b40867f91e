//! The best set is the best of all sets, and it is found in time.

mod support;

use std::cmp::Reverse;
use std::time::{Duration, Instant};

use msgraph_cover::{Cover, Need, cover};
use support::{Random, needs, words};

/// The rules of the crate's documentation, word for word: compares as sets compare, the best one first.
fn rank<'a>(
    needs: &[Need<'a>],
    level: impl Fn(&str) -> Option<u32>,
    held: &[&'a str],
) -> Option<(Vec<u64>, usize, Vec<String>)> {
    let mut places = 0;
    for need in needs {
        let all_held =
            |way: &Vec<&str>| way.iter().all(|name| held.iter().any(|held| held.eq_ignore_ascii_case(name)));
        // A way that stands there twice has one place.
        let mut seen: Vec<Vec<String>> = Vec::new();
        for way in &need.alternatives {
            if all_held(way) {
                break;
            }
            let mut names: Vec<String> = way.iter().map(|name| name.to_ascii_lowercase()).collect();
            names.sort();
            names.dedup();
            if !seen.contains(&names) {
                seen.push(names);
            }
        }
        if !need.alternatives.iter().any(all_held) {
            return None;
        }
        places += seen.len();
    }
    // From the highest level down, a set with fewer of a level is less as a word, if all words end alike.
    let mut levels: Vec<u64> =
        held.iter().map(|name| level(name).map_or(u64::MAX, |one| 1 + u64::from(one))).collect();
    levels.sort_by_key(|level| Reverse(*level));
    let mut names: Vec<String> = held.iter().map(|name| name.to_ascii_lowercase()).collect();
    names.sort();
    Some((levels, places, names))
}

fn brute_force<'a>(
    needs: &[Need<'a>],
    level: impl Fn(&str) -> Option<u32> + Copy,
    names: &'a [String],
) -> Vec<&'a str> {
    let sets = (0..1_u32 << names.len()).map(|bits| {
        let held = names.iter().enumerate().filter(move |(place, _)| bits & (1 << place) != 0);
        held.map(|(_, name)| name.as_str()).collect::<Vec<_>>()
    });
    let ranked = sets.filter_map(|held| rank(needs, level, &held).map(|rank| (rank, held)));
    ranked.min_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, held)| held).expect("all names open everything")
}

#[test]
fn no_set_is_better_than_the_best_one() {
    for seed in 0..3000 {
        let mut random = Random(seed);
        let names = words("P", 2 + random.below(8));
        let titles = words("op", 1 + random.below(7));
        let levels: Vec<Option<u32>> = names
            .iter()
            .map(|_| match random.below(4) {
                0 => None,
                _ => Some(u32::try_from(random.below(1 + seed as usize % 4)).expect("small")),
            })
            .collect();
        let level = |name: &str| levels[name[1..].parse::<usize>().expect("a number")];
        let needs = needs(&mut random, &titles, &names, 4, 3);
        let found = cover(&needs, level);
        assert!(found.proven, "seed {seed}");
        assert_eq!(
            found.permissions,
            brute_force(&needs, level, &names),
            "seed {seed}: {needs:#?} {levels:?}"
        );
        is_explained(&found, &needs);
    }
}

/// Each permission has a reason, and each need stands under a way that opens it.
fn is_explained(cover: &Cover<'_>, needs: &[Need<'_>]) {
    assert_eq!(cover.permissions, cover.reasons.iter().map(|reason| reason.permission).collect::<Vec<_>>());
    assert!(cover.reasons.iter().all(|reason| !reason.operations.is_empty()), "{cover}");
    for need in needs {
        let mut under: Vec<&str> = cover
            .reasons
            .iter()
            .filter(|reason| reason.operations.iter().any(|operation| operation.title == need.title))
            .map(|reason| reason.permission)
            .collect();
        under.sort_unstable();
        let is_under = |way: &Vec<&str>| {
            let mut way = way.clone();
            way.sort_unstable();
            way.dedup();
            way == under
        };
        assert!(need.alternatives.iter().any(is_under), "{need:?}\n{cover}");
    }
}

#[test]
fn the_order_of_the_needs_changes_nothing() {
    for seed in 0..200 {
        let mut random = Random(seed);
        let (names, titles) = (words("P", 12), words("op", 10));
        let mut needs = needs(&mut random, &titles, &names, 5, 2);
        let before = cover(&needs, |_| Some(1)).permissions;
        needs.reverse();
        assert_eq!(cover(&needs, |_| Some(1)).permissions, before, "seed {seed}");
    }
}

/// As large as Graph, and of its kind: each resource has a few permissions, reading asks for the lesser one,
/// and some huge ones open much.
#[test]
fn a_table_as_large_as_graph_is_solved_at_once() {
    let mut random = Random(7);
    let resources = words("Resource", 300);
    let kinds = ["ReadBasic.All", "Read.All", "ReadWrite.All"];
    let names: Vec<String> =
        resources.iter().flat_map(|one| kinds.map(|kind| format!("{one}.{kind}"))).collect();
    let titles = words("op", 800);
    let mut needs = Vec::new();
    for title in &titles {
        let resource = random.below(resources.len());
        let least = random.below(3);
        let mut ways: Vec<Vec<&str>> =
            names[resource * 3 + least..resource * 3 + 3].iter().map(|name| vec![name.as_str()]).collect();
        if random.below(4) == 0 {
            ways.push(vec!["Directory.Read.All"]);
        }
        if random.below(3) == 0 {
            ways.push(vec!["Directory.ReadWrite.All"]);
        }
        if random.below(10) == 0 {
            ways.push(vec![&names[random.below(names.len())], &names[random.below(names.len())]]);
        }
        needs.push(Need { title, alternatives: ways });
    }
    let level = |name: &str| match name.rsplit_once('.').map(|(name, _)| name) {
        Some("Directory.ReadWrite") => Some(5),
        Some("Directory.Read") => Some(4),
        Some(name) if name.ends_with("ReadWrite") => Some(3),
        Some(name) if name.ends_with("Read") => Some(2),
        _ => Some(1),
    };
    let started = Instant::now();
    let found = cover(&needs, level);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert!(found.proven);
    is_explained(&found, &needs);
    assert!(
        found.permissions.len() > 200 && !found.permissions.iter().any(|name| name.starts_with("Directory"))
    );
}

/// Nothing like a table: needs at random over few names of one level. The search may give up, but it ends, and
/// every permission is needed.
#[test]
fn the_search_ends_and_leaves_nothing_needless() {
    let mut random = Random(11);
    let (names, titles) = (words("P", 150), words("op", 400));
    let needs = needs(&mut random, &titles, &names, 6, 2);
    let started = Instant::now();
    let found = cover(&needs, |_| Some(1));
    assert!(started.elapsed() < Duration::from_secs(300), "{:?}", started.elapsed());
    let opens = |held: &[&str]| rank(&needs, |_| Some(1), held).is_some();
    assert!(opens(&found.permissions));
    for one in &found.permissions {
        let without: Vec<&str> = found.permissions.iter().copied().filter(|other| other != one).collect();
        assert!(!opens(&without), "{one} is not needed");
    }
}
