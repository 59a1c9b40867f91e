//! A subscriber of `tracing` that keeps everything.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What was told, in the order in which it began. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    told: Arc<Mutex<Vec<Told>>>,
}

/// A span or an event.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) metadata: &'static Metadata<'static>,
    pub(crate) fields: BTreeMap<&'static str, String>,
    /// The place of the span that it stands in.
    pub(crate) parent: Option<usize>,
}

thread_local! {
    /// The spans that this thread is in.
    static INSIDE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

impl Recorder {
    /// Everything of the client.
    pub(crate) fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    /// The spans of that name.
    pub(crate) fn spans(&self, name: &str) -> Vec<Told> {
        self.told()
            .into_iter()
            .filter(|told| told.metadata.is_span() && told.metadata.name() == name)
            .collect()
    }

    /// The messages of the client's events, with their level.
    pub(crate) fn events(&self) -> Vec<String> {
        let events = self.told().into_iter().filter(|told| told.metadata.is_event());
        let own = events.filter(|told| told.metadata.target() == "msgraph");
        own.map(|told| format!("{} {}", told.metadata.level(), told.fields["message"])).collect()
    }

    /// Everything of everybody as one text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for told in self.told() {
            writeln!(text, "{} {:?} {:?}", told.metadata.target(), told.metadata.name(), told.fields)
                .unwrap();
        }
        text
    }

    fn add(&self, metadata: &'static Metadata<'static>, fields: Fields) -> u64 {
        let parent = INSIDE.with_borrow(|inside| inside.last().map(|id| usize::try_from(*id).unwrap() - 1));
        let mut told = self.told.lock().unwrap();
        told.push(Told { metadata, fields: fields.0, parent });
        told.len() as u64
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        Id::from_u64(self.add(span.metadata(), fields))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        let place = usize::try_from(span.into_u64()).unwrap() - 1;
        self.told.lock().unwrap()[place].fields.extend(fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.add(event.metadata(), fields);
    }

    fn enter(&self, span: &Id) {
        INSIDE.with_borrow_mut(|inside| inside.push(span.into_u64()));
    }

    fn exit(&self, _: &Id) {
        INSIDE.with_borrow_mut(Vec::pop);
    }
}
