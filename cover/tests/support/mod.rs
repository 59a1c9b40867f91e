//! Random questions: a small generator with a seed, so that a failure can be had again.

use msgraph_cover::Need;

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below the limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }
}

/// Needs whose ways hold one to `together` of the names.
pub(crate) fn needs<'a>(
    random: &mut Random,
    titles: &'a [String],
    names: &'a [String],
    ways: usize,
    together: usize,
) -> Vec<Need<'a>> {
    let needs = titles.iter().map(|title| {
        let ways = (0..=random.below(ways)).map(|_| {
            // Most ways are of one permission.
            let size = if random.below(3) == 0 { 1 + random.below(together) } else { 1 };
            (0..size).map(|_| names[random.below(names.len())].as_str()).collect()
        });
        Need { title, alternatives: ways.collect() }
    });
    needs.collect()
}

pub(crate) fn words(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number:03}")).collect()
}
