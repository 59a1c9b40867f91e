//! Why a pattern finds nothing: how far its path can be followed, and what is spelt alike where it ends.

use super::calls::own_parameters;
use super::index::TypeId;
use super::reading::Reading;
use super::walk::{Met, Walked};
use crate::Diagnostic;
use crate::cut::Cut;
use crate::model::Origin;
use crate::nearest::did_you_mean;
use crate::pattern::{Asked, Pattern};

/// Reports each `include` that has found nothing. A walk that ended early has met too few to tell.
pub(super) fn unmatched(reading: &Reading<'_>, cut: &Cut, walked: &Walked) {
    if walked.is_full {
        return;
    }
    for ((pattern, origin), met) in cut.include().iter().zip(&walked.met) {
        if !met.is_met {
            reading.push(explain(reading, pattern, met, origin));
        }
    }
}

fn explain(reading: &Reading<'_>, pattern: &Pattern, met: &Met, origin: &Origin) -> Diagnostic {
    let error = |why: String| {
        Diagnostic::error(format!("the pattern `{pattern}` matches no operation: {why}")).at(origin.clone())
    };
    if !met.other_methods.is_empty() {
        let names: Vec<&str> = met.other_methods.iter().map(|one| one.as_str()).collect();
        return error("there is none with that method".to_owned())
            .help(format!("on this path there is only {}", names.join(", ")));
    }
    let (why, help) = Search { reading, passed: String::new() }.follow(pattern);
    error(why).help(help)
}

/// Where a search stands: the type, and whether it is a collection of them.
type At = (TypeId, bool);

struct Search<'a, 'r> {
    reading: &'r Reading<'a>,
    passed: String,
}

impl Search<'_, '_> {
    /// Follows the path of a pattern to the first segment that leads nowhere.
    fn follow(mut self, pattern: &Pattern) -> (String, String) {
        const GENERAL: &str = "`*` stands for one segment, `**` for any number of them, `{id}` for a key";
        let mut at: Option<At> = None;
        let mut index = 0;
        while let Some(asked) = pattern.asked_at(index) {
            let next = match (asked, at) {
                (Asked::Any, _) => {
                    return (format!("nothing below `{}/` does", self.passed), GENERAL.to_owned());
                }
                (Asked::Name(name), None) => self.root(name),
                (Asked::Key, None) => {
                    Err(("a path does not begin with a key".to_owned(), GENERAL.to_owned()))
                }
                (Asked::Key, Some((ty, true))) => Ok((ty, false)),
                (Asked::Key, Some((ty, false))) => Err((
                    format!(
                        "`{}` is one `{}`, and has no keys behind it",
                        self.passed,
                        self.reading.index.name(ty)
                    ),
                    "take the key out".to_owned(),
                )),
                (Asked::Name(name), Some(place)) => {
                    let is_last = pattern.asked_at(index + 1).is_none();
                    self.name(name, place, is_last)
                }
            };
            match next {
                Ok(next) => at = Some(next),
                Err((why, help)) => {
                    let meant = match at {
                        None => pattern
                            .without_version()
                            .map(|meant| ("leave out the version of the service", meant)),
                        Some((_, true)) => {
                            pattern.with_key_at(index).map(|meant| ("write `{id}` where a key stands", meant))
                        }
                        Some(_) => None,
                    };
                    return (why, meant.map_or(help, |(what, meant)| format!("{what}: `{meant}`")));
                }
            }
            let shown = match asked {
                Asked::Name(name) => name,
                _ => "{id}",
            };
            self.passed = format!("{}/{shown}", self.passed);
            index += 1;
        }
        (format!("nothing can be done with `{}`", self.passed), GENERAL.to_owned())
    }

    fn root(&self, name: &str) -> Result<At, (String, String)> {
        let index = &self.reading.index;
        for (home, node) in &index.container {
            let is_meant = node.attribute("Name").is_some_and(|one| one.eq_ignore_ascii_case(name));
            let is_set = node.tag_name().name() == "EntitySet";
            let written = node.attribute(if is_set { "EntityType" } else { "Type" });
            if let (true, Some(ty)) = (is_meant, written.and_then(|one| index.find(one, home))) {
                return Ok((ty, is_set));
            }
        }
        let known = index.container.iter().filter_map(|(_, node)| node.attribute("Name"));
        let help = did_you_mean(name, known, "a path begins with an entity set or singleton, such as `/me`");
        Err((format!("there is no entity set or singleton `{name}`"), help))
    }

    fn name(&self, name: &str, (ty, is_collection): At, is_last: bool) -> Result<At, (String, String)> {
        let index = &self.reading.index;
        let shape = self.reading.shape(ty);
        let of = index.name(ty);
        let navigation = shape.navigation.iter().find(|one| one.name.eq_ignore_ascii_case(name));
        if let (Some(one), false) = (navigation, is_collection) {
            return Ok((one.target, one.is_collection));
        }
        let complex = shape.complex.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        if let (Some((_, inside)), false, false) = (complex, is_collection, is_last) {
            return Ok((*inside, false));
        }
        let below = &self.passed;
        if navigation.is_some() {
            let message =
                format!("`{name}` of `{below}/{name}` belongs to one `{of}`, but `{below}` is a collection");
            return Err((message, format!("name one by its key: `{below}/{{id}}/{name}`")));
        }
        let calls = index.lineage(ty).flat_map(|one| index.bound_to(one, is_collection));
        let calls: Vec<_> = calls.map(|at| &index.callables[*at]).collect();
        if let Some(call) = calls.iter().find(|one| one.name.eq_ignore_ascii_case(name)) {
            let taken: Vec<&str> = own_parameters(call).filter_map(|one| one.attribute("Name")).collect();
            let message = format!("`{name}` is called otherwise on `{of}`");
            return Err((
                message,
                format!("it takes ({}); `{name}` alone means all overloads", taken.join(", ")),
            ));
        }
        if shape.others.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            let message = format!("`{name}` of `{below}/{name}` is a property of `{of}` that comes with it");
            return Err((message, format!("read `{below}`, with `$select={name}`")));
        }
        let streams = shape.streams.iter().map(|one| one.name);
        let known = shape.navigation.iter().map(|one| one.name).chain(streams).filter(|_| !is_collection);
        let known: Vec<&str> = known.chain(calls.iter().map(|one| one.name)).collect();
        let what = if is_collection {
            "action or function of a collection of"
        } else {
            "navigation property, action or function of"
        };
        let otherwise = format!("look `{of}` up in the description");
        let help = did_you_mean(name, known.into_iter(), &otherwise);
        Err((format!("`{name}` of `{below}/{name}` is no {what} `{of}`"), help))
    }
}
