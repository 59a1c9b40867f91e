//! What `AlsoRequires` means.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::AllOf;

/// The most alternatives that one line may stand for. Microsoft's table has two at most; names of several
/// resources multiply, and a line of a few dozen names could otherwise stand for billions.
pub(super) const MOST_ALTERNATIVES: usize = 64;

/// What must be held together where a permission also requires others; nothing where these are more than
/// [`MOST_ALTERNATIVES`].
///
/// The table parts several names by commas and does not say what that means. Microsoft's description
/// of the format has an expression there, `(User.Read | User.Read.All) & Group.Read`, and the data
/// reads as that one does:
///
/// - Names of the same resource are alternatives: `AgentInstance.Read.All,AgentInstance.ReadWrite.All`,
///   of which the second opens all that the first does. The documentation of adding a member to an agent
///   collection writes these very names with "or".
/// - Those of `Directory` open every resource of the directory, and are alternatives to all others:
///   `Application.Read.All,Directory.Read.All` is published as "`AppRoleAssignment.ReadWrite.All` and
///   `Application.Read.All`" or, higher privileged, "`AppRoleAssignment.ReadWrite.All` and
///   `Directory.Read.All`" (creating an app role assignment of a service principal).
/// - Other resources are needed too: `User.Read.All,Group.Read.All`, for sponsors that are users or
///   groups. No page says that one of them is enough, so nobody is promised that.
pub(super) fn alternatives(permission: &str, also: &[&str]) -> Option<Vec<AllOf>> {
    let mut by_resource: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in also {
        let resource = name.split('.').next().unwrap_or(name);
        by_resource.entry(resource).or_default().insert(name);
    }
    let of_directory = by_resource.remove("Directory").unwrap_or_default();
    let is_open_otherwise = !by_resource.is_empty() || also.is_empty();
    let together = by_resource.values().map(BTreeSet::len).fold(1, usize::saturating_mul);
    let together = if is_open_otherwise { together } else { 0 };
    if together.saturating_add(of_directory.len()) > MOST_ALTERNATIVES {
        return None;
    }
    let mut found: Vec<Vec<&str>> = of_directory.iter().map(|name| vec![permission, name]).collect();
    if is_open_otherwise {
        let mut together = vec![vec![permission]];
        for names in by_resource.values() {
            let mut longer = Vec::new();
            for one in &together {
                longer.extend(names.iter().map(|name| [one.as_slice(), &[*name]].concat()));
            }
            together = longer;
        }
        found.extend(together);
    }
    let mut found: Vec<AllOf> = found.into_iter().map(AllOf::of).collect();
    found.sort();
    found.dedup();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(also: &[String]) -> Option<usize> {
        let also: Vec<&str> = also.iter().map(String::as_str).collect();
        alternatives("T.ReadWrite", &also).map(|found| found.len())
    }

    /// Two names of each of so many resources.
    fn pairs(resources: usize) -> Vec<String> {
        (0..resources).flat_map(|one| [format!("R{one}.Read"), format!("R{one}.ReadWrite")]).collect()
    }

    #[test]
    fn names_multiply_up_to_a_bound() {
        assert_eq!(count(&[]), Some(1));
        assert_eq!(count(&pairs(6)), Some(MOST_ALTERNATIVES));
        assert_eq!(count(&pairs(7)), None);
        // more than a number can hold
        assert_eq!(count(&pairs(1000)), None);
    }

    #[test]
    fn names_that_do_not_multiply_are_not_bounded() {
        let also: Vec<String> = (0..1000).map(|one| format!("R{one}.Read")).collect();
        assert_eq!(count(&also), Some(1));
        assert_eq!(count(&vec!["R.Read".to_owned(); 1000]), Some(1));
    }

    #[test]
    fn those_of_the_directory_count_too() {
        let directory = |count| (0..count).map(|one| format!("Directory.Read{one}")).collect::<Vec<_>>();
        assert_eq!(count(&directory(MOST_ALTERNATIVES)), Some(MOST_ALTERNATIVES));
        assert_eq!(count(&directory(MOST_ALTERNATIVES + 1)), None);
        assert_eq!(count(&[directory(1), pairs(6)].concat()), None);
    }
}
