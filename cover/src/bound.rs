//! What a set costs by the first rule, and what every set must cost at least.

use crate::problem::{Id, Set};

/// How many permissions of each level, the highest level first. Costs add up level by level and compare like
/// words, which is all that the bound below needs of a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost(Vec<i32>);

impl Cost {
    pub(crate) fn zero(depth: usize) -> Self {
        Self(vec![0; depth])
    }

    /// One permission of that tier more.
    pub(crate) fn add_one(&mut self, tier: usize) {
        self.0[tier] += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one += other);
    }

    fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one -= other);
    }
}

/// What opening all of these needs costs at least, and what is left of the price of each permission.
///
/// Each need pays a part of the price of the permissions that could open it, as much as the cheapest of them
/// has left. No permission is paid more than its price, and each need has one of its permissions in every set,
/// so no set costs less than what was paid: the weak duality of linear programs. Of a way with several
/// permissions one stands for all. A permission whose rest, on top of the bound, is more than a known set
/// costs is in no better set.
pub(crate) fn lower_bound(open: &[Vec<Set>], tiers: &[usize], depth: usize) -> (Cost, Vec<Option<Cost>>) {
    let mut rest: Vec<Option<Cost>> = vec![None; tiers.len()];
    for id in open.iter().flatten().flatten() {
        rest[*id].get_or_insert_with(|| {
            let mut price = Cost::zero(depth);
            price.add_one(tiers[*id]);
            price
        });
    }
    let mut order: Vec<&Vec<Set>> = open.iter().collect();
    order.sort_by_key(|ways| ways.len());
    let mut bound = Cost::zero(depth);
    for ways in order {
        let mut paid: Vec<Id> = ways
            .iter()
            .filter_map(|way| way.iter().copied().max_by(|a, b| rest[*a].cmp(&rest[*b])))
            .collect();
        paid.sort_unstable();
        paid.dedup();
        let Some(part) = paid.iter().filter_map(|id| rest[*id].clone()).min() else { continue };
        bound.add(&part);
        for id in paid {
            if let Some(rest) = &mut rest[id] {
                rest.subtract(&part);
            }
        }
    }
    (bound, rest)
}
