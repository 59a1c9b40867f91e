//! What may become of a slice from one release of the service to the next, by chance.

use msgraph_spec::model::{
    Answer, Api, Body, EnumMember, EnumType, HttpMethod, Operation, Origin, Parameter, ParameterPlace,
    Primitive, Property, Segment, StructuredKind, StructuredType, TypeDef, TypeName, TypeRef, ValueType,
};

/// Numbers that are the same in every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % count.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// Changes one thing of a slice, if it has such a thing.
pub(crate) type Edit = fn(&mut Api, &mut Chance) -> Option<()>;

/// Every edit, by name. Those that the rest of the slice decides the effect of stand twice.
pub(crate) const EDITS: [(&str, Edit); 18] = [
    ("a property that may close a ring", link),
    ("a property that may close a ring", link),
    ("a type with the name of an update", update_name),
    ("a type with the name of an update", update_name),
    ("a PATCH", patch),
    ("a type that derives", derive),
    ("another base", rebase),
    ("a property declared again", redeclare),
    ("a property moved to the base", raise),
    ("another facet", facet),
    ("abstract or not", toggle_abstract),
    ("one or many", toggle_collection),
    ("properties in another order", reorder),
    ("another member", member),
    ("another answer", answer),
    ("another option", option),
    ("another argument", argument),
    ("an operation less", remove_operation),
];

fn names(api: &Api) -> Vec<TypeName> {
    let structured = api.types.values().filter(|ty| matches!(ty, TypeDef::Structured(_)));
    structured.map(|ty| ty.name().clone()).collect()
}

fn structured<'a>(api: &'a mut Api, name: &TypeName) -> Option<&'a mut StructuredType> {
    match api.types.get_mut(name)? {
        TypeDef::Structured(ty) => Some(ty),
        _ => None,
    }
}

fn any_type<'a>(api: &'a mut Api, chance: &mut Chance) -> Option<&'a mut StructuredType> {
    let name = chance.pick(&names(api))?.clone();
    structured(api, &name)
}

fn any_property<'a>(api: &'a mut Api, chance: &mut Chance) -> Option<&'a mut Property> {
    let ty = any_type(api, chance)?;
    let at = chance.below(ty.properties.len());
    ty.properties.get_mut(at)
}

fn any_operation<'a>(api: &'a mut Api, chance: &mut Chance) -> Option<&'a mut Operation> {
    let at = chance.below(api.operations.len());
    api.operations.get_mut(at)
}

fn link(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let target = chance.pick(&names(api))?.clone();
    let name = format!("link{}", chance.below(1000));
    let property = Property::new(name, ValueType::nullable(TypeRef::Named(target)), Origin::none());
    any_type(api, chance)?.properties.push(property);
    Some(())
}

fn update_name(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let of = chance.pick(&names(api))?.clone();
    let end = *chance.pick(&["Update", "Update", "UpdateBody"])?;
    let name = TypeName::new(format!("{of}{end}"));
    let ty = if chance.below(3) == 0 {
        let mut ty = EnumType::new(name.clone(), Origin::none());
        ty.members.push(EnumMember::new("one", Origin::none()));
        TypeDef::Enum(ty)
    } else {
        TypeDef::Structured(StructuredType::new(name.clone(), StructuredKind::Complex, Origin::none()))
    };
    api.types.entry(name).or_insert(ty);
    Some(())
}

/// A PATCH where there is a GET.
fn patch(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let mut made = any_operation(api, chance)?.clone();
    let target = chance.pick(&names(api))?.clone();
    made.method = HttpMethod::Patch;
    let ty = ValueType::required(TypeRef::Named(target));
    made.body = Some(Body::Json { ty, is_required: true });
    let is_taken = api.operations.iter().any(|one| one.title() == made.title());
    (!is_taken).then(|| api.operations.push(made))
}

fn derive(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let base = chance.pick(&names(api))?.clone();
    let kind = structured(api, &base)?.kind;
    let name = TypeName::new(format!("microsoft.graph.heir{}", chance.below(1000)));
    let mut ty = StructuredType::new(name.clone(), kind, Origin::none());
    ty.base = Some(base);
    ty.is_abstract = chance.below(3) == 0;
    api.types.insert(name, TypeDef::Structured(ty));
    Some(())
}

fn rebase(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let all = names(api);
    let (of, base) = (chance.pick(&all)?.clone(), chance.pick(&all)?.clone());
    if api.is_a(&base, &of) {
        structured(api, &of)?.base = None;
    } else {
        structured(api, &of)?.base = Some(base);
    }
    Some(())
}

/// A property of a base in the derived type too, perhaps as something else.
fn redeclare(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let name = chance.pick(&names(api))?.clone();
    let bases = api.bases_of(api.structured(&name)?);
    let inherited: Vec<Property> = bases.iter().flat_map(|one| one.properties.iter().cloned()).collect();
    let mut property = chance.pick(&inherited)?.clone();
    if chance.below(3) == 0 {
        property.ty.item = TypeRef::Primitive(Primitive::Date);
    }
    let ty = structured(api, &name)?;
    let is_there = ty.properties.iter().any(|one| one.name == property.name);
    (!is_there).then(|| ty.properties.push(property))
}

fn raise(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let ty = any_type(api, chance)?;
    let base = ty.base.clone()?;
    let property = ty.properties.pop()?;
    let base = structured(api, &base)?;
    if base.properties.iter().all(|one| one.name != property.name) {
        base.properties.push(property);
    }
    Some(())
}

fn facet(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let which = chance.below(6);
    let property = any_property(api, chance)?;
    let facet = match which {
        0 => &mut property.is_navigation,
        1 => &mut property.is_read_only,
        2 => &mut property.is_immutable,
        3 => &mut property.is_required,
        4 => &mut property.is_secret,
        _ => &mut property.ty.is_nullable,
    };
    *facet = !*facet;
    Some(())
}

fn toggle_abstract(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let ty = any_type(api, chance)?;
    ty.is_abstract = !ty.is_abstract;
    Some(())
}

fn toggle_collection(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let property = any_property(api, chance)?;
    property.ty.is_collection = !property.ty.is_collection;
    Some(())
}

fn reorder(api: &mut Api, chance: &mut Chance) -> Option<()> {
    any_type(api, chance)?.properties.reverse();
    Some(())
}

fn member(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let enums = api.types.values_mut().filter_map(|ty| match ty {
        TypeDef::Enum(ty) => Some(ty),
        _ => None,
    });
    let mut enums: Vec<&mut EnumType> = enums.collect();
    let at = chance.below(enums.len());
    let members = &mut enums.get_mut(at)?.members;
    match chance.below(4) {
        0 => members.reverse(),
        1 if members.iter().all(|one| one.name != "unknownFutureValue") => {
            members.push(EnumMember::new("unknownFutureValue", Origin::none()));
        }
        _ => members.push(EnumMember::new(format!("member{}", chance.below(1000)), Origin::none())),
    }
    Some(())
}

fn answer(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let which = chance.below(3);
    let operation = any_operation(api, chance)?;
    let answers = operation.successes.iter_mut().map(|one| &mut one.answer);
    for answer in answers {
        match answer {
            Answer::Page { has_delta, .. } if which > 0 => *has_delta = !*has_delta,
            Answer::One(ty) | Answer::Wrapped(ty) if which > 0 => ty.is_nullable = !ty.is_nullable,
            Answer::One(ty) => *answer = Answer::Wrapped(ty.clone()),
            Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => *answer = Answer::One(ty.clone()),
            _ => {}
        }
    }
    Some(())
}

fn option(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let name = *chance.pick(&["$select", "$expand", "$top", "own"])?;
    let (is_required, is_there) = (chance.below(4) == 0, chance.below(2) == 0);
    let operation = any_operation(api, chance)?;
    operation.parameters.retain(|one| one.name != name);
    if is_there {
        let ty = ValueType::nullable(TypeRef::Primitive(Primitive::String));
        let mut parameter = Parameter::new(ParameterPlace::Query, name, ty);
        parameter.is_required = is_required;
        operation.parameters.push(parameter);
    }
    Some(())
}

/// Another argument of a function: in its place, optional, or as one more function of the name.
fn argument(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let is_call = |one: &Segment| matches!(one, Segment::Call { .. });
    let functions: Vec<usize> = (0..api.operations.len())
        .filter(|at| api.operations[*at].path.segments.last().is_some_and(is_call))
        .collect();
    let at = *chance.pick(&functions)?;
    let which = chance.below(4);
    let mut operation = api.operations[at].clone();
    let Some(Segment::Call { parameters, .. }) = operation.path.segments.last_mut() else { return None };
    let argument = chance.below(parameters.len());
    let argument = parameters.get_mut(argument)?;
    match which {
        0 => argument.is_optional = !argument.is_optional,
        1 => argument.ty.item = TypeRef::Primitive(Primitive::Int32),
        _ => argument.name = format!("argument{}", chance.below(1000)),
    }
    if which == 2 {
        api.operations.push(operation);
    } else {
        api.operations[at] = operation;
    }
    Some(())
}

fn remove_operation(api: &mut Api, chance: &mut Chance) -> Option<()> {
    let at = chance.below(api.operations.len());
    (at < api.operations.len()).then(|| drop(api.operations.remove(at)))
}
