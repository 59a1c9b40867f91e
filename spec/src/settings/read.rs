//! Reads settings from TOML.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Array, Document, Item, Key, TableLike, Value};

use super::lines::Lines;
use super::{File, Setting, Settings, Source, SourceKind};
use crate::model::Origin;
use crate::nearest::did_you_mean;
use crate::{Diagnostic, Diagnostics, Pattern, Sources};

const KEYS: [&str; 8] = [
    "name",
    "include",
    "exclude",
    "roots",
    "permissions-may-cover-more",
    "spec",
    "permissions",
    "permission-fixups",
];
const SOURCE_KEYS: [&str; 3] = ["file", "url", "sha256"];

/// Reads all settings, or says all that is wrong with them.
pub(super) fn settings(file: File, folder: &Path) -> Result<Settings, Diagnostics> {
    let mut sources = Sources::default();
    sources.add(&file.name, file.text.clone());
    let mut reading = Reading { lines: Lines::new(&file.name, &file.text), faults: sources.diagnostics() };
    let found = match Document::parse(&*file.text) {
        Ok(document) => reading.settings(document.as_table()),
        Err(fault) => {
            let message = format!("this is not TOML: {}", fault.message().trim().replace('\n', ", "));
            reading.error(fault.span(), "", message, "look here, and at what stands just before");
            None
        }
    };
    let faults = reading.faults;
    match found {
        Some(found) if faults.is_empty() => {
            Ok(Settings { folder: folder.to_owned(), written: file, ..found })
        }
        _ => Err(faults),
    }
}

struct Reading<'a> {
    lines: Lines<'a>,
    faults: Diagnostics,
}

impl Reading<'_> {
    fn settings(&mut self, top: &dyn TableLike) -> Option<Settings> {
        self.check_keys(top, "", &KEYS);
        let name = self.text(top, "", "name").map(|(name, _)| name);
        let include = self.list(top, "include", Self::pattern);
        let exclude = self.list(top, "exclude", Self::pattern);
        let roots = self.list(top, "roots", Self::type_name);
        let permissions_may_cover_more = self.flag(top, "permissions-may-cover-more");
        let spec = self.source(top, SourceKind::Spec);
        let permissions = self.source(top, SourceKind::Permissions);
        let permission_fixups = self.source(top, SourceKind::PermissionFixups);
        if !top.contains_key("spec") {
            let help = "add a table `[spec]` with `file`, or `url`, or both";
            self.error(None, "", "the settings name no description".to_owned(), help);
        }
        if let (Some(_), None, Some((key, _))) =
            (&permission_fixups, top.get("permissions"), top.get_key_value("permission-fixups"))
        {
            let fault = "there is no permission table that the fix-ups could correct".to_owned();
            self.error(key.span(), "", fault, "add a table `[permissions]`, or take this one out");
        }
        Some(Settings {
            name,
            include,
            exclude,
            roots,
            permissions_may_cover_more,
            permissions,
            permission_fixups,
            ..Settings::new(spec?)
        })
    }

    fn check_keys(&mut self, table: &dyn TableLike, of: &str, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(key)) {
            let help =
                did_you_mean(key, known.iter().copied(), &format!("write one of {}", known.join(", ")));
            let at = table.key(key).and_then(Key::span);
            self.error(at, of, format!("`{key}` is not known here"), &help);
        }
    }

    /// The text of a key, and where it stands.
    fn text(&mut self, table: &dyn TableLike, of: &str, key: &str) -> Option<(String, Origin)> {
        let item = table.get(key)?;
        let Some(text) = item.as_str() else {
            self.wrong_kind(item, key, "text", &format!("write `{key} = \"..\"`"));
            return None;
        };
        if text.trim().is_empty() {
            let help = "write something between the quotes, or take the key out";
            self.error(item.span(), of, format!("`{key}` is empty"), help);
            return None;
        }
        Some((text.to_owned(), self.lines.origin(item.span(), &format!("{of}/{key}"))))
    }

    /// Whether a key says `true`.
    fn flag(&mut self, table: &dyn TableLike, key: &str) -> bool {
        let Some(item) = table.get(key) else { return false };
        item.as_bool().unwrap_or_else(|| {
            self.wrong_kind(item, key, "true or false", &format!("write `{key} = true`, without quotes"));
            false
        })
    }

    /// The texts of a list, those that pass a check.
    fn list(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        check: fn(&mut Self, &str, &Origin) -> bool,
    ) -> Vec<Setting> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array() else {
            self.wrong_kind(item, key, "a list of texts", &format!("write `{key} = [\"..\"]`"));
            return Vec::new();
        };
        self.texts(array, key).into_iter().filter(|one| check(self, &one.text, &one.origin)).collect()
    }

    fn texts(&mut self, array: &Array, key: &str) -> Vec<Setting> {
        let mut found: Vec<Setting> = Vec::new();
        for (index, value) in array.iter().enumerate() {
            let pointer = format!("/{key}/{index}");
            let origin = self.lines.origin(value.span(), &pointer);
            let Value::String(text) = value else {
                let fault = format!(
                    "`{key}` must be a list of texts, but one of them is {}",
                    noun(value.type_name())
                );
                self.faults.push(Diagnostic::error(fault).at(origin).help("put it into quotes"));
                continue;
            };
            let one = Setting { text: text.value().clone(), origin };
            if let Some(first) = found.iter().find(|known| known.text == one.text) {
                let fault =
                    Diagnostic::error(format!("`{}` stands twice in `{key}`", one.text)).at(one.origin);
                let fault = fault.related(first.origin.clone(), "the first one");
                self.faults.push(fault.help("keep one of the two"));
                continue;
            }
            found.push(one);
        }
        found
    }

    fn pattern(&mut self, text: &str, at: &Origin) -> bool {
        let faults = Pattern::parse(text).err();
        let is_right = faults.is_none();
        self.faults.extend(faults.into_iter().flatten().map(|one| one.at(at.clone())));
        is_right
    }

    fn type_name(&mut self, text: &str, at: &Origin) -> bool {
        let is_name =
            !text.is_empty() && !text.contains(|one: char| one.is_whitespace() || "/{}()*".contains(one));
        if !is_name {
            let fault = Diagnostic::error(format!("the root `{text}` is no name of a type")).at(at.clone());
            self.faults.push(fault.help("write a name such as `microsoft.graph.fileAttachment`"));
        }
        is_name
    }

    fn source(&mut self, top: &dyn TableLike, kind: SourceKind) -> Option<Source> {
        let name = kind.as_str();
        let (key, item) = top.get_key_value(name)?;
        let Some(table) = item.as_table_like() else {
            self.wrong_kind(
                item,
                name,
                "a table",
                &format!("write `[{name}]`, and `file = \"..\"` below it"),
            );
            return None;
        };
        self.check_keys(table, name, &SOURCE_KEYS);
        let before = self.faults.len();
        let mut source = Source::nowhere();
        source.origin = self.lines.origin(key.span(), &format!("/{name}"));
        source.file = self.text(table, name, "file").map(|(file, _)| PathBuf::from(file));
        source.url = self.text(table, name, "url").and_then(|(url, at)| self.address(url, at));
        if let Some((digits, at)) = self.text(table, name, "sha256") {
            source.sha256 = self.digits(digits, &at);
            source.sha256_origin = at;
        }
        if self.faults.len() == before && source.file.is_none() && source.url.is_none() {
            let fault = format!("`[{name}]` does not say where it is");
            let help = "name a `file`, or a `url`, or both";
            self.faults.push(Diagnostic::error(fault).at(source.origin.clone()).help(help));
        }
        Some(source)
    }

    fn address(&mut self, url: String, at: Origin) -> Option<String> {
        let Some(wrong) = wrong_address(&url) else { return Some(url) };
        let help = "write the whole address, beginning with `https://`; `http://` is for this machine only";
        self.faults.push(Diagnostic::error(format!("the address `{url}` {wrong}")).at(at).help(help));
        None
    }

    fn digits(&mut self, digits: String, at: &Origin) -> Option<String> {
        let is_right = digits.len() == 64 && digits.bytes().all(|one| one.is_ascii_hexdigit());
        if !is_right {
            let fault = Diagnostic::error("this is no SHA-256: it has 64 hexadecimal digits").at(at.clone());
            let help = "take the key out, and let `cargo msgraph generate --update` write it";
            self.faults.push(fault.help(help));
        }
        is_right.then_some(digits)
    }

    fn wrong_kind(&mut self, item: &Item, key: &str, wanted: &str, help: &str) {
        let fault = format!("`{key}` must be {wanted}, but it is {}", noun(item.type_name()));
        self.error(item.span(), "", fault, help);
    }

    fn error(&mut self, at: Option<Range<usize>>, pointer: &str, message: String, help: &str) {
        let at = self.lines.origin(at, pointer);
        self.faults.push(Diagnostic::error(message).at(at).help(help));
    }
}

fn noun(type_name: &str) -> String {
    match type_name {
        "string" => "text".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => "a list".to_owned(),
        "array of tables" => "a list of tables".to_owned(),
        "integer" | "float" => "a number".to_owned(),
        other => format!("a {other}"),
    }
}

/// What is wrong with an address, if it is not one that a file may be fetched from: what travels in the clear
/// could be changed on its way, and names and passwords do not belong into a file.
///
/// ```
/// use msgraph_spec::settings::wrong_address;
///
/// assert_eq!(wrong_address("https://graph.microsoft.com/v1.0/$metadata"), None);
/// assert_eq!(wrong_address("http://example.com/a.yaml"), Some("does not begin with `https://`"));
/// ```
#[must_use]
pub fn wrong_address(url: &str) -> Option<&'static str> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_secure = scheme.eq_ignore_ascii_case("https");
    let is_local = scheme.eq_ignore_ascii_case("http") && is_loopback(authority);
    if authority.is_empty() || url.contains(|one: char| one.is_whitespace() || one.is_control()) {
        Some("is no address of a file")
    } else if authority.contains('@') {
        Some("holds a name or a password")
    } else if is_secure || is_local {
        None
    } else {
        Some("does not begin with `https://`")
    }
}

fn is_loopback(authority: &str) -> bool {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next() == Some("::1");
    }
    let host = authority.split(':').next().unwrap_or(authority);
    let is_number = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    is_number || host.eq_ignore_ascii_case("localhost")
}
