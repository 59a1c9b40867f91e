//! Faults, as a test and the builder hold them.

use super::{Fault, FaultRatesError};
use crate::{Emulator, EmulatorBuilder};

/// Faults.
impl EmulatorBuilder {
    /// Lets that share of all requests take a fault, by chance and from the [seed](Self::seed): the same requests in
    /// the same order take the same faults. As often as is wanted; the shares of all may add up to 1. One that is no
    /// number from 0 to 1, and a sum above 1, are errors of [`start`](Self::start).
    ///
    /// Each request takes one fault at most. A fault that is limited with [`Fault::on`] happens to that share of the
    /// requests that it fits, and only one of [`Fault::on_token_endpoint`] happens to the token endpoint.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph_emulator::{Emulator, Fault};
    ///
    /// let emulator = Emulator::builder()
    ///     .seed(7)
    ///     .fault_rate(0.05, Fault::throttled(Some("1")))
    ///     .fault_rate(0.05, Fault::cut_after().on("POST", "/me/onlineMeetings"))
    ///     .start()
    ///     .await?;
    /// assert_eq!(emulator.fault_rates().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault_rate(mut self, share: f64, fault: Fault) -> Self {
        self.fault_rates.push((share, fault));
        self
    }
}

/// Faults.
impl Emulator {
    /// Has these shares of all requests take these faults from now on, in the place of those of
    /// [`EmulatorBuilder::fault_rate`], which says more. None at all ends it.
    ///
    /// # Errors
    ///
    /// Where a share is no number from 0 to 1, or they add up to more than 1. The rates stay as they were then.
    pub fn set_fault_rates(
        &self,
        rates: impl IntoIterator<Item = (f64, Fault)>,
    ) -> Result<(), FaultRatesError> {
        let rates = rates.into_iter().collect();
        self.service.state().faults.set_rates(rates)
    }

    /// Which share of all requests takes which fault by chance.
    #[must_use]
    pub fn fault_rates(&self) -> Vec<(f64, Fault)> {
        self.service.state().faults.rates().to_vec()
    }

    /// The faults of [`inject`](Self::inject) that no request has taken yet, in their order; one that is good for
    /// several requests with the [`times`](Fault::times) that are left.
    #[must_use]
    pub fn waiting_faults(&self) -> Vec<Fault> {
        self.service.state().faults.waiting().to_vec()
    }

    /// Forgets the faults that wait, and all rates.
    pub fn clear_faults(&self) {
        self.service.state().faults.clear();
    }
}
