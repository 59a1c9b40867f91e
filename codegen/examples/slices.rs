//! Slices of a description, drawn at random, each as a crate of one workspace: for `docs/measure-slices`, which
//! has the compiler look at them.
//!
//! ```text
//! cargo run --release -p msgraph-codegen --example slices -- SPEC PERMISSIONS FOLDER [COUNT] [SEED]
//! cargo run --release -p msgraph-codegen --example slices -- SPEC PERMISSIONS FOLDER whole
//! ```
//!
//! The same seed draws the same slices of the same description.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use msgraph_codegen::{CoreDependency, Package, generate};
use msgraph_spec::Reader;
use msgraph_spec::model::{Api, PathTemplate, TypeDef};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [spec, permissions, folder, rest @ ..] = arguments.as_slice() else {
        return Err("usage: slices SPEC PERMISSIONS FOLDER [COUNT] [SEED]".into());
    };
    let is_whole = rest.first().is_some_and(|word| word == "whole");
    let rest = if is_whole { &[] } else { rest };
    let count = rest.first().map_or(Ok(30), |text| text.parse())?;
    let mut random = Random(rest.get(1).map_or(Ok(5), |text| text.parse())?);
    let (spec, permissions) = (fs::read_to_string(spec)?, fs::read_to_string(permissions)?);
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"slice-*\"]\n")?;
    if is_whole {
        return write(&reader(&spec, &permissions), "slice-whole", &folder.join("slice-whole"));
    }
    let whole = reader(&spec, &permissions).read()?.api;
    for number in 0..count {
        let wanted = Wanted::draw(&whole, &mut random);
        let mut reader = reader(&spec, &permissions);
        for pattern in &wanted.include {
            reader = reader.include(pattern);
        }
        for pattern in &wanted.exclude {
            reader = reader.exclude(pattern);
        }
        for root in &wanted.roots {
            reader = reader.root(root);
        }
        let name = format!("slice-{number:02}");
        write(&reader, &name, &folder.join(&name))
            .map_err(|fault| format!("{name}: {wanted:#?}\n{fault}"))?;
    }
    Ok(())
}

fn reader(spec: &str, permissions: &str) -> Reader {
    Reader::openapi_text("description.json", spec)
        .permissions_text("permissions.json", permissions)
        .permissions_may_cover_more(true)
}

fn write(reader: &Reader, name: &str, folder: &Path) -> Result<(), Fault> {
    let read = reader.read()?;
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, name, &mut faults)?;
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("core");
    let package = Package::new(name).core(CoreDependency::Path(core)).member_of_workspace(true);
    package.files(&read.api, made)?.write_to(folder)?;
    println!(
        "{name}: {} operations, {} types, {} warnings",
        read.api.operations.len(),
        read.api.types.len(),
        read.warnings.len() + faults.len()
    );
    Ok(())
}

/// What a slice is cut by.
#[derive(Debug, Default)]
struct Wanted {
    include: Vec<String>,
    exclude: Vec<String>,
    roots: Vec<String>,
}

impl Wanted {
    /// Some prefixes of paths, or some operations here and there; something of it left out again; and some types
    /// that nothing needs.
    fn draw(api: &Api, random: &mut Random) -> Self {
        const MOST: usize = 500;
        let mut wanted = Self::default();
        let mut chosen = BTreeSet::new();
        let by_prefix = random.below(2) == 0;
        let draws = 1 + random.below(if by_prefix { 4 } else { 300 });
        for _ in 0..draws {
            let one = random.of(&api.operations);
            if !by_prefix {
                chosen.insert(one.title());
                wanted.include.push(one.title());
                continue;
            }
            let depth = 1 + random.below(one.path.segments.len());
            let prefix = PathTemplate::new(one.path.segments[..depth].to_vec()).to_string();
            let below = format!("{prefix}/");
            let paths = api.operations.iter().map(|one| (one, one.path.to_string()));
            let matched = paths.filter(|(_, path)| *path == prefix || path.starts_with(&below));
            let titles: Vec<String> = matched.map(|(one, _)| one.title()).collect();
            if chosen.is_empty() || chosen.len() + titles.len() <= MOST {
                chosen.extend(titles);
                wanted.include.push(format!("{prefix}/**"));
            }
        }
        wanted.include.sort();
        wanted.include.dedup();
        let chosen: Vec<String> = chosen.into_iter().collect();
        if chosen.len() > 4 {
            wanted.exclude = (0..random.below(4)).map(|_| random.of(&chosen).clone()).collect();
        }
        let types: Vec<&TypeDef> = api.types.values().collect();
        wanted.roots = (0..random.below(4)).map(|_| random.of(&types).name().to_string()).collect();
        for list in [&mut wanted.exclude, &mut wanted.roots] {
            list.sort();
            list.dedup();
        }
        wanted
    }
}

/// Numbers that look drawn, and are the same for the same seed (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap_or_default() % end
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}
