//! How long the least permissions of a whole API take, next to reading it.
//!
//! `cargo run --release -p cargo-msgraph --example cover -- graph-v1.0.json permissions.json`

use std::time::Instant;

use msgraph_cover::{Need, cover};
use msgraph_spec::Reader;
use msgraph_spec::model::Scheme;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = std::env::args_os().skip(1);
    let (Some(spec), Some(table)) = (files.next(), files.next()) else {
        return Err("name a description and a permission table".into());
    };
    let start = Instant::now();
    let reader = Reader::openapi(spec.to_string_lossy().as_ref());
    let reader = reader.permissions(table.to_string_lossy().as_ref()).permissions_may_cover_more(true);
    let api = reader.read()?.api;
    let floor = start.elapsed().as_secs_f64();
    println!("floor: reading it              {floor:>6.2} s");
    for scheme in Scheme::ALL {
        let titles: Vec<String> = api.operations.iter().map(msgraph_spec::model::Operation::title).collect();
        let needs: Vec<Need<'_>> = api
            .operations
            .iter()
            .zip(&titles)
            .map(|(one, title)| {
                let alternatives = one.permissions.of(scheme).alternatives();
                Need::new(title, alternatives.map(|all_of| all_of.0.iter().map(String::as_str)))
            })
            .collect();
        let start = Instant::now();
        let found = cover(&needs, |name| api.permissions.get(name)?.scheme(scheme)?.privilege_level);
        let time = start.elapsed().as_secs_f64();
        println!(
            "{scheme:<30} {time:>6.2} s  {:>5.2} x floor  {} operations, {} permissions, {}",
            time / floor,
            needs.len() - found.unmet.len(),
            found.permissions.len(),
            if found.proven { "proven" } else { "not proven" },
        );
    }
    Ok(())
}
