//! Edits by chance, of slices that have something of everything.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use msgraph_codegen::compare;
use msgraph_spec::Reader;
use msgraph_spec::diff::{Aspect, Change, Comparison, Effect, How, Item};
use msgraph_spec::model::Api;

use super::edits::{Chance, EDITS};
use super::surface::{Surface, surface, taken};

/// How often each slice is edited. `EDITS=1000` looks further.
const OFTEN: usize = 14;

/// How many edits it takes until a slice begins anew.
const CHAIN: usize = 5;

#[test]
fn no_signature_is_lost_where_a_comparison_says_less_than_major() {
    let often = std::env::var("EDITS").ok().map_or(OFTEN, |text| text.parse().expect("a number of edits"));
    let slices = slices();
    assert!(slices.len() >= 8, "the golden cases are there");
    let all: Vec<Seen> = std::thread::scope(|scope| {
        let walks: Vec<_> = (1..)
            .zip(&slices)
            .map(|(seed, (name, api))| scope.spawn(move || walk(name, api, seed, often)))
            .collect();
        walks.into_iter().map(|one| one.join().expect("a walk ends")).collect()
    });
    let wrong: Vec<&String> = all.iter().flat_map(|one| &one.wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} edits:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].iter().map(|one| one.as_str()).collect::<Vec<_>>().join("\n\n")
    );
    let sum = |of: fn(&Seen) -> usize| all.iter().map(of).sum::<usize>();
    let seen = [sum(|one| one.checked), sum(|one| one.boxes), sum(|one| one.names)];
    println!("{seen:?} comparisons held to what is emitted, boxes, names of updates");
    assert!(seen[0] >= 60 && seen[1] >= 3 && seen[2] >= 3, "{seen:?}");
}

/// The golden cases, as slices.
fn slices() -> BTreeMap<String, Api> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let cases = fs::read_dir(folder).expect("golden cases").flatten();
    let inputs =
        cases.map(|one| (one.file_name().to_string_lossy().into_owned(), one.path().join("openapi.yaml")));
    let inputs = inputs.filter(|(_, path)| path.exists());
    inputs.map(|(name, path)| (name, Reader::openapi(path).read().expect("a golden case").api)).collect()
}

/// What was seen of one slice.
#[derive(Default)]
struct Seen {
    /// Comparisons that were held to what is emitted.
    checked: usize,
    /// Those that found a field boxed, or no longer.
    boxes: usize,
    /// Those that found an update under another name.
    names: usize,
    wrong: Vec<String>,
}

/// A slice, and what is emitted of it, if somebody asked.
struct State {
    api: Api,
    surface: Option<Option<Surface>>,
}

impl State {
    fn new(api: Api) -> Self {
        Self { api, surface: None }
    }

    /// Nothing where the slice cannot be generated.
    fn surface(&mut self) -> Option<&Surface> {
        self.surface.get_or_insert_with(|| surface(&self.api).ok()).as_ref()
    }
}

fn walk(slice: &str, api: &Api, seed: u64, often: usize) -> Seen {
    let mut chance = Chance(seed);
    let mut seen = Seen::default();
    let mut last = State::new(api.clone());
    for at in 0..often {
        if at % CHAIN == 0 {
            last.api.clone_from(api);
            last.surface = None;
        }
        let mut next = last.api.clone();
        let (title, edit) = EDITS[chance.below(EDITS.len())];
        if edit(&mut next, &mut chance).is_none() || next == last.api {
            continue;
        }
        next.operations.sort_by_key(|one| (one.path.to_string(), one.method));
        let mut next = State::new(next);
        let faults = check(&mut last, &mut next, &mut seen);
        seen.wrong.extend(faults.map(|fault| format!("{slice}, {at}, {title}: {fault}")));
        // a slice that cannot be generated leads nowhere
        if next.surface != Some(None) {
            last = next;
        }
    }
    seen
}

/// Holds the comparison there and the one back to what is emitted.
fn check(old: &mut State, new: &mut State, seen: &mut Seen) -> Option<String> {
    let both = [compare(&old.api, &new.api), compare(&new.api, &old.api)];
    seen.boxes += usize::from(both[0].changes.iter().any(is_boxed));
    seen.names += usize::from(both[0].changes.iter().any(is_renamed));
    if both.iter().all(|one| is_breaking_by_itself(one)) {
        return None;
    }
    let (before, after) = (old.surface()?, new.surface()?);
    seen.checked += 1;
    let truth = [taken(before, after), taken(after, before)];
    let is_right = |(comparison, truth): (&Comparison, Effect)| {
        let step = comparison.step().unwrap_or(Effect::Patch);
        // a slice asks for more where the service does, but never because of a box or a name alone
        step >= truth && (is_breaking_by_itself(comparison) || step < Effect::Major || truth == Effect::Major)
    };
    if both.iter().zip(truth).all(is_right) {
        return None;
    }
    let items: Vec<&String> = before.symmetric_difference(after).collect();
    let steps = both.each_ref().map(Comparison::step);
    Some(format!("{steps:?}, {truth:?}\n{items:#?}\n{:#?}", both[0].changes))
}

/// Whether something breaks callers that is neither a box nor the name of an update.
fn is_breaking_by_itself(of: &Comparison) -> bool {
    of.changes.iter().any(|one| one.effect == Effect::Major && !is_boxed(one) && !is_renamed(one))
}

fn is_boxed(change: &Change) -> bool {
    change.how == How::Changed(Aspect::Type)
        && [&change.before, &change.after].into_iter().flatten().any(|text| text.starts_with("Box<"))
}

fn is_renamed(change: &Change) -> bool {
    matches!(change.item, Item::Type(_)) && change.how == How::Changed(Aspect::Name)
}
