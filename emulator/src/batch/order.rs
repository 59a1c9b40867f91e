//! The order in which the requests of a batch are carried out.

use super::item::Item;
use crate::errors::GraphError;

/// The places of the requests, each behind those that it depends on, and otherwise as they were asked.
pub(super) fn by_dependency(items: &[Item]) -> Result<Vec<usize>, GraphError> {
    let mut order: Vec<usize> = Vec::with_capacity(items.len());
    while order.len() < items.len() {
        let is_ready = |at: &usize| {
            !order.contains(at) && items[*at].depends_on.iter().all(|other| order.contains(other))
        };
        let Some(next) = (0..items.len()).find(is_ready) else {
            let stuck = (0..items.len()).filter(|at| !order.contains(at)).map(|at| items[at].id.as_str());
            let stuck: Vec<&str> = stuck.collect();
            let message = format!("'dependsOn' leads in a circle among: {}.", stuck.join(", "));
            return Err(GraphError::bad_request(message));
        };
        order.push(next);
    }
    Ok(order)
}
