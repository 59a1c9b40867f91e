//! The language of an invitation, chosen by `Accept-Language`.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// A language that the emulator can write invitations in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    French,
    Japanese,
}

/// The words of an invitation.
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) join: &'static str,
    pub(crate) meeting_id: &'static str,
    pub(crate) passcode: &'static str,
    pub(crate) options: &'static str,
}

impl Language {
    /// The one that the client likes best among those that there are, English if there is none.
    ///
    /// Only the language counts, not its region: `de-AT` gives German.
    pub(crate) fn preferred(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT_LANGUAGE).into_iter().filter_map(|one| one.to_str().ok());
        let mut best = (0, Self::English);
        for range in values.flat_map(|one| one.split(',')) {
            let Some(language) = Self::of(range.split(';').next().unwrap_or(range)) else { continue };
            let weight = weight(range);
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    fn of(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase();
        match tag.split('-').next()? {
            "en" | "*" => Some(Self::English),
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }

    /// The tag for the HTML document.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Japanese => "ja",
        }
    }

    pub(crate) fn words(self) -> Words {
        match self {
            Self::English => Words {
                title: "Online meeting",
                join: "Join the meeting",
                meeting_id: "Meeting ID",
                passcode: "Passcode",
                options: "Meeting options",
            },
            Self::German => Words {
                title: "Onlinebesprechung",
                join: "An der Besprechung teilnehmen",
                meeting_id: "Besprechungs-ID",
                passcode: "Kennung",
                options: "Besprechungsoptionen",
            },
            Self::French => Words {
                title: "Réunion en ligne",
                join: "Rejoindre la réunion",
                meeting_id: "ID de réunion",
                passcode: "Code secret",
                options: "Options de réunion",
            },
            Self::Japanese => Words {
                title: "オンライン会議",
                join: "会議に参加する",
                meeting_id: "会議 ID",
                passcode: "パスコード",
                options: "会議のオプション",
            },
        }
    }
}

/// The value of a parameter whose name is `q`, in any case.
fn quality(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("q").then_some(value)
}

/// The `q` of a range in thousandths: 1000 where there is none, 0 where it cannot be read.
fn weight(range: &str) -> u32 {
    let Some(q) = range.split(';').skip(1).find_map(quality) else {
        return 1000;
    };
    let (whole, fraction) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    let thousandths = format!("{fraction:0<3}");
    match (whole.parse::<u32>(), thousandths.get(..3).map(str::parse::<u32>)) {
        (Ok(whole @ 0..=1), Some(Ok(thousandths))) => (whole * 1000 + thousandths).min(1000),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn preferred(value: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(value));
        Language::preferred(&headers)
    }

    #[test]
    fn accept_language_is_english_by_default() {
        assert_eq!(Language::preferred(&HeaderMap::new()), Language::English);
        for value in ["", "tlh", "*", "de;q=0", "de;q=x"] {
            assert_eq!(preferred(value), Language::English, "{value}");
        }
    }

    #[test]
    fn accept_language_goes_by_weight_and_then_by_order() {
        assert_eq!(preferred("de"), Language::German);
        assert_eq!(preferred("JA-jp"), Language::Japanese);
        assert_eq!(preferred("en;q=0.1, fr;q=0.25, de;q=0.2"), Language::French);
        assert_eq!(preferred("de, fr"), Language::German);
        assert_eq!(preferred("tlh, ja;q=0.001"), Language::Japanese);
        assert_eq!(preferred("en;q=0.8, de;q=1.0"), Language::German);
        assert_eq!(preferred("de;Q=0.1, fr; q=0.2"), Language::French);
    }

    #[test]
    fn accept_language_a_region_or_a_script_gives_its_language_and_any_gives_english() {
        assert_eq!(preferred("de-AT"), Language::German);
        assert_eq!(preferred("fr-Latn-CA"), Language::French);
        assert_eq!(preferred("deu"), Language::English, "a tag of another sort");
        assert_eq!(preferred("*;q=0.5, de;q=0.4"), Language::English);
        assert_eq!(preferred("*;q=0.3, de;q=0.4"), Language::German);
        assert_eq!(preferred("en;q=0, tlh"), Language::English, "there must be some language");
        let mut headers = HeaderMap::new();
        for value in ["fr;q=0.1", "ja;q=0.2"] {
            headers.append(ACCEPT_LANGUAGE, HeaderValue::from_static(value));
        }
        assert_eq!(Language::preferred(&headers), Language::Japanese);
    }
}
