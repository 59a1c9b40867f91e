//! Walks the paths: from the entity container through keys, navigation and calls.
//!
//! A path that a pattern names, segment by segment, is always followed. What only a `**` asks for is swept: through
//! navigation that contains its target as deep as it goes, but never twice through the same navigation property, nor
//! a third time to the same type, nor on from navigation that the description calls `Single`; and one step through
//! navigation that only refers to its target, which can be read there, but calls bound to it are found where it
//! lives. Types that are listed for a place (`Validation.DerivedTypeConstraint`) are swept as views of it. Other type
//! casts, alternate keys, navigation inside complex values, and what lies behind a cast or a function, have to be
//! named. Without any pattern everything is swept. What a sweep leaves out is documented at [`Reader::include`](crate::Reader::include).

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::ahead::Ahead;
use super::capabilities::Capabilities;
use super::index::TypeId;
use super::notes::{CORE, VALIDATION};
use super::place::Place;
use super::reading::Reading;
use super::shapes::{Navigation, Shape};
use super::xml::Node;
use crate::Diagnostic;
use crate::cut::{Cut, Progress};
use crate::model::{HttpMethod, KeyParameter, Operation, OperationKind, Origin, PathTemplate, Segment};
use crate::pattern::Reach;

/// The most operations of one walk. Graph as a whole has about a third.
const MOST_OPERATIONS: usize = 50_000;
/// The most places where a walk stands, and the most segments that it tries. Graph as a whole has less than
/// a tenth.
const MOST_PLACES: usize = 50_000;
const MOST_SEGMENTS: usize = 500_000;
/// The most segments of a path. Graph's longest that is swept has less than a third.
const DEEPEST: usize = 64;

pub(super) struct Walk<'a, 'r> {
    pub(super) reading: &'r Reading<'a>,
    cut: &'r Cut,
    pub(super) path: PathTemplate,
    /// How far the patterns have come along the path.
    pub(super) progress: Progress<'r>,
    ahead: Ahead,
    /// The navigation properties on the path, and the types that it has been at.
    trail: Vec<(Node<'a>, TypeId)>,
    walked: Walked,
    /// The names that patterns spell out, in lower case and without namespaces.
    pub(super) spelled: HashSet<String>,
    /// How often the walk stood somewhere, and how many segments it tried.
    places: usize,
    segments: usize,
}

/// What a walk has come by.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) found: Vec<Found>,
    /// One for each `include`.
    pub(super) met: Vec<Met>,
    /// Whether it ended before it was through.
    pub(super) is_full: bool,
}

/// An operation, and the action whose parameters it sends.
pub(super) struct Found {
    pub(super) operation: Operation,
    pub(super) sends: Option<usize>,
}

/// What was found for a pattern.
#[derive(Default, Clone)]
pub(super) struct Met {
    pub(super) is_met: bool,
    /// The methods of operations on its paths that it does not choose.
    pub(super) other_methods: BTreeSet<HttpMethod>,
}

impl<'a, 'r> Walk<'a, 'r> {
    pub(super) fn new(reading: &'r Reading<'a>, cut: &'r Cut) -> Self {
        Self {
            reading,
            cut,
            path: PathTemplate::default(),
            progress: Progress::new(cut),
            ahead: Ahead::new(&reading.index, cut),
            trail: Vec::new(),
            walked: Walked { met: vec![Met::default(); cut.include().len()], ..Walked::default() },
            spelled: cut.include().iter().flat_map(|(one, _)| one.names()).collect(),
            places: 0,
            segments: 0,
        }
    }

    /// Walks everything that the patterns ask for.
    pub(super) fn all(mut self) -> Walked {
        let parts = &self.reading.index.container;
        for (home, node) in parts {
            let Some(name) = node.attribute("Name") else { continue };
            match node.tag_name().name() {
                "EntitySet" => self.root(name, *node, home, "EntityType"),
                "Singleton" => self.root(name, *node, home, "Type"),
                _ => self.import(name, *node, home),
            }
        }
        self.walked.is_full = self.is_full();
        if self.walked.is_full {
            let fault = format!("the patterns ask for more than {MOST_OPERATIONS} operations or steps");
            let help = "name what you need: `include` takes patterns such as `/me/messages/**`";
            let first = parts.first().map_or_else(Origin::none, |(_, node)| self.reading.origin(*node, ""));
            self.reading.push(Diagnostic::error(fault).at(first).help(help));
        }
        self.walked
    }

    fn is_full(&self) -> bool {
        self.walked.found.len() >= MOST_OPERATIONS
            || self.places >= MOST_PLACES
            || self.segments >= MOST_SEGMENTS
    }

    /// Goes one segment on; gives how far the patterns go into the path then.
    pub(super) fn enter(&mut self, segment: Segment) -> Reach {
        self.segments += 1;
        self.progress.enter(&segment);
        self.path.segments.push(segment);
        self.progress.reach()
    }

    /// Takes the last segment back.
    pub(super) fn leave(&mut self) {
        self.progress.leave();
        self.path.segments.pop();
    }

    pub(super) fn push(&mut self, found: Found) {
        self.walked.found.push(found);
    }

    /// Whether an `include` asks for an operation on the path, whatever an `exclude` says: the cut takes out what is
    /// excluded, so that an `exclude` without effect can be told.
    pub(super) fn is_asked_for(&mut self, method: HttpMethod, kind: OperationKind) -> bool {
        let mut is_asked_for = self.cut.include().is_empty();
        for (at, pattern) in self.progress.met() {
            if !pattern.matches_segments(&self.path.segments, kind) {
                continue;
            }
            if pattern.is_of(method) {
                self.walked.met[at].is_met = true;
                is_asked_for = true;
            } else {
                self.walked.met[at].other_methods.insert(method);
            }
        }
        is_asked_for
    }

    fn root(&mut self, name: &'a str, node: Node<'a>, home: &'a str, attribute: &'static str) {
        if self.enter(Segment::Literal(name.to_owned())) > Reach::None || self.is_spelled(name) {
            let written = node.attribute(attribute).unwrap_or_default();
            match self.reading.index.find(written, home) {
                Some(ty) => {
                    let place = self.root_place(ty, node, attribute == "EntityType");
                    self.stand(&place);
                }
                None => self.reading.push_once(node, || self.reading.unknown(node, attribute, written)),
            }
        }
        self.leave();
    }

    /// Whether a pattern has a segment of that name somewhere. The reach of a path does not say it where the pattern
    /// names an entity by another key: `/applications` is not on the way to `/applications(appId='{appId}')`.
    pub(super) fn is_spelled(&self, name: &str) -> bool {
        !self.spelled.is_empty() && self.spelled.contains(&name.to_ascii_lowercase())
    }

    pub(super) fn root_place(&self, ty: TypeId, node: Node<'a>, is_set: bool) -> Place<'a> {
        let notes = self.reading.index.notes_of_part(node);
        let capabilities = Rc::new(Capabilities::read(&notes));
        let target = self.reading.shape(ty).capabilities.clone();
        let casts = notes.names(VALIDATION, "DerivedTypeConstraint").into_iter();
        let name = node.attribute("Name").unwrap_or_default();
        Place {
            ty,
            is_collection: is_set,
            is_contained: true,
            is_singleton: !is_set,
            is_item: false,
            is_view: false,
            may_go_on: true,
            may_call: true,
            layers: vec![capabilities.clone(), target],
            outer: vec![(capabilities, String::new())],
            explicit: notes.names(CORE, "ExplicitOperationBindings"),
            casts: casts.filter_map(|one| self.reading.index.find(one, "")).collect(),
            description: notes.docs().description,
            origin: self.reading.origin(node, name),
            notes,
        }
    }

    /// How far the patterns go into the path, if a sweep may come here.
    fn asked(&self, may_sweep: bool) -> Reach {
        match self.progress.reach() {
            Reach::Swept if !may_sweep => Reach::None,
            other => other,
        }
    }

    /// Lists the operations of a place, and goes on from it.
    pub(super) fn stand(&mut self, place: &Place<'a>) {
        if self.path.segments.len() > DEEPEST {
            return self.too_deep(place);
        }
        let is_way = |pattern, parts| self.ahead.may_be(pattern, parts, place.ty);
        if self.is_full() || !self.progress.may_go_on(is_way) {
            return;
        }
        self.places += 1;
        let shape = self.reading.shape(place.ty);
        self.operations(place);
        self.calls(place, &shape);
        if place.is_collection {
            self.count(place);
            self.keys(place, &shape);
        } else {
            self.contents(place, &shape);
            for one in &shape.navigation {
                self.navigate(place, one);
            }
            self.complex(place, &shape);
        }
        self.casts(place);
    }

    fn too_deep(&self, place: &Place<'a>) {
        let node = self.reading.index.get(place.ty).node;
        self.reading.push_once(node, || {
            let fault = format!("paths of more than {DEEPEST} segments are left out, as one that leads here");
            let at = self.reading.places.of_attribute(node, "Name", "");
            Diagnostic::warning(fault).at(at).help("take containment out that leads deeper and deeper")
        });
    }

    /// Goes through complex values to their navigation, where patterns name them.
    fn complex(&mut self, place: &Place<'a>, shape: &Shape<'a>) {
        for (name, ty) in &shape.complex {
            if !self.is_spelled(name) {
                continue;
            }
            let reach = self.enter(Segment::Literal((*name).to_owned()));
            if reach == Reach::Named && self.path.segments.len() <= DEEPEST {
                let inside = place.inside(name, *ty);
                let shape = self.reading.shape(*ty);
                for one in &shape.navigation {
                    self.navigate(&inside, one);
                }
                self.complex(&inside, &shape);
            }
            self.leave();
        }
    }

    /// The entities of a collection, by their key.
    fn keys(&mut self, place: &Place<'a>, shape: &Shape<'a>) {
        let is_indexable = place.says(|one| one.indexable) != Some(false);
        if let [_] = shape.keys[..] {
            let key = self.key(place.ty);
            self.enter(Segment::Key(key));
            if self.asked(is_indexable) > Reach::None {
                self.stand(&place.item());
            }
            self.leave();
        } else if shape.keys.len() > 1 {
            let parts = shape.keys.iter().map(|one| super::shapes::argument(one.name, one.ty.clone()));
            self.by_call(place, parts.collect(), is_indexable);
        } else {
            self.no_key(place);
        }
        for parts in &shape.alternate_keys {
            self.by_call(place, parts.clone(), false);
        }
    }

    /// Keys in parentheses behind the name of the collection: `/applications(appId='{appId}')`.
    fn by_call(
        &mut self,
        place: &Place<'a>,
        parameters: Vec<crate::model::FunctionParameter>,
        may_sweep: bool,
    ) {
        let Some(Segment::Literal(name)) = self.path.segments.last().cloned() else { return };
        self.leave();
        self.enter(Segment::Call { name: name.clone(), parameters });
        if self.asked(may_sweep) > Reach::None {
            self.stand(&place.item());
        }
        self.leave();
        self.enter(Segment::Literal(name));
    }

    /// The key of a type: its name and `-id`, with a number where the path has that one already.
    fn key(&self, ty: TypeId) -> KeyParameter {
        let name = self.reading.index.get(ty).name;
        let plain = format!("{name}-id");
        let is_taken = |name: &str| self.path.keys().any(|one| one.name == name);
        let mut key = KeyParameter::new(plain.as_str());
        let mut number = 0;
        while is_taken(&key.name) {
            number += 1;
            key.name = format!("{plain}{number}");
        }
        key.of = Some(self.reading.index.name(ty));
        key
    }

    fn no_key(&self, place: &Place<'a>) {
        let declared = self.reading.index.get(place.ty);
        if declared.node.attribute("Abstract") == Some("true") {
            return;
        }
        self.reading.push_once(declared.node, || {
            let fault = format!(
                "`{}.{}` has no key, so no path leads to one of them",
                declared.namespace, declared.name
            );
            Diagnostic::warning(fault)
                .at(self.reading.places.of_attribute(declared.node, "Name", ""))
                .help("give it or its base type a `Key`")
        });
    }

    fn navigate(&mut self, place: &Place<'a>, by: &Rc<Navigation<'a>>) {
        if self.is_full() {
            return;
        }
        let reach = self.enter(Segment::Literal(by.name.to_owned()));
        let may_sweep = || {
            let same_type = self.trail.iter().filter(|(_, ty)| *ty == by.target).count();
            place.may_go_on && same_type < 2 && self.trail.iter().all(|(node, _)| *node != by.node)
        };
        let by_other_key = || {
            self.is_spelled(by.name)
                && by.is_collection
                && !self.reading.shape(by.target).alternate_keys.is_empty()
        };
        let is_asked = match reach {
            Reach::Named => true,
            Reach::Swept => may_sweep(),
            Reach::None => by_other_key(),
        };
        if is_asked {
            let origin = self.reading.origin(by.node, by.name);
            let target = self.reading.shape(by.target).capabilities.clone();
            let mut next = place.through(by, target, origin);
            let navigability = next.says(|one| one.navigability);
            next.may_go_on = reach == Reach::Named || by.is_contained && navigability != Some("Single");
            next.may_call = reach == Reach::Named || by.is_contained;
            if reach == Reach::Named || navigability != Some("None") {
                self.trail.push((by.node, by.target));
                self.stand(&next);
                self.trail.pop();
            }
        }
        self.leave();
    }
}
