//! A filter's text as terms, each with the column where it begins.

use super::{FilterProblem, QueryError};
use crate::domain::width::half_width_char;

/// One term, blanks around it gone and quotation marks taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Column of its first character, from 1.
    pub column: usize,
    /// Whether it began with `-`.
    pub negated: bool,
    /// Field, comparison and where the value begins; `None` for a free word.
    pub field: Option<(String, Comparison, usize)>,
    /// The value, or the word.
    pub value: String,
}

/// How a field and its value stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Splits a text. Full-width forms are read like plain ones.
pub(super) fn terms(text: &str) -> Result<Vec<Term>, QueryError> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let (term, next) = term(&chars, at)?;
        if !term.value.is_empty() || term.field.is_some() {
            out.push(term);
        }
        at = next;
    }
    Ok(out)
}

fn narrow(c: char) -> char {
    match c {
        '“' | '”' => '"',
        c => half_width_char(c),
    }
}

fn term(chars: &[char], start: usize) -> Result<(Term, usize), QueryError> {
    let begins_field = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphabetic);
    let negated = chars[start] == '-' && begins_field(start + 1);
    let mut at = start + usize::from(negated);
    let name_at = at;
    while chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
        at += 1;
    }
    let comparison = if at > name_at { comparison(chars, at) } else { None };
    let field = comparison.map(|(c, width)| {
        let name: String = chars[name_at..at].iter().collect();
        at += width;
        (name.to_ascii_lowercase(), c, at + 1)
    });
    if field.is_none() {
        at = start;
    }
    let negated = negated && field.is_some();
    let (value, next) = value(chars, at)?;
    Ok((Term { column: start + 1, negated, field, value }, next))
}

fn comparison(chars: &[char], at: usize) -> Option<(Comparison, usize)> {
    let next_is_equal = chars.get(at + 1) == Some(&'=');
    match chars.get(at)? {
        ':' | '=' => Some((Comparison::Is, 1)),
        '<' if next_is_equal => Some((Comparison::AtMost, 2)),
        '<' => Some((Comparison::Less, 1)),
        '>' if next_is_equal => Some((Comparison::AtLeast, 2)),
        '>' => Some((Comparison::More, 1)),
        _ => None,
    }
}

fn value(chars: &[char], start: usize) -> Result<(String, usize), QueryError> {
    let mut out = String::new();
    let mut at = start;
    while at < chars.len() && !chars[at].is_whitespace() {
        if chars[at] == '"' {
            let open = at;
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                out.push(chars[at]);
                at += 1;
            }
            if at == chars.len() {
                return Err(QueryError { column: open + 1, problem: FilterProblem::OpenQuote });
            }
        } else {
            out.push(chars[at]);
        }
        at += 1;
    }
    Ok((out, at))
}
