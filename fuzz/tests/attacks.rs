use msgraph_spec::Reader;
use peak_alloc::PeakAlloc;
use std::time::Instant;
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: t, version: v1.0}\nservers: [{url: https://graph.microsoft.com/v1.0}]\n";
const JHEAD: &str = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"t\", \"version\": \"v1.0\"}, \"servers\": [{\"url\": \"https://graph.microsoft.com/v1.0\"}],";

fn run(what: &str, name: &str, text: &str) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let reader = Reader::openapi_text(name, text);
    let out = match reader.read() {
        Ok(read) => {
            let r = start.elapsed();
            let mut faults = read.sources.diagnostics();
            match msgraph_codegen::generate(&read.api, "x", &mut faults) {
                Ok(made) => format!(
                    "ok read {r:?}, {} ops {} types {} files {} bytes",
                    read.api.operations.len(),
                    read.api.types.len(),
                    made.files().len(),
                    made.files().values().map(String::len).sum::<usize>()
                ),
                Err(f) => {
                    let s = f.to_string();
                    format!("plan refused {} bytes: {}", s.len(), s.chars().take(150).collect::<String>())
                }
            }
        }
        Err(f) => {
            let r = start.elapsed();
            let s = f.to_string();
            format!(
                "refused in {r:?}, {} faults {} bytes: {}",
                f.len(),
                s.len(),
                s.chars().take(150).collect::<String>()
            )
        }
    };
    let peak = MEMORY.peak_usage() - before;
    eprintln!(
        "== {what}: {:.1} MB in, {:?}, peak {:.1} MB ({:.1}x)\n   {}",
        text.len() as f64 / 1e6,
        start.elapsed(),
        peak as f64 / 1e6,
        peak as f64 / text.len() as f64,
        out.replace('\n', "\n   ")
    );
}

fn paths() -> String {
    format!("{HEAD}paths:\n  /x: {{get: {{responses: {{'204': {{description: d}}}}}}}}\n")
}

#[test]
fn all() {
    let only = std::env::var("ONLY").unwrap_or_default();
    let run = |what: &str, name: &str, text: &dyn Fn() -> String| {
        if what.contains(&*only) {
            run(what, name, &text())
        }
    };
    for n in [10_000, 1_000_000] {
        run("json deep [", "a.json", &|| format!("{JHEAD}\"paths\": {}", "[".repeat(n)));
        run("json deep {", "a.json", &|| "{\"a\":".repeat(n));
        run("yaml deep [", "a.yaml", &|| "[".repeat(n));
        run("yaml deep {a:", "a.yaml", &|| "{a: ".repeat(n));
        run("yaml deep { no space", "a.yaml", &|| "{".repeat(n));
        run("yaml deep - ", "a.yaml", &|| "- ".repeat(n));
        run("yaml deep ? ", "a.yaml", &|| "? ".repeat(n));
        run("yaml !", "a.yaml", &|| "!".repeat(n));
        run("yaml &a ", "a.yaml", &|| "&a ".repeat(n));
        run("yaml many docs", "a.yaml", &|| "---\n".repeat(n));
        run("yaml many anchors", "a.yaml", &|| (0..n).map(|i| format!("- &a{i} x\n")).collect());
        run("yaml comments", "a.yaml", &|| "#\n".repeat(n));
        run("yaml keys no value", "a.yaml", &|| (0..n).map(|i| format!("k{i}:\n")).collect());
        run("yaml flow list long", "a.yaml", &|| format!("a: [{}]", "1,".repeat(n)));
        run("yaml plain multiline", "a.yaml", &|| format!("a: {}", "x\n  ".repeat(n)));
        run("yaml open quote", "a.yaml", &|| format!("a: \"{}", "x\n  ".repeat(n)));
        run("yaml a: a: ", "a.yaml", &|| "a: ".repeat(n));
    }
    for n in [100, 1000, 3000] {
        run("yaml block deep", "a.yaml", &|| (0..n).map(|i| format!("{}a:\n", " ".repeat(i))).collect());
    }
    for mb in [1usize, 10] {
        let m = mb * 1_000_000;
        run("str description", "a.yaml", &|| {
            paths().replace("description: d", &format!("description: {}", "x".repeat(m)))
        });
        run("str summary words", "a.yaml", &|| {
            paths().replace("{get: {", &format!("{{get: {{summary: {}, ", "x ".repeat(m / 2)))
        });
        run("str summary one word", "a.yaml", &|| {
            paths().replace("{get: {", &format!("{{get: {{summary: {}, ", "x".repeat(m)))
        });
        run("str summary json", "a.json", &|| {
            format!(
                "{JHEAD}\"paths\": {{\"/x\": {{\"get\": {{\"summary\": \"{}\", \"responses\": {{\"204\": {{\"description\": \"d\"}}}}}}}}}}}}",
                "x".repeat(m)
            )
        });
        run("str summary esc json", "a.json", &|| {
            format!(
                "{JHEAD}\"paths\": {{\"/x\": {{\"get\": {{\"summary\": \"{}\", \"responses\": {{\"204\": {{\"description\": \"d\"}}}}}}}}}}}}",
                "\\n".repeat(m / 2)
            )
        });
        run("str summary ticks", "a.json", &|| {
            format!(
                "{JHEAD}\"paths\": {{\"/x\": {{\"get\": {{\"summary\": \"{}\", \"responses\": {{\"204\": {{\"description\": \"d\"}}}}}}}}}}}}",
                "`a".repeat(m / 2)
            )
        });
        run("str path", "a.yaml", &|| paths().replace("/x:", &format!("? /{}\n  :", "x".repeat(m))));
        run("str path segments", "a.yaml", &|| {
            paths().replace("/x:", &format!("? {}\n  :", "/x".repeat(m / 2)))
        });
        run("str unknown key", "a.yaml", &|| {
            paths().replace("{get: {", &format!("{{? {} : 1, get: {{", "k".repeat(m)))
        });
        run("str schema name", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    ? microsoft.graph.{}\n    : {{type: object, properties: {{a: {{type: string}}}}}}\n",
                paths(),
                "n".repeat(m)
            )
        });
        run("str property", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a: {{type: object, properties: {{? {} : {{type: string}}}}}}\n",
                paths(),
                "n".repeat(m)
            )
        });
        run("str enum", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a: {{type: string, enum: [{}]}}\n",
                paths(),
                "n".repeat(m)
            )
        });
        run("str ref", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a: {{type: object, properties: {{a: {{$ref: '#/components/schemas/{}'}}}}}}\n",
                paths(),
                "n".repeat(m)
            )
        });
        run("str version", "a.yaml", &|| paths().replace("3.0.3", &"9".repeat(m)));
        run("str type", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a: {{type: {}}}\n",
                paths(),
                "n".repeat(m)
            )
        });
        run("str number", "a.json", &|| format!("{{\"openapi\": {}}}", "9".repeat(m)));
        run("str one line wrong json", "a.json", &|| format!("{{\"openapi\": \"{}\" x}}", "9".repeat(m)));
    }
    for n in [10_000usize, 100_000] {
        run("many properties", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a:\n      type: object\n      properties:\n{}",
                paths(),
                (0..n).map(|i| format!("        p{i}: {{type: string}}\n")).collect::<String>()
            )
        });
        run("many members", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n    microsoft.graph.a:\n      type: string\n      enum:\n{}",
                paths(),
                (0..n).map(|i| format!("        - m{i}\n")).collect::<String>()
            )
        });
        run("many types", "a.yaml", &|| {
            format!(
                "{}components:\n  schemas:\n{}",
                paths(),
                (0..n)
                    .map(|i| format!(
                        "    microsoft.graph.t{i}: {{type: object, properties: {{a: {{type: string}}}}}}\n"
                    ))
                    .collect::<String>()
            )
        });
        run("many chain bases", "a.yaml", &|| {
            format!("{}components:\n  schemas:\n{}", paths(), (0..n).map(|i| format!("    microsoft.graph.t{i}: {{allOf: [{{$ref: '#/components/schemas/microsoft.graph.t{}'}}, {{type: object, properties: {{a{i}: {{type: string}}}}}}]}}\n", (i+1)%n)).collect::<String>())
        });
        run("many faults one line", "a.json", &|| {
            format!(
                "{JHEAD}\"paths\": {{{}}}}}",
                (0..n).map(|i| format!("\"/p{i}\": {{\"get\": 5}}")).collect::<Vec<_>>().join(",")
            )
        });
        run("many paths", "a.yaml", &|| {
            format!(
                "{HEAD}paths:\n{}",
                (0..n)
                    .map(|i| format!("  /p{i}: {{get: {{responses: {{'204': {{description: d}}}}}}}}\n"))
                    .collect::<String>()
            )
        });
        run("many parameters", "a.yaml", &|| {
            paths().replace(
                "{get: {",
                &format!(
                    "{{get: {{parameters: [{}], ",
                    (0..n)
                        .map(|i| format!("{{name: p{i}, in: query, schema: {{type: string}}}}"))
                        .collect::<Vec<_>>()
                        .join(",")
                ),
            )
        });
        run("many repeated keys", "a.yaml", &|| format!("{}{}", paths(), "x: 1\n".repeat(n)));
    }
}
