//! The macro at the end of `permissions.rs`: the table that `app!` and `scopes!` read.

use std::fmt::Write;

use msgraph_spec::model::{AllOf, PermissionInfo, Requirement, Scheme};
use proc_macro2::Literal;

use crate::plan::names::hash;
use crate::plan::{Plan, PlannedOperation};

/// A macro that adds the table to those of other slices and hands all of them to the next macro, to
/// stand behind the module. It is text, because nothing lays out the inside of a macro as people do.
///
/// Each macro of a chain is given `{ tables } [path of its slice] [next macro] rest`, and a next macro that is a
/// table finds the path of its slice at the beginning of the rest:
///
/// ```text
/// a::permissions::__table! { {} [a] [b::permissions::__table] [b] [__app] { core } programs }
/// b::permissions::__table! { { [a::permissions::may] { .. } { .. } } [b] [__app] { core } programs }
/// __app! { { [a::permissions::may] { .. } { .. } [b::permissions::may] { .. } { .. } } { core } programs }
/// ```
///
/// So a slice need not know where it is: it may be a crate, or a module at any depth. Its macro is exported under a
/// name of the slice and its content, because macros of a crate share one list of names, and two slices may be of
/// files of one name. It is found as `permissions::__table`.
///
/// A table is the path of its traits, a row for each operation, and a row for each permission, whether or not it
/// opens something here.
pub(crate) fn table(plan: &Plan<'_>, name: &str) -> String {
    let rows: String = plan.operations.iter().map(row).collect();
    let permissions: String = plan.api.permissions.values().map(permission).collect();
    let content = content(plan, &rows);
    format!(
        "
/// Adds what the operations here ask for, and goes on with the next macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __{name}_{content}_permissions {{
    ({{ $($tables:tt)* }} [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {{
        $($next)*! {{
            {{
                $($tables)*
                [$($slice)*::permissions::may] {{
{rows}                }} {{
{permissions}                }}
            }}
            $($rest)*
        }}
    }};
}}

#[doc(hidden)]
pub use __{name}_{content}_permissions as __table;
"
    )
}

/// Six digits that tell slices of other operations or types apart.
fn content(plan: &Plan<'_>, rows: &str) -> String {
    let types = plan.api.types.keys().flat_map(|name| [name.as_str(), "\n"]);
    let text: String = std::iter::once(rows).chain(types).collect();
    format!("{:06x}", hash(&text) & 0x00ff_ffff)
}

/// `PostMeOnlineMeetings "POST /me/onlineMeetings" [["OnlineMeetings.ReadWrite"]] [] [];`
///
/// For each scheme the alternatives; none where no permission opens the operation, and `?` where the table says
/// nothing. `like PostUsersByIdOnlineMeetings` stands before the semicolon where that one is open in a scheme in
/// which this is not.
fn row(planned: &PlannedOperation<'_>) -> String {
    let title = Literal::string(&planned.operation.title());
    let schemes = Scheme::ALL.map(|scheme| match planned.operation.permissions.of(scheme) {
        Requirement::Unknown => "?".to_owned(),
        requirement => {
            let alternatives: Vec<String> =
                requirement.alternatives().map(|AllOf(names)| list(names)).collect();
            format!("[{}]", alternatives.join(", "))
        }
    });
    let mut row = format!("                    {} {title} {}", planned.name.ty, schemes.join(" "));
    if let Some(sibling) = &planned.sibling {
        let _ = write!(row, " like {}", sibling.name.ty);
    }
    row + ";\n"
}

/// `"OnlineMeetings.Read.All" [] [] [4];`: the privilege level in each scheme that has the permission, or `?`
/// where the table gives none, and `specific` where it holds for one chat or team.
fn permission(info: &PermissionInfo) -> String {
    let schemes = Scheme::ALL.map(|scheme| match info.scheme(scheme) {
        Some(found) => {
            format!("[{}]", found.privilege_level.map_or("?".to_owned(), |level| level.to_string()))
        }
        None => "[]".to_owned(),
    });
    let name = Literal::string(&info.name);
    let specific = if info.is_resource_specific() { " specific" } else { "" };
    format!("                    {name} {}{specific};\n", schemes.join(" "))
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| Literal::string(name).to_string()).collect();
    format!("[{}]", names.join(", "))
}
