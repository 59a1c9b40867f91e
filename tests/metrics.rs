//! The figures that a client gives to the façade `metrics`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use msgraph::testing::Memory;
use msgraph::{Graph, RetryPolicy};

/// Keeps each figure and what it means.
#[derive(Default)]
struct Kept {
    described: Mutex<BTreeMap<String, Option<Unit>>>,
    figures: Arc<Mutex<Vec<(String, f64)>>>,
}

struct Figure {
    key: String,
    figures: Arc<Mutex<Vec<(String, f64)>>>,
}

impl Figure {
    fn add(&self, value: f64) {
        self.figures.lock().unwrap().push((self.key.clone(), value));
    }
}

impl CounterFn for Figure {
    #[expect(clippy::cast_precision_loss, reason = "counts of a test are small")]
    fn increment(&self, value: u64) {
        self.add(value as f64);
    }

    fn absolute(&self, _: u64) {
        panic!("nothing here is counted absolutely");
    }
}

impl GaugeFn for Figure {
    fn increment(&self, value: f64) {
        self.add(value);
    }

    fn decrement(&self, value: f64) {
        self.add(-value);
    }

    fn set(&self, _: f64) {
        panic!("nothing here is set");
    }
}

impl HistogramFn for Figure {
    fn record(&self, value: f64) {
        self.add(value);
    }
}

impl Kept {
    fn figure(&self, key: &Key) -> Arc<Figure> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let key = format!("{}{{{}}}", key.name(), labels.join(","));
        Arc::new(Figure { key, figures: Arc::clone(&self.figures) })
    }

    fn describe(&self, name: &KeyName, unit: Option<Unit>, text: &SharedString) {
        assert!(text.ends_with('.'), "{text}");
        self.described.lock().unwrap().insert(name.as_str().to_owned(), unit);
    }

    fn of(&self, name: &str) -> Vec<(String, f64)> {
        self.figures.lock().unwrap().iter().filter(|(key, _)| key.starts_with(name)).cloned().collect()
    }
}

impl Recorder for Kept {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.describe(&name, unit, &text);
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.describe(&name, unit, &text);
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.describe(&name, unit, &text);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.figure(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.figure(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.figure(key))
    }
}

#[tokio::test]
async fn requests_are_measured_and_counted() {
    let kept = Kept::default();
    let _guard = metrics::set_default_local_recorder(&kept);
    let memory = Memory::new(|request| match request.uri().path().rsplit('/').next() {
        Some("busy") => Ok(Memory::answer(429, "{}")),
        _ => Ok(Memory::answer(200, "{}")),
    });
    let graph = Graph::builder().service(memory).build().unwrap();
    let meetings = graph.me().online_meetings();
    meetings.by_id("SECRET").get().await.unwrap();
    meetings.by_id("busy").get().retry(RetryPolicy::none()).await.unwrap_err();

    let of_all = "http.request.method=GET,url.template=/me/onlineMeetings/{onlineMeeting-id}";
    let duration = kept.of("http.client.request.duration");
    let keys: Vec<_> = duration.iter().map(|(key, _)| key.as_str()).collect();
    let key = |rest: &str| {
        format!("http.client.request.duration{{{of_all},server.address=graph.microsoft.com,{rest}}}")
    };
    assert_eq!(
        keys,
        [key("http.response.status_code=200"), key("http.response.status_code=429,error.type=429")]
    );
    assert!(duration.iter().all(|(_, seconds)| (0.0..60.0).contains(seconds)), "{duration:?}");
    assert_eq!(kept.of("msgraph.throttled"), [(format!("msgraph.throttled{{{of_all}}}"), 1.0)]);

    let in_flight: Vec<f64> = kept.of("msgraph.requests.in_flight").iter().map(|(_, by)| *by).collect();
    assert_eq!(in_flight, [1.0, -1.0, 1.0, -1.0]);
}

/// Never answers.
struct Silent;

impl msgraph::Service for Silent {
    fn call(
        &self,
        _: http::Request<bytes::Bytes>,
        _: &'static msgraph::OperationInfo,
    ) -> msgraph::BoxFuture<'_, Result<http::Response<bytes::Bytes>, msgraph::Error>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_is_no_longer_in_flight() {
    let kept = Kept::default();
    let _guard = metrics::set_default_local_recorder(&kept);
    let graph = Graph::builder().service(Silent).build().unwrap();
    let call = graph.me().online_meetings().get().into_future();
    tokio::time::timeout(std::time::Duration::from_millis(10), call).await.unwrap_err();
    let in_flight: Vec<f64> = kept.of("msgraph.requests.in_flight").iter().map(|(_, by)| *by).collect();
    assert_eq!(in_flight, [1.0, -1.0]);
    assert!(kept.of("http.client.request.duration").is_empty());
}

#[test]
fn each_figure_is_described() {
    let kept = Kept::default();
    metrics::with_local_recorder(&kept, || {
        Graph::builder().service(Silent).build().unwrap();
    });
    let described = kept.described.lock().unwrap();
    assert_eq!(
        described.iter().map(|(name, unit)| (name.as_str(), unit.unwrap())).collect::<Vec<_>>(),
        [
            ("http.client.request.duration", Unit::Seconds),
            ("msgraph.requests.in_flight", Unit::Count),
            ("msgraph.retries", Unit::Count),
            ("msgraph.throttled", Unit::Count),
            ("msgraph.tokens.refreshed", Unit::Count),
        ]
    );
}
