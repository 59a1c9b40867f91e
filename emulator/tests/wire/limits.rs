//! The row "Limits".

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::support::{World, builder, noon};

const MEETINGS: &str = "/me/onlineMeetings";

#[tokio::test]
async fn limits_meetings_are_counted_by_user_and_month() {
    let days = Arc::new(AtomicU64::new(0));
    let passed = Arc::clone(&days);
    let clock = move || noon() + Duration::from_secs(86_400 * passed.load(Ordering::Relaxed));
    let world = World::with(builder().clock(clock).meeting_limit(2)).await;
    let (adele, megan) = (world.as_user(&world.adele), world.as_user(&world.megan));
    let first = adele.meeting_id().await;
    let known = json!({"externalId": "x"});
    adele.post("/me/onlineMeetings/createOrGet", &known).await.expect(201);
    let refused = adele.post(MEETINGS, &json!({})).await;
    let message = refused.error(429, "TooManyRequests");
    assert!(message.contains("2 meetings this month"), "{message}");
    assert_eq!(refused.header("retry-after"), "", "how long is not known");
    let through_app = format!("/users/{}/onlineMeetings", world.adele.id);
    world.as_app().post(&through_app, &json!({})).await.error(429, "TooManyRequests");
    adele.post("/me/onlineMeetings/createOrGet", &known).await.expect(200);
    adele
        .post("/me/onlineMeetings/createOrGet", &json!({"externalId": "y"}))
        .await
        .error(429, "TooManyRequests");
    megan.meeting_id().await;
    adele.delete(&format!("{MEETINGS}/{first}")).await.expect(204);
    adele.meeting_id().await;
    adele.post(MEETINGS, &json!({})).await.error(429, "TooManyRequests");
    days.store(31, Ordering::Relaxed);
    assert!(!adele.meeting_id().await.is_empty(), "another month");
}
