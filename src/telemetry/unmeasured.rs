//! Without the feature `metrics` nothing is measured: the same functions as in `measure.rs`, and empty.

use http::StatusCode;
use msgraph_core::OperationInfo;

pub(super) fn describe() {}

pub(super) struct Request;

impl Request {
    pub(super) fn begin(_: &'static OperationInfo, _: &str) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "with the feature there is something in it")]
    pub(super) fn end(self, _: Option<StatusCode>, _: Option<&str>) {}
}

pub(super) fn retry(_: &'static OperationInfo, _: &'static str) {}

pub(super) fn throttled(_: &'static OperationInfo) {}

pub(super) fn token_refreshed(_: &'static str) {}
