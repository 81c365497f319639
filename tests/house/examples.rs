//! Every formula has an example that runs.

use crate::source::sources;
use std::path::Path;

/// What has another function's example instead of its own: these say that they are the same but for one thing.
const SAME_BUT: &str = "The same";

/// The functions of a file that a reader may call with real numbers, each with the comment above it.
fn formulas(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut comment = String::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (place, line) in lines.iter().enumerate() {
        if let Some(told) = line.strip_prefix("///") {
            comment.push_str(told);
            comment.push('\n');
        } else if line.starts_with("pub fn ") {
            let signature: Vec<&str> = lines[place..].iter().copied().take_while(|l| !l.ends_with('{')).collect();
            let signature = signature.join(" ") + line;
            if signature.contains("f64") {
                found.push((line.to_string(), comment.clone()));
            }
            comment.clear();
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    found
}

fn without_example(text: &str) -> Vec<String> {
    let bare = formulas(text).into_iter().filter(|(_, told)| !told.contains("```") && !told.contains(SAME_BUT));
    bare.map(|(name, _)| name).collect()
}

#[test]
fn every_formula_has_an_example_that_runs() {
    let mut bare = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("analytics/")) {
        let text = std::fs::read_to_string(Path::new("src").join(&source.path)).unwrap();
        bare.extend(without_example(&text).into_iter().map(|name| format!("{}: {name}", source.path)));
    }
    assert!(bare.is_empty(), "an example is missing:\n{}", bare.join("\n"));
}

#[test]
fn a_formula_without_an_example_is_found() {
    let told = "/// ```\n/// assert!(half(2.0) == 1.0);\n/// ```\npub fn half(x: f64) -> f64 {\n";
    assert_eq!(without_example(told), Vec::<String>::new());
    assert_eq!(without_example("/// Half of it.\npub fn half(x: f64) -> f64 {\n"), ["pub fn half(x: f64) -> f64 {"]);
    assert_eq!(without_example("/// Twice.\npub fn twice(x: u32) -> u32 {\n"), Vec::<String>::new());
}
