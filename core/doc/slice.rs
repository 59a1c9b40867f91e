// A slice of Graph in small, as the generator emits it: what the examples in the documentation of this crate stand on.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use msgraph_core::model::DateTimeOffset;
use msgraph_core::odata::{Navigation, Property};
use msgraph_core::{
    BoxFuture, Client, Consent, Content, Count, Empty, Error, Json, Operation, OperationInfo, Paged, Path, Permission,
    Permissions, Request, Requirement, Service, option,
};

const READ: Permission = Permission::new("OnlineMeetings.Read").delegated_work(Consent::User, Some(2));
const READ_WRITE: Permission = Permission::new("OnlineMeetings.ReadWrite").delegated_work(Consent::User, Some(3));

const MEETINGS: Permissions = Permissions {
    delegated_work: Requirement::OneOf(&[&[READ], &[READ_WRITE]]),
    delegated_personal: Requirement::NotSupported,
    application: Requirement::NotSupported,
    resource_specific: &[],
};

#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OnlineMeeting {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl OnlineMeeting {
    pub const ID: Property<Self, String> = Property::new("id");
    pub const SUBJECT: Property<Self, String> = Property::new("subject");
    pub const JOIN_WEB_URL: Property<Self, String> = Property::new("joinWebUrl");
    pub const START_DATE_TIME: Property<Self, DateTimeOffset> = Property::new("startDateTime");
    pub const ATTENDANCE_REPORTS: Navigation<Self, Vec<MeetingAttendanceReport>> = Navigation::new("attendanceReports");

    pub fn new() -> Self {
        Self::default()
    }

    pub fn set_subject(self, subject: &str) -> Self {
        Self { subject: Some(subject.to_owned()), ..self }
    }
}

pub struct MeetingAttendanceReport;

impl MeetingAttendanceReport {
    pub const ID: Property<Self, String> = Property::new("id");
    pub const TOTAL_PARTICIPANT_COUNT: Property<Self, i32> = Property::new("totalParticipantCount");
}

macro_rules! operations {
    ($($name:ident: $method:ident $path:literal -> $answer:ty, $($option:ident)*;)*) => {$(
        pub struct $name;

        impl Operation for $name {
            type Answer = $answer;
            const INFO: &'static OperationInfo = &OperationInfo::new(http::Method::$method, $path, MEETINGS);
        }

        $(impl option::$option for $name {})*
    )*};
}

operations! {
    ListMeOnlineMeetings: GET "/me/onlineMeetings" -> Paged<OnlineMeeting>,
        Select Expand FilterBy Search OrderBy Top Skip Count Format AcceptLanguage Prefer UnknownEnumMembers
        ConsistencyLevel;
    PostMeOnlineMeetings: POST "/me/onlineMeetings" -> Json<OnlineMeeting>, AcceptLanguage;
    CountMeOnlineMeetings: GET "/me/onlineMeetings/$count" -> Count<OnlineMeeting>, FilterBy;
    GetMeOnlineMeetings: GET "/me/onlineMeetings/{onlineMeeting-id}" -> Json<OnlineMeeting>, Select Expand;
    DeleteMeOnlineMeetings: DELETE "/me/onlineMeetings/{onlineMeeting-id}" -> Empty, IfMatch;
    GetMeRecordingContent: GET "/me/onlineMeetings/{onlineMeeting-id}/recording" -> Content, Format;
    PutMeRecordingContent: PUT "/me/onlineMeetings/{onlineMeeting-id}/recording" -> Empty,;
}

pub struct Graph(Client);

/// A client that sends nothing.
pub fn detached() -> Graph {
    Graph(Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap()))
}

/// A client whose service answers with these in their order.
pub fn answering<const N: usize>(answers: [http::Response<&'static str>; N]) -> Graph {
    let answers = answers.map(|answer| answer.map(|body| Bytes::from_static(body.as_bytes())));
    let service = Answers(Mutex::new(answers.into()));
    Graph(Client::new("https://graph.microsoft.com/v1.0".parse().unwrap(), service))
}

struct Answers(Mutex<VecDeque<http::Response<Bytes>>>);

impl Service for Answers {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let answer = self.0.lock().unwrap().pop_front().expect("one more answer");
        Box::pin(async { Ok(answer) })
    }
}

impl Graph {
    pub fn client(&self) -> &Client {
        &self.0
    }

    pub fn me(&self) -> Me {
        Me(self.0.path().literal("me"))
    }
}

pub struct Me(Path);

impl Me {
    pub fn online_meetings(&self) -> OnlineMeetings {
        OnlineMeetings(self.0.literal("onlineMeetings"))
    }
}

pub struct OnlineMeetings(Path);

impl OnlineMeetings {
    pub fn get(&self) -> Request<ListMeOnlineMeetings> {
        self.0.request()
    }

    pub fn post(&self, meeting: &OnlineMeeting) -> Request<PostMeOnlineMeetings> {
        self.0.request().json(meeting)
    }

    pub fn count(&self) -> Request<CountMeOnlineMeetings> {
        self.0.literal("$count").request()
    }

    pub fn by_id(&self, id: &str) -> OnlineMeetingItem {
        OnlineMeetingItem(self.0.key("onlineMeeting-id", id))
    }
}

pub struct OnlineMeetingItem(Path);

impl OnlineMeetingItem {
    pub fn get(&self) -> Request<GetMeOnlineMeetings> {
        self.0.request()
    }

    pub fn delete(&self) -> Request<DeleteMeOnlineMeetings> {
        self.0.request()
    }

    pub fn recording(&self) -> Request<GetMeRecordingContent> {
        self.0.literal("recording").request()
    }

    pub fn put_recording(&self, video: Bytes) -> Request<PutMeRecordingContent> {
        self.0.literal("recording").request().body("video/mp4", video)
    }
}

/// Waits for what never has to wait.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match std::pin::pin!(future).poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => panic!("nothing here waits"),
    }
}
