//! HTML in the making, in which no text can be taken for markup.

use std::fmt::Write as _;

use crate::text::plain;

/// A page in the making. Markup is `&'static str`, so it is known when this program is compiled; all that an
/// input says goes through [`text`](Self::text).
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Adds markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds a text, between tags or within a quoted attribute: none of its characters is markup there, and
    /// none steers a browser. White space around it is left out.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for one in plain(text).chars() {
            match one {
                '<' | '>' | '&' | '"' | '\'' => {
                    write!(self.0, "&#{};", u32::from(one)).expect("a String takes everything");
                }
                _ => self.0.push(one),
            }
        }
        self
    }

    /// Adds a number.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        self.text(&number.to_string())
    }

    /// Adds `1 operation`, `2 operations`.
    pub(super) fn operations(&mut self, count: usize) -> &mut Self {
        self.number(count).raw(if count == 1 { " operation" } else { " operations" })
    }

    /// Adds the name of a permission, which may be broken into lines behind its dots.
    pub(super) fn permission(&mut self, name: &str) -> &mut Self {
        self.raw("<code>");
        for (at, part) in name.split('.').enumerate() {
            self.raw(if at > 0 { ".<wbr>" } else { "" }).text(part);
        }
        self.raw("</code>")
    }

    /// Adds a path, which may be broken into lines before its slashes and behind commas and brackets.
    pub(super) fn path(&mut self, path: &str) -> &mut Self {
        for segment in path.split('/').skip(1) {
            for (at, piece) in segment.split_inclusive([',', '(']).enumerate() {
                self.raw(if at == 0 { "<wbr>/" } else { "<wbr>" }).text(piece);
            }
            self.raw(if segment.is_empty() { "<wbr>/" } else { "" });
        }
        self
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(write: impl Fn(&mut Markup)) -> String {
        let mut page = Markup::default();
        write(&mut page);
        page.finish()
    }

    #[test]
    fn texts_are_data() {
        let text = of(|page| {
            page.raw("<p title=\"").text("\"'<a>\u{1b}&amp;").raw("\">").text(" a\n b ").raw("</p>");
        });
        assert_eq!(text, "<p title=\"&#34;&#39;&#60;a&#62;\u{fffd}&#38;amp;\">a b</p>");
        assert_eq!(
            of(|page| {
                page.permission("A<.b");
            }),
            "<code>A&#60;.<wbr>b</code>"
        );
    }

    #[test]
    fn names_are_broken_where_people_would() {
        assert_eq!(
            of(|page| {
                page.permission("User.Read");
            }),
            "<code>User.<wbr>Read</code>"
        );
        let path = of(|page| {
            page.path("/me/f(a={a},b={b})/");
        });
        assert_eq!(path, "<wbr>/me<wbr>/f(<wbr>a={a},<wbr>b={b})<wbr>/");
        assert_eq!(
            of(|page| {
                page.operations(1).raw(", ").operations(2);
            }),
            "1 operation, 2 operations"
        );
    }
}
