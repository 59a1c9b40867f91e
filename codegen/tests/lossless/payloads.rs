//! Objects that the service can send for a type, now or later: built from the model, then changed.

use msgraph_spec::model::{
    Api, EnumType, Primitive, Property, StructuredType, TypeDef, TypeName, TypeRef, ValueType,
};

use crate::json::Json;

/// What every secret holds, so that a test can look for it.
pub(crate) const SECRET: &str = "hunter2secret";

const TEXT: TypeRef = TypeRef::Primitive(Primitive::String);

/// Builds payloads out of bytes. Where they end, everything that is left to choose is the simplest.
pub(crate) struct Payloads<'a> {
    api: &'a Api,
    bytes: std::slice::Iter<'a, u8>,
    /// How many objects may still lie in each other.
    depth: usize,
}

impl<'a> Payloads<'a> {
    pub(crate) fn new(api: &'a Api, bytes: &'a [u8]) -> Self {
        Self { api, bytes: bytes.iter(), depth: 6 }
    }

    fn choose(&mut self, of: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % of
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.choose(texts.len())]
    }

    /// An object of a type: of that type itself, of one that derives from it, or of one that nobody knows.
    pub(crate) fn object(&mut self, ty: &'a StructuredType) -> Json {
        let derived = self.derived_from(&ty.name);
        let (ty, odata_type) = match self.choose(6) {
            0..3 => (ty, None),
            3 => (ty, Some(format!("#{}", ty.name))),
            4 if !derived.is_empty() => {
                let derived = derived[self.choose(derived.len())];
                (derived, Some(format!("#{}", derived.name)))
            }
            _ => (ty, Some("#microsoft.graph.typeOfNextYear".to_owned())),
        };
        let mut members = Vec::new();
        members.extend(odata_type.map(|name| ("@odata.type".to_owned(), Json::Text(name))));
        for property in self.api.properties_of(ty) {
            if property.ty.item != TypeRef::Primitive(Primitive::Stream) {
                members.extend(self.property(property).map(|value| (property.name.clone(), value)));
            }
        }
        self.change(&mut members);
        Json::Object(members)
    }

    /// An object that says that it is of that type, or of one that derives from it.
    pub(crate) fn typed(&mut self, ty: &'a StructuredType) -> Json {
        let mut types = self.derived_from(&ty.name);
        types.push(ty);
        let ty = types[self.choose(types.len())];
        let Json::Object(mut members) = self.object(ty) else { return Json::Null };
        members.retain(|(name, _)| name != "@odata.type");
        members.push(("@odata.type".to_owned(), Json::Text(format!("#{}", ty.name))));
        Json::Object(members)
    }

    /// The properties that an update may have.
    pub(crate) fn update(&mut self, ty: &'a StructuredType) -> Json {
        let properties = self.api.properties_of(ty).into_iter();
        let writable = properties
            .filter(|one| !one.is_read_only && !one.is_immutable && !one.is_navigation && one.name != "id");
        let mut members: Vec<(String, Json)> = Vec::new();
        for property in writable {
            members.extend(self.property(property).map(|value| (property.name.clone(), value)));
        }
        self.change(&mut members);
        Json::Object(members)
    }

    /// An object in which properties stand twice, with other values. The last ones count.
    pub(crate) fn with_duplicates(&mut self, ty: &'a StructuredType) -> Json {
        let (Json::Object(mut members), Json::Object(again)) = (self.object(ty), self.object(ty)) else {
            return Json::Null;
        };
        members.extend(again);
        Json::Object(members)
    }

    fn derived_from(&self, base: &TypeName) -> Vec<&'a StructuredType> {
        let structured = self.api.types.values().filter_map(|ty| match ty {
            TypeDef::Structured(ty) => Some(ty),
            _ => None,
        });
        structured.filter(|ty| self.api.bases_of(ty).iter().any(|one| one.name == *base)).collect()
    }

    /// Absent, null, or a value.
    fn property(&mut self, property: &'a Property) -> Option<Json> {
        match self.choose(8) {
            0..3 => None,
            3 => Some(Json::Null),
            _ if property.is_secret && property.ty == ValueType::nullable(TEXT) => Some(Json::text(SECRET)),
            _ => Some(self.value(&property.ty)),
        }
    }

    fn value(&mut self, ty: &'a ValueType) -> Json {
        if !ty.is_collection {
            return self.item(&ty.item);
        }
        let mut items = Vec::new();
        for _ in 0..self.choose(4) {
            items.push(if self.choose(6) == 1 { Json::Null } else { self.item(&ty.item) });
        }
        Json::List(items)
    }

    fn item(&mut self, ty: &'a TypeRef) -> Json {
        match ty {
            TypeRef::Primitive(primitive) => self.primitive(*primitive),
            TypeRef::Named(name) => match self.api.types.get(name).expect("a type of the slice") {
                TypeDef::Structured(_) if self.depth == 0 => Json::Object(Vec::new()),
                TypeDef::Structured(ty) => {
                    self.depth -= 1;
                    let object = self.object(ty);
                    self.depth += 1;
                    object
                }
                TypeDef::Enum(ty) => self.member(ty),
                _ => panic!("another kind of type"),
            },
            _ => self.anything(3),
        }
    }

    fn member(&mut self, ty: &EnumType) -> Json {
        let member = |payloads: &mut Self| {
            let known: Vec<&str> = ty.members.iter().map(|one| one.name.as_str()).collect();
            match payloads.choose(4) {
                0 => payloads.one_of(&["aMemberOfNextYear", "", "3", "Größe"]),
                _ => payloads.one_of(&known),
            }
        };
        let first = member(self);
        if !ty.is_flags || self.choose(2) == 0 {
            return Json::text(first);
        }
        let between = self.one_of(&[",", ", ", " , ", ",,"]);
        let second = member(self);
        Json::text(format!("{first}{between}{second}"))
    }

    fn primitive(&mut self, primitive: Primitive) -> Json {
        const MOMENTS: [&str; 13] = [
            "2019-07-12T14:30:34.2444915-07:00",
            "2026-03-09T13:00:00Z",
            "2026-03-09T13:00:00.0000000+00:00",
            "9999-12-31T23:59:59.9999999Z",
            "0001-01-01T00:00:00Z",
            "2024-02-29T00:00:00.1-03:30",
            "2024-02-29T00:00:00.123456789012+05:45",
            "2019-07-12T14:30Z",
            "2019-07-12T14:30:34.120-00:00",
            // what no type of ours holds: a leap second, a year of five digits, and less than a moment
            "2016-12-31T23:59:60Z",
            "10000-01-01T00:00:00Z",
            "2019-07-12",
            "not a date",
        ];
        let texts: &[&str] = match primitive {
            Primitive::Boolean => return Json::Bool(self.choose(2) == 1),
            Primitive::String => return self.text(),
            Primitive::Decimal | Primitive::Double | Primitive::Single => return self.real(primitive),
            Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => {
                return self.integer();
            }
            Primitive::Binary => &["", "AQID", "_-8", "_-8=", "+/8=", "A*A="],
            Primitive::Date => &["2019-07-12", "0001-01-01", "9999-12-31", "10000-01-01", "not a date", ""],
            Primitive::DateTimeOffset => &MOMENTS,
            Primitive::Duration => {
                &["PT1H30M", "P1D", "-P1DT0.5S", "P10675199DT2H48M5.4775807S", "P1Y", "1:30"]
            }
            Primitive::Guid => &[
                "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b",
                "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B",
                "",
                "{05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b}",
            ],
            Primitive::TimeOfDay => {
                &["14:30:34.2444915", "00:00:00", "14:30", "23:59:59.123456789012", "23:59:60", "a \"time\""]
            }
            other => panic!("no value for {}", other.edm_name()),
        };
        Json::text(self.one_of(texts))
    }

    fn integer(&mut self) -> Json {
        const NUMBERS: [&str; 16] = [
            "0",
            "1",
            "-1",
            "-0",
            "127",
            "255",
            "-32768",
            "2147483647",
            "3000000000",
            "9007199254740993",
            "9223372036854775807",
            "18446744073709551615",
            "123456789012345678901234567890",
            "1.0",
            "1e2",
            "-7.50",
        ];
        let number = self.one_of(&NUMBERS);
        if self.choose(6) == 1 { Json::text(number) } else { Json::number(number) }
    }

    fn real(&mut self, primitive: Primitive) -> Json {
        const NUMBERS: [&str; 12] = [
            "0",
            "1",
            "-0.0",
            "1.5",
            "0.1",
            "122.416294033786585",
            "0.1000000000000000055511151231257827",
            "16777217",
            "12345678901234567890.10",
            "1e400",
            "-1E-7",
            "5e-324",
        ];
        match self.choose(8) {
            1 => Json::text(self.one_of(&["INF", "-INF", "NaN"])),
            2 if primitive == Primitive::Decimal => Json::text(self.one_of(&NUMBERS)),
            _ => Json::number(self.one_of(&NUMBERS)),
        }
    }

    fn text(&mut self) -> Json {
        const TEXTS: [&str; 9] = [
            "Analysis II",
            "",
            "o'clock, 会議 and \"quotes\"",
            "\\ / \u{8} \n \u{2028} \u{0}",
            "🦀",
            "null",
            "2019-07-12T14:30:34Z",
            "https://teams.example/l/meetup-join/19%3ameeting+x@thread.v2/0?context=%7b%22Tid%22%3a1%7d",
            "[1, {\"a\": 2}]",
        ];
        Json::text(self.one_of(&TEXTS))
    }

    /// Anything, of that depth at most.
    fn anything(&mut self, depth: usize) -> Json {
        match self.choose(if depth == 0 { 5 } else { 7 }) {
            0 => Json::Null,
            1 => Json::Bool(true),
            2 => self.text(),
            3 => self.integer(),
            4 => self.real(Primitive::Decimal),
            5 => Json::List((0..self.choose(3)).map(|_| self.anything(depth - 1)).collect()),
            _ => {
                let names = ["a", "@odata.type", "$serde_json::private::RawValue", ""];
                let names = &names[..self.choose(names.len() + 1)];
                Json::Object(
                    names.iter().map(|name| ((*name).to_owned(), self.anything(depth - 1))).collect(),
                )
            }
        }
    }

    /// What the service may do to any object: add, leave out, and turn round.
    fn change(&mut self, members: &mut Vec<(String, Json)>) {
        const NEW: [&str; 7] = [
            "aPropertyOfNextYear",
            "@odata.etag",
            "@odata.context",
            "@microsoft.graph.tips",
            "subject@odata.type",
            "größe",
            "a \"name\"\\",
        ];
        for _ in 0..self.choose(4) {
            let name = self.one_of(&NEW).to_owned();
            let value = self.anything(2);
            if !members.iter().any(|(known, _)| *known == name) {
                members.push((name, value));
            }
        }
        if self.choose(3) == 1 && !members.is_empty() {
            let at = self.choose(members.len());
            members.remove(at);
        }
        match self.choose(4) {
            1 => members.reverse(),
            2 => members.sort_by(|(a, _), (b, _)| a.cmp(b)),
            _ => {}
        }
    }
}
