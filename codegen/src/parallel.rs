//! Work on all processors, with results in the order of the work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

// whether a macro of the compiler runs here
extern crate proc_macro;

/// How many items a thread takes at once: enough that taking costs nothing, few enough that all threads end
/// together.
const CHUNK: usize = 16;

/// What the work makes of each item, in the order of the items.
///
/// In a macro of the compiler there is one thread: tokens belong to it.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(items.len().div_ceil(CHUNK));
    if threads <= 1 || proc_macro::is_available() {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        loop {
            let begin = next.fetch_add(CHUNK, Ordering::Relaxed);
            let Some(rest) = items.get(begin..).filter(|rest| !rest.is_empty()) else { return made };
            let chunk: Vec<R> = rest.iter().take(CHUNK).map(&work).collect();
            made.push((begin, chunk));
        }
    };
    let mut made: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut made = take();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_unstable_by_key(|(begin, _)| *begin);
    made.into_iter().flat_map(|(_, chunk)| chunk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_work() {
        for count in [0, 1, 15, 16, 17, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, |one| one * 2), items.iter().map(|one| one * 2).collect::<Vec<_>>());
        }
    }
}
