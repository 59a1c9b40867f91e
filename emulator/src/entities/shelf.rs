//! What there is: entities and contents, by their places.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::store::{self, Store, Table};
use crate::stream::Stream;

/// The name of the counter of numbers and versions in the store.
pub(crate) const COUNTER: &str = "entities";

/// One entity, or one value that has a place of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entity {
    /// When it came into its collection, counted over all; nothing where it is in none.
    number: Option<u64>,
    /// Another one after each change.
    version: u64,
    pub(crate) properties: Map<String, Value>,
}

impl Entity {
    /// Changes with every change of the entity.
    pub(crate) fn etag(&self) -> String {
        format!("W/\"{}\"", crate::ids::opaque(&format!("version:{}", self.version)))
    }

    fn to_bytes(&self) -> Vec<u8> {
        let kept = json!({"number": self.number, "version": self.version, "properties": self.properties});
        kept.to_string().into_bytes()
    }

    #[cfg(feature = "file")]
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut kept: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
        let Value::Object(properties) = kept.remove("properties")? else { return None };
        let number = match kept.get("number")? {
            Value::Null => None,
            number => Some(number.as_u64()?),
        };
        Some(Self { number, version: kept.get("version")?.as_u64()?, properties })
    }
}

/// The bytes of a stream and what they are.
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) stream: Stream,
}

/// All entities and contents.
///
/// A collection keeps its entities in the order in which they came. To find one by its key, or the next page, does
/// not depend on how many there are.
#[derive(Default)]
pub(crate) struct Entities {
    known: BTreeMap<String, Entity>,
    /// Of each collection, the paths of its entities by their numbers.
    members: HashMap<String, BTreeMap<u64, String>>,
    contents: BTreeMap<String, Content>,
    /// The last number or version that was given out.
    last: u64,
}

impl Entities {
    pub(crate) fn get(&self, path: &str) -> Option<&Entity> {
        self.known.get(path)
    }

    /// The entities of a collection behind a number, in the order in which they came.
    pub(crate) fn of<'a>(
        &'a self,
        collection: &str,
        after: u64,
    ) -> impl Iterator<Item = (u64, &'a str, &'a Entity)> {
        let members = self.members.get(collection).into_iter();
        let rest = members.flat_map(move |all| all.range((Bound::Excluded(after), Bound::Unbounded)));
        rest.filter_map(|(number, path)| Some((*number, path.as_str(), self.known.get(path)?)))
    }

    /// How many entities a collection has.
    pub(crate) fn count(&self, collection: &str) -> usize {
        self.members.get(collection).map_or(0, BTreeMap::len)
    }

    /// Sets the properties of what is at a place; where there was nothing, it comes to be.
    pub(crate) fn put(
        &mut self,
        store: &mut Store,
        path: &str,
        is_item: bool,
        properties: Map<String, Value>,
    ) {
        let version = self.next();
        let known = self.known.get(path).and_then(|one| one.number);
        let number = known.or_else(|| is_item.then_some(version));
        let entity = Entity { number, version, properties };
        store.put(Table::Entities, path, || entity.to_bytes());
        self.insert(path, entity);
    }

    fn insert(&mut self, path: &str, entity: Entity) {
        if let Some(number) = entity.number {
            let members = self.members.entry(String::from(parent(path))).or_default();
            members.insert(number, String::from(path));
        }
        self.last = self.last.max(entity.version).max(entity.number.unwrap_or(0));
        self.known.insert(String::from(path), entity);
    }

    /// Notes that something of an entity has changed which is none of its properties.
    pub(crate) fn touch(&mut self, store: &mut Store, path: &str) {
        let version = self.next();
        if let Some(entity) = self.known.get_mut(path) {
            entity.version = version;
            store.put(Table::Entities, path, || entity.to_bytes());
        }
    }

    /// Takes away what is at a place, with everything below it. Whether there was something.
    pub(crate) fn remove(&mut self, store: &mut Store, path: &str) -> bool {
        let mut paths = below(&self.known, path);
        paths.extend(self.known.contains_key(path).then(|| String::from(path)));
        let mut has_gone = false;
        for path in paths {
            let Some(entity) = self.known.remove(&path) else { continue };
            has_gone = true;
            store.remove(Table::Entities, &path);
            if let Some(number) = entity.number {
                let collection = parent(&path);
                let members = self.members.get_mut(collection);
                if members.is_some_and(|all| all.remove(&number).is_some() && all.is_empty()) {
                    self.members.remove(collection);
                }
            }
        }
        let mut paths = below(&self.contents, path);
        paths.push(String::from(path));
        for path in paths {
            has_gone |= self.forget_content(store, &path);
        }
        if has_gone {
            self.keep_last(store);
        }
        has_gone
    }

    pub(crate) fn content(&self, path: &str) -> Option<&Content> {
        self.contents.get(path)
    }

    /// Whether there are contents below a place.
    pub(crate) fn has_content_below(&self, path: &str) -> bool {
        !below(&self.contents, path).is_empty()
    }

    pub(crate) fn put_content(&mut self, store: &mut Store, path: &str, media_type: &str, bytes: Bytes) {
        let number = self.next();
        store.put(Table::Streams, path, || {
            let mut kept = format!("{number}\n{media_type}\n").into_bytes();
            kept.extend_from_slice(&bytes);
            kept
        });
        let content = Content { media_type: String::from(media_type), stream: Stream::new(bytes, number) };
        self.contents.insert(String::from(path), content);
    }

    fn forget_content(&mut self, store: &mut Store, path: &str) -> bool {
        let has_gone = self.contents.remove(path).is_some();
        if has_gone {
            store.remove(Table::Streams, path);
        }
        has_gone
    }

    /// Takes everything away.
    pub(crate) fn clear(&mut self, store: &mut Store) {
        self.known.keys().for_each(|path| store.remove(Table::Entities, path));
        self.contents.keys().for_each(|path| store.remove(Table::Streams, path));
        *self = Self { last: self.last, ..Self::default() };
        self.keep_last(store);
    }

    /// Notes the last number that was given out, so that no other emulator gives it out again: an `ETag` or a page
    /// token of what is gone would be one of something else. As long as nothing goes, what is kept tells it.
    fn keep_last(&self, store: &mut Store) {
        store.put(Table::Counters, COUNTER, || store::bytes(&json!({ "last": self.last })));
    }

    /// Counts on from there, at the least.
    #[cfg(feature = "file")]
    pub(crate) fn restore_last(&mut self, last: u64) {
        self.last = self.last.max(last);
    }

    /// Takes what the store kept under a key, at the start of an emulator. The text says what is wrong with it.
    #[cfg(feature = "file")]
    pub(crate) fn restore(&mut self, table: Table, key: &str, bytes: &[u8]) -> Result<(), String> {
        let broken = || format!("what is kept as '{key}' cannot be read");
        if table == Table::Streams {
            let mut parts = bytes.splitn(3, |one| *one == b'\n');
            let mut text = || parts.next().and_then(|one| std::str::from_utf8(one).ok());
            let number: u64 = text().and_then(|one| one.parse().ok()).ok_or_else(broken)?;
            let media_type = String::from(text().ok_or_else(broken)?);
            let bytes = Bytes::copy_from_slice(parts.next().ok_or_else(broken)?);
            self.last = self.last.max(number);
            self.contents
                .insert(String::from(key), Content { media_type, stream: Stream::new(bytes, number) });
            return Ok(());
        }
        self.insert(key, Entity::from_bytes(bytes).ok_or_else(broken)?);
        Ok(())
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

/// What a place is in: the collection of an entity.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The places below a place.
fn below<T>(known: &BTreeMap<String, T>, path: &str) -> Vec<String> {
    // '0' is the character behind '/'
    let (start, end) = (format!("{path}/"), format!("{path}0"));
    known.range(start..end).map(|(path, _)| path.clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::store::{Change, Keep};

    /// Keeps changes where a test sees them.
    struct Kept(Arc<Mutex<Vec<Change>>>);

    impl Keep for Kept {
        fn keep(&mut self, changes: Vec<Change>) -> io::Result<()> {
            self.0.lock().map_err(|_| io::Error::other("poisoned"))?.extend(changes);
            Ok(())
        }
    }

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            other => panic!("no object: {other}"),
        }
    }

    fn subjects(entities: &Entities, collection: &str) -> Vec<String> {
        entities.of(collection, 0).map(|(_, _, one)| one.properties["subject"].to_string()).collect()
    }

    #[test]
    fn a_collection_keeps_its_order_and_loses_what_is_deleted_with_all_below() {
        let mut store = Store::default();
        let mut entities = Entities::default();
        for (path, subject) in [("a/2", 1), ("a/1", 2), ("a/1/b/1", 3), ("a/10", 4)] {
            entities.put(&mut store, path, true, object(json!({"subject": subject})));
        }
        entities.put_content(&mut store, "a/1/b/1/$value", "text/plain", Bytes::from_static(b"x"));
        entities.put(&mut store, "a/2", true, object(json!({"subject": 5})));
        assert_eq!(subjects(&entities, "a"), ["5", "2", "4"], "a change keeps the order");
        assert!(entities.has_content_below("a/1"));
        assert!(entities.remove(&mut store, "a/1"));
        assert!(!entities.remove(&mut store, "a/1"));
        assert_eq!(subjects(&entities, "a"), ["5", "4"]);
        assert_eq!((entities.count("a"), entities.count("a/1/b")), (2, 0));
        assert!(entities.get("a/1/b/1").is_none() && entities.content("a/1/b/1/$value").is_none());
    }

    #[cfg(feature = "file")]
    #[test]
    fn what_the_store_was_told_makes_the_same_again() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let mut store = Store::new(Kept(told.clone()), 0);
        let mut before = Entities::default();
        before.put(&mut store, "a/1", true, object(json!({"subject": "ä"})));
        before.put(&mut store, "a/2", true, object(json!({"subject": 2})));
        before.put(&mut store, "a/3", true, object(json!({"subject": 3})));
        before.put(&mut store, "one", false, object(json!({"subject": null})));
        before.put_content(&mut store, "a/1/$value", "text/plain", Bytes::from_static(b"x\ny\n"));
        before.remove(&mut store, "a/2");
        before.touch(&mut store, "a/1");
        // The last number is that of what is gone.
        before.put(&mut store, "a/4", true, object(json!({"subject": 4})));
        before.remove(&mut store, "a/4");
        store.commit().expect("kept");
        let mut file: BTreeMap<(Table, String), Vec<u8>> = BTreeMap::new();
        for change in told.lock().expect("not poisoned").drain(..) {
            let key = (change.table, change.key);
            match change.value {
                Some(value) => drop(file.insert(key, value)),
                None => drop(file.remove(&key)),
            }
        }
        let mut after = Entities::default();
        for ((table, key), value) in &file {
            match table {
                Table::Counters => {
                    let kept: Value = serde_json::from_slice(value).expect("JSON");
                    after.restore_last(kept["last"].as_u64().expect("a number"));
                }
                _ => after.restore(*table, key, value).expect("readable"),
            }
        }
        assert_eq!(after.known, before.known);
        assert_eq!((&after.members, after.last), (&before.members, before.last));
        let (old, new) =
            (before.content("a/1/$value").expect("old"), after.content("a/1/$value").expect("new"));
        assert_eq!((old.stream.etag(), &old.media_type), (new.stream.etag(), &new.media_type));
        assert!(after.restore(Table::Entities, "a/4", b"{}").expect_err("broken").contains("a/4"));

        before.clear(&mut store);
        store.commit().expect("kept");
        let gone = told.lock().expect("not poisoned").drain(..).filter(|one| one.value.is_none()).count();
        assert_eq!((gone, before.known.len(), before.contents.len()), (4, 0, 0));
    }
}
