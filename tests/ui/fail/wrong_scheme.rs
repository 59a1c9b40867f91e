//! A permission of another scheme: the like of it in this one, or else where it would do.

msgraph::app! {
    pub struct Scheduler: Application { "OnlineMeetings.ReadWrite" }
    pub struct Personal: DelegatedPersonal { "OnlineMeetings.ReadWrite" }
    pub struct Both: DelegatedPersonal { "OnlineMeetingArtifact.Read.All" }
    pub struct HasIt: Application { "VirtualAppointment.Read", "VirtualAppointment.Read.All", "VirtualAppointment.ReadWrite.All" }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get();
}
