//! Names of types as people write them.

/// The type's name with every path in it cut to its last part: `Page<OnlineMeeting>`.
pub(super) fn short_type_name<T: ?Sized>() -> String {
    short(std::any::type_name::<T>())
}

fn short(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut start = 0; // of the path that is being written
    let mut rest = name;
    while let Some(next) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("::") {
            short.truncate(start);
            rest = behind;
            continue;
        }
        short.push(next);
        rest = &rest[next.len_utf8()..];
        if !(next.is_alphanumeric() || next == '_' || next == '#') {
            start = short.len();
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_path_is_cut() {
        assert_eq!(short_type_name::<Vec<Option<String>>>(), "Vec<Option<String>>");
        assert_eq!(short_type_name::<crate::Page<crate::model::Date>>(), "Page<Date>");
        assert_eq!(
            short_type_name::<BTreeMap<&str, ([crate::Empty; 2], u8)>>(),
            "BTreeMap<&str, ([Empty; 2], u8)>"
        );
        assert_eq!(short_type_name::<dyn std::fmt::Debug>(), "dyn Debug");
        assert_eq!(short("a::r#type::Ä"), "Ä");
    }
}
