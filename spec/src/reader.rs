//! The way from files to the model: text, tree, typed document, model, checks, permissions, fix-ups.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use crate::cut::{Before, Cut, Wanted, Written};
use crate::input::{Input, parse};
use crate::model::{Api, HttpMethod};
use crate::permissions::Table;
use crate::read::{Partly, Read};
use crate::tree::Document;
use crate::{Diagnostic, Diagnostics, Level, Sources, check, csdl, mistaken, openapi, permissions, secrets};

/// Reads a description and, if there are such, a permission table and fix-ups of it.
///
/// Each input is a file, or a text with a name that stands for it in diagnostics. Nothing is read
/// before [`read`](Self::read), so the order of the calls does not matter.
///
/// ```
/// let description = "
/// openapi: 3.0.3
/// info: {title: Notes, version: v1.0}
/// servers: [{url: https://graph.microsoft.com/v1.0}]
/// paths:
///   /me/notes: {get: {responses: {'204': {description: ok}}}}
/// ";
/// let table = "
/// permissions:
///   Notes.Read: {schemes: {DelegatedWork: {privilegeLevel: 1}}}
/// ";
/// let fixups = "
/// fixups:
///   - operation: GET /me/notes
///     scheme: DelegatedWork
///     add: [Notes.Read]
///     reason: The table does not know the operation, and the page names this permission.
///     link: https://learn.microsoft.com/graph/api/notes-list
/// ";
/// let read = msgraph_spec::Reader::openapi_text("notes.yaml", description)
///     .permissions_text("permissions.yaml", table)
///     .permission_fixups_text("permission-fixups.yaml", fixups)
///     .read()?;
/// let permissions = &read.api.operations[0].permissions;
/// assert_eq!(permissions.delegated_work.alternatives().count(), 1);
/// assert_eq!(permissions.fixups[0].link, "https://learn.microsoft.com/graph/api/notes-list");
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is read before `read()`"]
pub struct Reader {
    spec: Input,
    form: Option<Form>,
    wanted: Wanted,
    permissions: Option<Input>,
    fixups: Option<Input>,
    may_cover_more: bool,
    may_match_nothing: bool,
}

/// What a description is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    OpenApi,
    Csdl,
}

impl Reader {
    /// Reads a description from a file: CSDL where its text begins as XML does, OpenAPI 3.0 otherwise.
    pub fn spec(path: impl AsRef<Path>) -> Self {
        Self::new(Input::file(path), None)
    }

    /// Reads a description from a text, as [`spec`](Self::spec) does. The name stands for it in diagnostics.
    pub fn spec_text(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self::new(Input::text(name.as_ref(), text.as_ref()), None)
    }

    /// Reads a description in CSDL 4.0, the XML of an OData service's `$metadata`, from a file. For Microsoft
    /// Graph that is <https://graph.microsoft.com/v1.0/$metadata>.
    ///
    /// A description in CSDL has no list of paths: they are walked as far as the patterns of
    /// [`include`](Self::include) go.
    pub fn csdl(path: impl AsRef<Path>) -> Self {
        Self::new(Input::file(path), Some(Form::Csdl))
    }

    /// Reads a description in CSDL 4.0 from a text. The name stands for it in diagnostics.
    pub fn csdl_text(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self::new(Input::text(name.as_ref(), text.as_ref()), Some(Form::Csdl))
    }

    /// Reads an OpenAPI 3.0 description, YAML or JSON, from a file.
    pub fn openapi(path: impl AsRef<Path>) -> Self {
        Self::new(Input::file(path), Some(Form::OpenApi))
    }

    /// Reads an OpenAPI 3.0 description from a text. The name stands for it in diagnostics; one
    /// that ends in `.json` or `.yaml` says which of the two it is.
    pub fn openapi_text(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self::new(Input::text(name.as_ref(), text.as_ref()), Some(Form::OpenApi))
    }

    /// Keeps the operations that a [`Pattern`](crate::Pattern) matches, such as `/users/{id}/onlineMeetings/**` or
    /// `POST /me/sendMail`, and those of other patterns given so. Without any, all operations stay.
    ///
    /// Only types that the operations can reach stay: what they send and answer, what the properties of those
    /// hold, and base types. Derived types do not come with their base, and navigation properties are not
    /// followed; those whose target is not there are left out. [`root`](Self::root) brings more.
    ///
    /// A pattern that matches nothing is an error.
    ///
    /// A description in CSDL has no list of paths, and types that refer to each other make endlessly many. A path
    /// that a pattern names segment by segment, with `*` and `{id}` or without, is always followed. What only a
    /// `**` stands for is swept, and a sweep has ends: it goes on through navigation that contains its target, but
    /// neither twice through the same property nor a third time to the same type; it takes one step through
    /// navigation that only refers to its target, and does not go on where the description says
    /// `Navigability/Single`; it sees a place as those derived types that `DerivedTypeConstraint` lists for it, with
    /// nothing behind them. So `/groups/{id}/**` has `/groups/{id}/calendar/events/{id}`, but no attachments of
    /// those events: `/groups/{id}/calendar/events/**` has. Other type casts, alternate keys, and what lies behind a
    /// function, are there when a pattern names them.
    pub fn include(mut self, pattern: impl AsRef<str>) -> Self {
        let one = Written::called("include", self.wanted.include.len(), pattern.as_ref());
        self.wanted.include.push(one);
        self
    }

    /// Leaves out the operations that a [`Pattern`](crate::Pattern) matches, whatever includes them. A pattern that
    /// matches nothing is an error.
    pub fn exclude(mut self, pattern: impl AsRef<str>) -> Self {
        let one = Written::called("exclude", self.wanted.exclude.len(), pattern.as_ref());
        self.wanted.exclude.push(one);
        self
    }

    /// Keeps a type, and what it can reach, although no operation names it:
    /// `microsoft.graph.fileAttachment`, with or without the namespace.
    pub fn root(mut self, name: impl AsRef<str>) -> Self {
        let one = Written::called("root", self.wanted.roots.len(), name.as_ref());
        self.wanted.roots.push(one);
        self
    }

    /// Reads the permission table from a file, YAML or JSON.
    pub fn permissions(mut self, path: impl AsRef<Path>) -> Self {
        self.permissions = Some(Input::file(path));
        self
    }

    /// Reads the permission table from a text.
    pub fn permissions_text(mut self, name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        self.permissions = Some(Input::text(name.as_ref(), text.as_ref()));
        self
    }

    /// Reads corrections of the permission table from a file, YAML or JSON: a reviewed list of what the
    /// table has wrong, each entry with a reason and the page that says so. They are applied in the
    /// order of the file. A fix-up that no longer changes anything is an error.
    ///
    /// Each names an `operation` (`GET /me/onlineMeetings`), a `scheme`, a `reason`, a `link`, and at
    /// least one of `least` (the alternative that is the least privileged), `add` and `remove` (lists of
    /// alternatives). An alternative is a name, or a list of names that must be held together.
    pub fn permission_fixups(mut self, path: impl AsRef<Path>) -> Self {
        self.fixups = Some(Input::file(path));
        self
    }

    /// Reads corrections of the permission table from a text, as
    /// [`permission_fixups`](Self::permission_fixups) does.
    pub fn permission_fixups_text(mut self, name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        self.fixups = Some(Input::text(name.as_ref(), text.as_ref()));
        self
    }

    /// Whether the permission table may name operations that the description does not have, as
    /// Microsoft's whole `permissions.json` does beside a slice. Otherwise, and by default, each
    /// such entry is an error: it is most likely misspelt. Where a slice is cut out of a description, and where
    /// that is in CSDL, the table may cover more in any case.
    pub fn permissions_may_cover_more(mut self, may: bool) -> Self {
        self.may_cover_more = may;
        self
    }

    /// Whether an `include`, `exclude` or `root` may match nothing, as one may that is written for two descriptions,
    /// of which only one has the operation. Those that match nothing are then no errors, and are listed in
    /// [`Read::unmatched`]; where nothing is left, the slice is empty.
    pub fn patterns_may_match_nothing(mut self, may: bool) -> Self {
        self.may_match_nothing = may;
        self
    }

    /// Reads the files, lowers them into the model and checks it.
    ///
    /// # Errors
    /// Every fault of all files, warnings included.
    pub fn read(&self) -> Result<Read, Diagnostics> {
        self.read_partly().whole()
    }

    /// Reads what can be read, faults or not: for a stage behind this one that has faults of its own
    /// to find, so that all of them are reported in one run. Where a pattern cannot be read, nothing else is.
    #[must_use]
    pub fn read_partly(&self) -> Partly {
        let mut sources = Sources::default();
        let mut found = Vec::new();
        let cut = self.wanted.read(&mut sources, &mut found);
        if !found.is_empty() {
            // without a pattern that cannot be read, something else is chosen than was meant: what is wrong with
            // that is no news
            let mut faults = sources.diagnostics();
            faults.extend(found);
            faults.sort();
            return Partly { api: None, faults, unmatched: Vec::new(), table: None };
        }
        let description = self.spec.open(&mut sources, &mut found);
        let table = self.permissions.as_ref().and_then(|input| input.open(&mut sources, &mut found));
        let fixups = self.fixups.as_ref().and_then(|input| input.load(&mut sources, &mut found));
        let mut faults = sources.diagnostics();
        // the table is as long as many a description, and neither needs the other until both are there
        let (description, mut api, table) = thread::scope(|scope| {
            let table = table.as_ref().map(|text| scope.spawn(|| ReadTable::new(text)));
            let description = description.and_then(|text| self.parse(text, &mut found));
            faults.extend(found);
            let api = description.as_ref().and_then(|one| one.lower(&cut, &mut faults));
            let table = table.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            (description, api, table)
        });
        let (table, table_faults) = table.map(|one| (one.table, one.faults)).unwrap_or_default();
        let mut lowered = None;
        if let (Some(api), Some(description)) = (&mut api, &description) {
            let declared = description.declared();
            let may_cover_more = self.may_cover_more || declared.is_none() || !cut.is_nothing();
            let given = Given { declared: declared.unwrap_or_default(), may_cover_more };
            let is_sound = table_faults.iter().all(|one| one.level != Level::Error);
            let table = table.map(|table| (table, is_sound));
            lowered = self.permit(api, &given, table, fixups.as_ref(), &mut faults);
        } else {
            // what is wrong with them can be said all the same
            fixups.as_ref().map(permissions::fixups::lower);
        }
        faults.extend(table_faults);
        if let Some(Description::OpenApi(document)) = &description {
            faults.extend(document.take_faults());
        }
        if let Some(document) = &fixups {
            faults.extend(document.take_faults());
        }
        let mut unmatched = Vec::new();
        if self.may_match_nothing {
            (unmatched, faults) = cut.unmatched(faults);
        }
        faults.sort();
        Partly { api, faults, unmatched, table: lowered }
    }

    /// Reads the description's syntax.
    fn parse(&self, (name, text): (Arc<str>, Arc<str>), faults: &mut Vec<Diagnostic>) -> Option<Description> {
        if let Some(page) = mistaken::html(&name, &text) {
            faults.push(page);
            return None;
        }
        let begins_as_xml = text.trim_start().starts_with('<');
        let form = self.form.unwrap_or(if begins_as_xml { Form::Csdl } else { Form::OpenApi });
        match form {
            Form::OpenApi => parse(&name, text, faults).map(Description::OpenApi),
            Form::Csdl => Some(Description::Csdl { name, text }),
        }
    }

    /// Gives the operations their permissions, as the table says and the fix-ups correct it.
    fn permit(
        &self,
        api: &mut Api,
        given: &Given<'_>,
        table: Option<(Table, bool)>,
        fixups: Option<&Document>,
        faults: &mut Diagnostics,
    ) -> Option<Table> {
        let fixups = fixups.map(|document| (document, permissions::fixups::lower(document)));
        let Some((table, is_sound)) = table else {
            if let (Some((document, _)), None) = (&fixups, &self.permissions) {
                document.top().error(
                    "there is no permission table that the fix-ups could correct",
                    "read one with `permissions`, or leave the fix-ups out",
                );
            }
            return None;
        };
        let mut found = Diagnostics::default();
        permissions::attach(&table, api, &given.declared, given.may_cover_more, &mut found);
        let is_sound = is_sound && !found.has_errors();
        faults.extend(found);
        if let Some((_, fixups)) = fixups {
            let base = permissions::fixups::Base { table: &table, is_sound, declared: &given.declared };
            permissions::fixups::apply(&fixups, &base, api, faults);
        }
        Some(table)
    }

    /// A reader of what settings name.
    #[cfg(feature = "settings")]
    pub(crate) fn of(spec: Input, permissions: Option<Input>, fixups: Option<Input>, wanted: Wanted) -> Self {
        Self { wanted, permissions, fixups, ..Self::new(spec, None) }
    }

    fn new(spec: Input, form: Option<Form>) -> Self {
        Self {
            spec,
            form,
            wanted: Wanted::default(),
            permissions: None,
            fixups: None,
            may_cover_more: false,
            may_match_nothing: false,
        }
    }
}

/// A permission table that was read, and what is wrong with it. There is none where its syntax is wrong.
#[derive(Default)]
struct ReadTable {
    table: Option<Table>,
    faults: Vec<Diagnostic>,
}

impl ReadTable {
    fn new((name, text): &(Arc<str>, Arc<str>)) -> Self {
        if let Some(fault) = mistaken::html(name, text).or_else(|| mistaken::xml(name, text)) {
            return Self { table: None, faults: vec![fault] };
        }
        let mut faults = Vec::new();
        let document = parse(name, text.clone(), &mut faults);
        let table = document.as_ref().map(permissions::lower);
        faults.extend(document.iter().flat_map(Document::take_faults));
        Self { table, faults }
    }
}

/// A description whose syntax is right.
enum Description {
    OpenApi(Document),
    Csdl { name: Arc<str>, text: Arc<str> },
}

/// What the permission table is compared with.
struct Given<'a> {
    /// The operations that the description writes down, faulty or not.
    declared: Vec<(HttpMethod, &'a str)>,
    may_cover_more: bool,
}

impl Description {
    /// Lowers the description, cuts the slice out, marks the secrets that it does not mark and checks the model.
    fn lower(&self, cut: &Cut, faults: &mut Diagnostics) -> Option<Api> {
        let mut api = match self {
            Self::OpenApi(document) => {
                // what it says comes from its typed document; its tree knows where that stands
                let mut api = openapi::lower(&openapi::read(document)?, document);
                check::keep_bounds(&mut api, faults);
                let before = Before::of(&api);
                cut.apply(&mut api, false, faults, |pattern| before.has_left_out(pattern, document));
                faults.extend(before.retain(document.take_faults(), document, cut, &api));
                api
            }
            Self::Csdl { name, text } => {
                let mut api = csdl::read(name, text, cut, faults)?;
                check::keep_bounds(&mut api, faults);
                cut.apply(&mut api, true, faults, |_| false);
                api
            }
        };
        secrets::mark(&mut api);
        check::check(&api, faults);
        Some(api)
    }

    /// The operations that it writes down; CSDL has none.
    fn declared(&self) -> Option<Vec<(HttpMethod, &str)>> {
        match self {
            Self::OpenApi(document) => Some(openapi::declared(document)),
            Self::Csdl { .. } => None,
        }
    }
}
