//! Curves as an SVG, legible on light and dark.

use std::fmt::Write;

/// What was measured of one slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) operations: f64,
    pub(crate) seconds: f64,
    pub(crate) megabytes: f64,
}

/// The slices of one description.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) points: Vec<Point>,
}

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 50.0;
const GAP: f64 = 90.0;
/// Colours with enough contrast on white and on black.
const COLOURS: [&str; 4] = ["#2f81f7", "#d9730d", "#2da44e", "#a371f7"];

/// Time and memory against the number of operations, side by side.
pub(crate) fn svg(series: &[Series]) -> String {
    let (width, height) = (LEFT + 2.0 * WIDTH + GAP + 20.0, TOP + HEIGHT + 60.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" \
         aria-label=\"Time and memory of the generator by the number of operations\">\n\
         <style>\n  .t {{ fill: #24292f }} .g {{ stroke: #8c959f; stroke-opacity: .35 }} .a {{ stroke: #57606a }}\n  \
         @media (prefers-color-scheme: dark) {{ .t {{ fill: #e6edf3 }} .a {{ stroke: #adbac7 }} }}\n</style>\n"
    );
    panel(&mut out, LEFT, "seconds, description to crate on disk", series, |point| point.seconds);
    panel(&mut out, LEFT + WIDTH + GAP, "megabytes held at most", series, |point| point.megabytes);
    let mut x = LEFT;
    for (index, one) in series.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let _ = writeln!(
            out,
            "<circle cx=\"{x}\" cy=\"14\" r=\"5\" fill=\"{colour}\"/><text class=\"t\" x=\"{}\" y=\"18\">{}</text>",
            x + 10.0,
            escaped(&one.name)
        );
        x += 200.0;
    }
    out + "</svg>\n"
}

fn panel(out: &mut String, left: f64, title: &str, series: &[Series], of: impl Fn(&Point) -> f64) {
    let all = || series.iter().flat_map(|one| &one.points);
    let across = ticks(all().map(|point| point.operations).fold(1.0, f64::max));
    let up = ticks(all().map(&of).fold(0.1, f64::max));
    let (most_across, most_up) = (last(&across), last(&up));
    let x = |operations: f64| left + WIDTH * operations / most_across;
    let y = |value: f64| TOP + HEIGHT * (1.0 - value / most_up);
    let _ = writeln!(out, "<text class=\"t\" x=\"{left}\" y=\"{}\">{title}</text>", TOP - 10.0);
    for tick in &up {
        let y = y(*tick);
        let _ = writeln!(
            out,
            "<line class=\"g\" x1=\"{left}\" y1=\"{y:.1}\" x2=\"{}\" y2=\"{y:.1}\"/>\
             <text class=\"t\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            left + WIDTH,
            left - 8.0,
            y + 4.0
        );
    }
    for tick in &across {
        let _ = writeln!(
            out,
            "<text class=\"t\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>",
            x(*tick),
            TOP + HEIGHT + 20.0
        );
    }
    let _ = writeln!(
        out,
        "<path class=\"a\" fill=\"none\" d=\"M{left} {TOP}V{}H{}\"/>\
         <text class=\"t\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">operations</text>",
        TOP + HEIGHT,
        left + WIDTH,
        left + WIDTH / 2.0,
        TOP + HEIGHT + 42.0
    );
    for (index, one) in series.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let places: Vec<(f64, f64)> =
            one.points.iter().map(|point| (x(point.operations), y(of(point)))).collect();
        let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            out,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>",
            line.join(" ")
        );
        for (x, y) in places {
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/>");
        }
    }
}

/// Round numbers from nothing to at least the most.
fn ticks(most: f64) -> Vec<f64> {
    let power = 10_f64.powf((most / 5.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|one| one * power).find(|step| step * 5.0 >= most);
    let step = step.unwrap_or(power * 10.0);
    let mut ticks = vec![0.0];
    while last(&ticks) < most {
        // rounded, so that a sum of decimals is written as people write it
        ticks.push(((last(&ticks) + step) * 1e6).round() / 1e6);
    }
    ticks
}

fn last(ticks: &[f64]) -> f64 {
    ticks.last().copied().unwrap_or(1.0)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
