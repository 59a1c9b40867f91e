//! The page to look at: plain files, which need nothing from elsewhere.

use super::answer::Answer;

/// A file of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Page,
    Style,
    Script,
    /// Browsers ask for one by themselves, also where an answer of the control endpoint is looked at. It must not
    /// come up among the requests to Graph.
    Icon,
}

impl File {
    pub(super) fn find(path: &str) -> Option<Self> {
        match path {
            "/" => Some(Self::Page),
            "/emulator/desk.css" => Some(Self::Style),
            "/emulator/desk.js" => Some(Self::Script),
            "/favicon.ico" => Some(Self::Icon),
            _ => None,
        }
    }

    pub(super) fn answer(self) -> Answer {
        let (media_type, text) = match self {
            Self::Page => ("text/html; charset=utf-8", include_str!("desk.html")),
            Self::Style => ("text/css; charset=utf-8", include_str!("desk.css")),
            Self::Script => (
                "text/javascript; charset=utf-8",
                concat!(include_str!("desk.js"), include_str!("faults.js")),
            ),
            Self::Icon => ("image/svg+xml", include_str!("icon.svg")),
        };
        Answer::File { media_type, text }
    }
}
