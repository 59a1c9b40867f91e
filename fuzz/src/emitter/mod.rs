//! The emitter: a model with hostile names and texts becomes Rust of the expected shape, or is refused.

mod api;
mod words;

use arbitrary::Unstructured;
use msgraph_codegen::generate;
use msgraph_spec::model::Api;
use msgraph_spec::{Diagnostics, Level};

use crate::output;
use crate::readers::rendered;
use words::Words;

/// A model that the bytes choose. What comes of it is the expected shape, the same each time, and
/// the same code whatever the texts of the model are: they reach nothing but documentation.
///
/// # Panics
/// If that does not hold.
pub fn emitter(data: &[u8]) {
    let hostile = model(data, Words::Hostile);
    let plain = model(data, Words::Plain);
    let name = String::from_utf8_lossy(&data[..data.len().min(12)]);
    let (made, again) = (make(&hostile, &name), make(&hostile, &name));
    let without_texts = make(&plain, &name);
    match (made, again, without_texts) {
        (Ok(made), Ok(again), Ok(without_texts)) => {
            assert_eq!(made, again, "two runs differ");
            output::check(&hostile, made.files());
            assert!(made.files().keys().eq(without_texts.files().keys()), "a text decides on a file");
            for (path, text) in made.files() {
                let tokens = text.parse().expect("tokens");
                assert!(!output::has_canary(tokens), "{path} holds the canary:\n{text}");
                let other = &without_texts.files()[path];
                if let Some(difference) = output::difference(text, other) {
                    panic!("a text became code in {path}: {difference}\n{text}");
                }
            }
        }
        (Err(one), Err(again), Err(_)) => assert_eq!(one, again, "two runs differ"),
        _ => panic!("texts decide on whether a model is refused"),
    }
}

fn make(api: &Api, name: &str) -> Result<msgraph_codegen::Crate, String> {
    let mut faults = Diagnostics::default();
    match generate(api, name, &mut faults) {
        Ok(made) => {
            assert!(faults.iter().all(|one| one.level == Level::Warning), "{faults}");
            rendered(&faults);
            Ok(made)
        }
        Err(faults) => {
            assert!(faults.has_errors());
            rendered(&faults);
            Err(faults.to_string())
        }
    }
}

/// The model, which is the same but for its texts.
fn model(data: &[u8], words: Words) -> Api {
    // bytes that end early give zeros, so there is always a model
    api::Builder::new(Unstructured::new(data), words).api()
}
