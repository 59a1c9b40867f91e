//! A model out of bytes: whatever the fields of the model's types can hold.

use std::collections::BTreeMap;

use arbitrary::Unstructured;
use msgraph_spec::model::{
    AllOf, Answer, Api, Body, Choice, Docs, EnumMember, EnumType, Fixup, FunctionParameter, HttpMethod,
    KeyParameter, Operation, OperationKind, OperationPermissions, Origin, Parameter, ParameterPlace,
    PathTemplate, PermissionInfo, Primitive, Property, Requirement, Scheme, SchemeInfo, Segment, StatusCodes,
    StructuredKind, StructuredType, Success, TypeDef, TypeName, TypeRef, ValueType,
};

use super::words::{self, Words};

const PRIMITIVES: [Primitive; 9] = [
    Primitive::String,
    Primitive::Boolean,
    Primitive::Int32,
    Primitive::Int64,
    Primitive::Double,
    Primitive::DateTimeOffset,
    Primitive::Binary,
    Primitive::Stream,
    Primitive::Guid,
];

const KINDS: [OperationKind; 9] = [
    OperationKind::List,
    OperationKind::Get,
    OperationKind::Create,
    OperationKind::Update,
    OperationKind::Replace,
    OperationKind::Delete,
    OperationKind::Content,
    OperationKind::Action,
    OperationKind::Function,
];

pub(super) struct Builder<'d> {
    from: Unstructured<'d>,
    words: Words,
    types: Vec<TypeName>,
    permissions: Vec<String>,
}

impl<'d> Builder<'d> {
    pub(super) fn new(from: Unstructured<'d>, words: Words) -> Self {
        Self { from, words, types: Vec::new(), permissions: Vec::new() }
    }

    pub(super) fn api(mut self) -> Api {
        let mut api = Api::new(self.title(), self.title(), "https://graph.microsoft.com/v1.0");
        for _ in 0..self.up_to(5) {
            let namespace = self.one_of(&["microsoft.graph.", "microsoft.graph.sub.", "", "other."]);
            let name = TypeName::new(format!("{namespace}{}", self.name()));
            self.types.push(name);
        }
        for _ in 0..self.up_to(3) {
            let name = self.name();
            self.permissions.push(name);
        }
        for name in self.types.clone() {
            let found = if self.is() { TypeDef::Enum(self.enum_type(name)) } else { self.structured(name) };
            api.types.insert(found.name().clone(), found);
        }
        api.permissions = self.known_permissions();
        // the order and uniqueness that the readers see to
        let mut operations = BTreeMap::new();
        for _ in 0..self.up_to(4) {
            let one = self.operation();
            operations.insert((one.path.to_string(), one.method), one);
        }
        api.operations = operations.into_values().collect();
        api
    }

    fn known_permissions(&mut self) -> BTreeMap<String, PermissionInfo> {
        let mut known = BTreeMap::new();
        for name in self.permissions.clone() {
            let mut info = PermissionInfo::new(name.clone(), Origin::none());
            info.authorization_type = self.is().then(|| "RSC".to_owned());
            for scheme in Scheme::ALL {
                if self.is() {
                    let mut one = SchemeInfo::default();
                    one.display_name = self.text().unwrap_or_default();
                    one.description = self.text().unwrap_or_default();
                    one.requires_admin_consent = self.is();
                    one.privilege_level = self.is().then_some(3);
                    info.schemes.push((scheme, one));
                }
            }
            if self.up_to(3) > 0 {
                known.insert(name, info);
            }
        }
        known
    }

    fn enum_type(&mut self, name: TypeName) -> EnumType {
        let mut found = EnumType::new(name, Origin::none());
        found.is_flags = self.is();
        found.docs = self.docs();
        for _ in 0..self.up_to(4) {
            let mut member = EnumMember::new(self.name(), Origin::none());
            member.docs = self.docs();
            found.members.push(member);
        }
        found
    }

    fn structured(&mut self, name: TypeName) -> TypeDef {
        let kind =
            self.one_of(&[StructuredKind::Entity, StructuredKind::Complex, StructuredKind::Parameters]);
        let mut found = StructuredType::new(name, kind, Origin::none());
        found.base = (self.up_to(3) == 0).then(|| self.type_name()).flatten();
        found.is_abstract = self.up_to(4) == 1;
        found.is_open = self.is();
        found.docs = self.docs();
        for _ in 0..self.up_to(4) {
            let mut one = Property::new(self.name(), self.value_type(), Origin::none());
            one.is_navigation = self.up_to(3) == 1;
            one.is_read_only = self.up_to(3) == 1;
            one.is_immutable = self.up_to(3) == 1;
            one.is_required = self.up_to(3) == 1;
            one.is_secret = self.up_to(3) == 1;
            one.docs = self.docs();
            found.properties.push(one);
        }
        TypeDef::Structured(found)
    }

    fn operation(&mut self) -> Operation {
        let method = self.one_of(&HttpMethod::ALL);
        let segments = 1 + self.up_to(3);
        let path = PathTemplate::new((0..segments).map(|_| self.segment()).collect());
        let kind = self.one_of(&KINDS);
        let mut found = Operation::new(method, path, kind, Origin::none());
        for _ in 0..self.up_to(2) {
            let place = if self.is() { ParameterPlace::Query } else { ParameterPlace::Header };
            let known =
                self.one_of(&["$select", "$filter", "$expand", "$top", "Accept-Language", "If-Match", ""]);
            let name = if known.is_empty() { self.name() } else { known.to_owned() };
            let mut one = Parameter::new(place, name, self.value_type());
            one.is_required = self.up_to(3) == 1;
            one.description = self.text();
            found.parameters.push(one);
        }
        found.body = self.body();
        for status in [StatusCodes::Successful, StatusCodes::Exact(204)] {
            if self.is() {
                let answer = self.answer();
                found.successes.push(Success::new(status, answer));
            }
        }
        found.permissions = self.asked();
        found.docs = self.docs();
        found
    }

    fn segment(&mut self) -> Segment {
        match self.up_to(5) {
            0 => {
                let mut key = KeyParameter::new(self.name());
                key.of = self.type_name();
                key.description = self.text();
                Segment::Key(key)
            }
            1 => {
                let name = self.name();
                let mut parameters = Vec::new();
                for _ in 0..self.up_to(2) {
                    let mut one = FunctionParameter::new(self.name(), self.value_type(), self.is());
                    one.is_optional = self.is();
                    one.description = self.text();
                    parameters.push(one);
                }
                Segment::Call { name, parameters }
            }
            _ => Segment::Literal(self.name()),
        }
    }

    fn body(&mut self) -> Option<Body> {
        match self.up_to(5) {
            0 => Some(Body::Json { ty: self.value_type(), is_required: self.is() }),
            1 => self.type_name().map(Body::Parameters),
            2 => Some(Body::Binary { media_type: self.name() }),
            _ => None,
        }
    }

    fn answer(&mut self) -> Answer {
        match self.up_to(5) {
            0 => Answer::One(self.value_type()),
            1 => Answer::Wrapped(self.value_type()),
            2 => Answer::Page { item: self.value_type(), has_delta: self.is() },
            3 => Answer::Content { media_type: self.name() },
            _ => Answer::Empty,
        }
    }

    fn asked(&mut self) -> OperationPermissions {
        let mut found = OperationPermissions::default();
        for scheme in Scheme::ALL {
            *found.of_mut(scheme) = match self.up_to(3) {
                0 => Requirement::Unknown,
                1 => Requirement::NotSupported,
                _ => Requirement::OneOf {
                    least: self.all_of(),
                    higher: if self.is() { vec![self.all_of()] } else { Vec::new() },
                    choice: self.one_of(&Choice::ALL),
                },
            };
        }
        if self.up_to(4) == 1 {
            found.resource_specific.push((Scheme::Application, self.all_of()));
        }
        if self.up_to(4) == 1 {
            let [reason, link] = [self.title(), self.title()];
            found.fixups.push(Fixup::new(Scheme::Application, reason, link));
        }
        found
    }

    fn all_of(&mut self) -> AllOf {
        let mut names = Vec::new();
        for _ in 0..=self.up_to(1) {
            let known = self.permissions.clone();
            names.push(self.from.choose(&known).ok().cloned().unwrap_or_else(|| "Notes.Read".to_owned()));
        }
        AllOf::of(names)
    }

    fn value_type(&mut self) -> ValueType {
        let item = match self.up_to(3) {
            0 => self.type_name().map_or(TypeRef::Untyped, TypeRef::Named),
            1 if self.up_to(3) == 1 => TypeRef::Untyped,
            _ => TypeRef::Primitive(self.one_of(&PRIMITIVES)),
        };
        let is_nullable = self.is();
        match self.is() {
            true => ValueType::collection(item, is_nullable),
            false if is_nullable => ValueType::nullable(item),
            false => ValueType::required(item),
        }
    }

    /// A type of the model, or now and then one that it does not have.
    fn type_name(&mut self) -> Option<TypeName> {
        if self.up_to(15) == 1 {
            return Some(TypeName::new(self.name()));
        }
        let types = self.types.clone();
        self.from.choose(&types).ok().cloned()
    }

    fn docs(&mut self) -> Docs {
        let mut found = Docs::default();
        found.summary = self.text();
        found.description = self.text();
        // a link is data of the code, too, so it is the same whatever the words are
        let link = words::text(&mut self.from, Words::Hostile);
        found.link = link.map(|text| if self.is() { format!("https://a.b/{text}") } else { text });
        found
    }

    fn name(&mut self) -> String {
        words::name(&mut self.from)
    }

    fn text(&mut self) -> Option<String> {
        words::text(&mut self.from, self.words)
    }

    fn title(&mut self) -> String {
        self.text().unwrap_or_default()
    }

    fn is(&mut self) -> bool {
        self.up_to(1) == 1
    }

    fn up_to(&mut self, most: u8) -> u8 {
        self.from.int_in_range(0..=most).unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.up_to(u8::try_from(of.len() - 1).unwrap_or(u8::MAX)))]
    }
}
