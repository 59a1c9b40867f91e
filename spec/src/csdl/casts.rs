//! Type casts: a place, seen as a type that derives from its own.

use super::index::TypeId;
use super::place::Place;
use super::walk::Walk;
use crate::model::Segment;
use crate::pattern::Reach;

impl<'a> Walk<'a, '_> {
    /// Views of a place as a derived type: where a pattern spells the type out, with all that lies behind; where the
    /// description lists the type for this place, what is there to be read.
    pub(super) fn casts(&mut self, place: &Place<'a>) {
        if self.spelled.is_empty() && place.casts.is_empty() {
            return;
        }
        let index = &self.reading.index;
        let mut open: Vec<TypeId> = match place.casts[..] {
            [] => index.get(place.ty).derived.clone(),
            _ => place.casts.clone(),
        };
        while let Some(ty) = open.pop() {
            let declared = index.get(ty);
            open.extend(&declared.derived);
            let full = format!("{}.{}", declared.namespace, declared.name);
            if self.is_spelled(declared.name) {
                let spellings = index.spellings(declared.namespace);
                let spellings = spellings.map(|space| format!("{space}.{}", declared.name));
                for spelling in [full.clone()].into_iter().chain(spellings) {
                    let segment = Segment::Literal(spelling);
                    if self.progress.spells(&segment) {
                        self.enter(segment);
                        self.stand(&self.cast(place, ty));
                        self.leave();
                    }
                }
            }
            if place.casts.contains(&ty) && ty != place.ty {
                self.view(place, ty, full);
            }
        }
    }

    fn cast(&self, place: &Place<'a>, ty: TypeId) -> Place<'a> {
        place.cast(ty, self.reading.shape(ty).capabilities.clone())
    }

    /// A place as a type that is listed for it.
    fn view(&mut self, place: &Place<'a>, ty: TypeId, name: String) {
        let segment = Segment::Literal(name);
        if self.progress.spells(&segment) {
            return;
        }
        if self.enter(segment) > Reach::None {
            let view = self.cast(place, ty);
            self.operations(&view);
            if view.is_collection {
                self.count(&view);
            }
        }
        self.leave();
    }
}
