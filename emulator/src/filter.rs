//! The one sort of `$filter` that online meetings take: a property equal to a text.

use crate::errors::GraphError;
use crate::literal;

/// `property eq 'value'`
pub(crate) struct Filter {
    pub(crate) property: Property,
    pub(crate) value: String,
}

/// What meetings can be found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Property {
    JoinWebUrl,
    JoinMeetingId,
    VideoTeleconferenceId,
}

impl Filter {
    /// Reads a filter; property names count in any case, as does `eq`.
    pub(crate) fn parse(text: &str) -> Result<Self, GraphError> {
        Self::read(text).ok_or_else(Self::expected)
    }

    fn read(text: &str) -> Option<Self> {
        let (property, rest) = text.trim().split_once(char::is_whitespace)?;
        let (operator, literal) = rest.trim_start().split_once(char::is_whitespace)?;
        if !operator.eq_ignore_ascii_case("eq") {
            return None;
        }
        let property = match property.to_ascii_lowercase().as_str() {
            "joinweburl" => Property::JoinWebUrl,
            "joinmeetingidsettings/joinmeetingid" => Property::JoinMeetingId,
            "videoteleconferenceid" => Property::VideoTeleconferenceId,
            _ => return None,
        };
        Some(Self { property, value: literal::unquote(literal.trim())? })
    }

    /// What Graph says where there is no filter, or one of another sort.
    pub(crate) fn expected() -> GraphError {
        let message = "Filter expression expected - /onlineMeetings?$filter={ParameterName} eq '{id}'.";
        GraphError::invalid_argument(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_with_filter_takes_a_property_and_a_text() {
        let read = |text: &str| Filter::parse(text).map(|one| (one.property, one.value)).ok();
        let url = Some((Property::JoinWebUrl, String::from("https://x/19%3a'y'")));
        assert_eq!(read("JoinWebUrl eq 'https://x/19%3a''y'''"), url);
        assert_eq!(read("  joinweburl  EQ  'https://x/19%3a''y'''  "), url);
        let number = Some((Property::JoinMeetingId, String::from("123")));
        assert_eq!(read("joinMeetingIdSettings/joinMeetingId eq '123'"), number);
        let room = Some((Property::VideoTeleconferenceId, String::from("5")));
        assert_eq!(read("VideoTeleconferenceId eq '5'"), room);
    }

    #[test]
    fn get_with_filter_refuses_anything_else() {
        let others = [
            "",
            "JoinWebUrl",
            "JoinWebUrl eq",
            "JoinWebUrl eq x",
            "JoinWebUrl ne 'x'",
            "subject eq 'x'",
            "'x' eq JoinWebUrl",
            "startswith(JoinWebUrl,'x')",
            "JoinWebUrl eq 'x' and subject eq 'y'",
        ];
        for text in others {
            let error = Filter::parse(text).err().expect(text);
            assert_eq!((error.status.as_u16(), error.code), (400, "InvalidArgument"), "{text}");
            assert!(error.message.starts_with("Filter expression expected"), "{text}");
        }
    }
}
