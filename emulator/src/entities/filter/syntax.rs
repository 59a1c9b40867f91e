//! The syntax of a filter, before anybody has looked at types.

use super::lexer::{Token, tokens};
use crate::errors::GraphError;
use crate::ids;

/// How deep parentheses, `not` and conditions may stand in one another.
const DEEPEST: usize = 50;

/// Why a text is no filter that can be served.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Syntax(String),
    /// OData has it, the emulator does not.
    Beyond(String),
}

impl Fault {
    pub(super) fn into_graph(self, filter: &str) -> GraphError {
        match self {
            Self::Syntax(reason) => {
                GraphError::bad_request(format!("Invalid filter clause: {reason}: '{filter}'."))
            }
            Self::Beyond(what) => GraphError::not_implemented(&format!("{what} in $filter")),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Or(Vec<Syntax>),
    And(Vec<Syntax>),
    Not(Box<Syntax>),
    Compare(Operand, Operator, Operand),
    In(Operand, Vec<Operand>),
    /// A condition by itself: a property that is true or false, or a function.
    Truth(Operand),
    /// `path/any(variable:condition)`
    Lambda {
        path: Vec<String>,
        is_all: bool,
        condition: Option<(String, Box<Syntax>)>,
    },
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Path(Vec<String>),
    Literal(Literal),
    Call(String, Vec<Operand>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    Typed(String, String),
    /// `true`, `null`, a number, a date, a GUID.
    Word(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Operator {
    const ALL: [(&'static str, Self); 6] = [
        ("eq", Self::Eq),
        ("ne", Self::Ne),
        ("gt", Self::Gt),
        ("ge", Self::Ge),
        ("lt", Self::Lt),
        ("le", Self::Le),
    ];
}

/// What stands for an operator that OData has and the emulator lacks.
const BEYOND: [&str; 7] = ["has", "add", "sub", "mul", "div", "mod", "divby"];

pub(super) fn parse(text: &str) -> Result<Syntax, Fault> {
    let mut parser = Parser { rest: tokens(text)?.into_iter().peekable(), depth: 0 };
    let syntax = parser.either()?;
    match parser.rest.next() {
        None => Ok(syntax),
        Some(token) => Err(unexpected(Some(token))),
    }
}

struct Parser {
    rest: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    fn either(&mut self) -> Result<Syntax, Fault> {
        let first = self.both()?;
        let mut all = vec![first];
        while self.word("or") {
            all.push(self.both()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Syntax::Or(all) })
    }

    fn both(&mut self) -> Result<Syntax, Fault> {
        let first = self.single()?;
        let mut all = vec![first];
        while self.word("and") {
            all.push(self.single()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Syntax::And(all) })
    }

    fn single(&mut self) -> Result<Syntax, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Syntax(format!("conditions stand more than {DEEPEST} deep in one another")));
        }
        let found = if self.word("not") {
            Syntax::Not(Box::new(self.single()?))
        } else if self.token(&Token::Open) {
            let inner = self.either()?;
            self.expect(&Token::Close)?;
            self.behind_group(inner)?
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(found)
    }

    fn comparison(&mut self) -> Result<Syntax, Fault> {
        let left = match self.operand()? {
            Ok(operand) => operand,
            Err(lambda) => return Ok(lambda),
        };
        self.compared(left)
    }

    /// What stands in parentheses is a condition, or else the left side of a comparison.
    fn behind_group(&mut self, inner: Syntax) -> Result<Syntax, Fault> {
        let is_operator = |word: &str| {
            let all = Operator::ALL.into_iter().map(|(name, _)| name).chain(BEYOND).chain(["in"]);
            all.into_iter().any(|name| word.eq_ignore_ascii_case(name))
        };
        match inner {
            Syntax::Truth(operand) => self.compared(operand),
            condition => match self.rest.peek() {
                Some(Token::Word(word)) if is_operator(word) => {
                    Err(Fault::Beyond(format!("'{word}' behind a condition")))
                }
                _ => Ok(condition),
            },
        }
    }

    /// What stands behind the left side of a comparison; alone it is a condition.
    fn compared(&mut self, left: Operand) -> Result<Syntax, Fault> {
        if let Some(Token::Word(word)) = self.rest.peek() {
            let word = word.to_ascii_lowercase();
            if let Some((_, operator)) = Operator::ALL.into_iter().find(|(name, _)| *name == word) {
                self.rest.next();
                return match self.operand()? {
                    Ok(right) => Ok(Syntax::Compare(left, operator, right)),
                    Err(_) => Err(Fault::Beyond(format!("any or all behind '{word}'"))),
                };
            }
            if word == "in" {
                self.rest.next();
                self.expect(&Token::Open)?;
                return Ok(Syntax::In(left, self.list()?));
            }
            if BEYOND.contains(&word.as_str()) {
                return Err(Fault::Beyond(format!("'{word}'")));
            }
        }
        Ok(Syntax::Truth(left))
    }

    /// Operands up to the closing parenthesis.
    fn list(&mut self) -> Result<Vec<Operand>, Fault> {
        let mut found = Vec::new();
        loop {
            match self.operand()? {
                Ok(operand) => found.push(operand),
                Err(_) => return Err(Fault::Beyond(String::from("any or all in a list"))),
            }
            match self.rest.next() {
                Some(Token::Comma) => {}
                Some(Token::Close) => return Ok(found),
                other => return Err(unexpected(other)),
            }
        }
    }

    /// An operand, or else the condition on a collection that begins like one.
    fn operand(&mut self) -> Result<Result<Operand, Syntax>, Fault> {
        let word = match self.rest.next() {
            Some(Token::Text(text)) => return Ok(Ok(Operand::Literal(Literal::Text(text)))),
            Some(Token::Typed(name, text)) => return Ok(Ok(Operand::Literal(Literal::Typed(name, text)))),
            Some(Token::Word(word)) => word,
            Some(Token::Open) => return self.grouped(),
            other => return Err(unexpected(other)),
        };
        if word.starts_with('-') && !is_literal(&word) {
            return Err(Fault::Beyond(format!("the negation '{word}'")));
        }
        if self.token(&Token::Open) {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(Fault::Syntax(format!(
                    "functions stand more than {DEEPEST} deep in one another"
                )));
            }
            let arguments = self.list()?;
            self.depth -= 1;
            return Ok(Ok(Operand::Call(word.to_ascii_lowercase(), arguments)));
        }
        if is_literal(&word) {
            return Ok(Ok(Operand::Literal(Literal::Word(word))));
        }
        let mut path = vec![word];
        while self.token(&Token::Slash) {
            let Some(Token::Word(word)) = self.rest.next() else {
                return Err(Fault::Syntax(String::from("a name is missing behind '/'")));
            };
            if self.token(&Token::Open) {
                return self.lambda(path, &word).map(Err);
            }
            path.push(word);
        }
        Ok(Ok(Operand::Path(path)))
    }

    /// An operand in parentheses, behind the first of them.
    fn grouped(&mut self) -> Result<Result<Operand, Syntax>, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Syntax(format!("operands stand more than {DEEPEST} deep in one another")));
        }
        let operand = self.operand()?;
        self.depth -= 1;
        match self.rest.next() {
            Some(Token::Close) => Ok(operand),
            Some(Token::Word(word)) if BEYOND.contains(&word.as_str()) => {
                Err(Fault::Beyond(format!("'{word}'")))
            }
            other => Err(unexpected(other)),
        }
    }

    /// What stands behind `path/any(`.
    fn lambda(&mut self, path: Vec<String>, name: &str) -> Result<Syntax, Fault> {
        let is_all = match name.to_ascii_lowercase().as_str() {
            "any" => false,
            "all" => true,
            other => return Err(Fault::Beyond(format!("the function '{other}' behind a path"))),
        };
        if !is_all && self.token(&Token::Close) {
            return Ok(Syntax::Lambda { path, is_all, condition: None });
        }
        let Some(Token::Word(variable)) = self.rest.next() else {
            return Err(Fault::Syntax(format!("'{name}' needs a variable, as in any(x:x eq 'a')")));
        };
        self.expect(&Token::Colon)?;
        let condition = self.either()?;
        self.expect(&Token::Close)?;
        Ok(Syntax::Lambda { path, is_all, condition: Some((variable, Box::new(condition))) })
    }

    fn word(&mut self, wanted: &str) -> bool {
        let is_it = |token: &Token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(wanted));
        self.rest.next_if(is_it).is_some()
    }

    fn token(&mut self, wanted: &Token) -> bool {
        self.rest.next_if_eq(wanted).is_some()
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), Fault> {
        match self.rest.next() {
            Some(token) if token == *wanted => Ok(()),
            other => Err(unexpected(other)),
        }
    }
}

/// Whether a word is a value rather than the name of a property.
fn is_literal(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "INF" | "-INF" | "NaN")
        || word.strip_prefix('-').unwrap_or(word).starts_with(|one: char| one.is_ascii_digit())
        || ids::is_guid(word)
}

fn unexpected(token: Option<Token>) -> Fault {
    let what = match token {
        None => return Fault::Syntax(String::from("it ends too early")),
        Some(Token::Open) => String::from("("),
        Some(Token::Close) => String::from(")"),
        Some(Token::Comma) => String::from(","),
        Some(Token::Slash) => String::from("/"),
        Some(Token::Colon) => String::from(":"),
        Some(Token::Text(text) | Token::Typed(_, text) | Token::Word(text)) => text,
    };
    Fault::Syntax(format!("'{what}' does not belong there"))
}
