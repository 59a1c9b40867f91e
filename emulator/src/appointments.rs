//! Virtual appointments: meetings with people outside of the organization.
//!
//! See <https://learn.microsoft.com/graph/api/resources/virtualappointment>.

use msgraph_spec::model::HttpMethod;
use serde_json::json;

use crate::errors::GraphError;
use crate::handler::{Call, Handler};
use crate::meetings;
use crate::percent;
use crate::reply::Reply;
use crate::users::TENANT;

/// The handler of an operation on virtual appointments.
pub(crate) fn handler(method: HttpMethod, resource: &str) -> Option<Handler> {
    match (method, resource) {
        (HttpMethod::Get, "onlinemeetings/{}/getvirtualappointmentjoinweburl") => Some(join_web_url),
        (
            HttpMethod::Post,
            "onlinemeetings/{}/sendvirtualappointmentsms"
            | "onlinemeetings/{}/sendvirtualappointmentremindersms",
        ) => Some(send_sms),
        _ => None,
    }
}

fn join_web_url(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = meetings::visible(call)?;
    let thread = percent::encode_component(meeting.thread());
    let link = format!(
        "https://visit.teams.microsoft.com/webrtc-svc/api/route?tid={TENANT}&convId={thread}&oid={}",
        meeting.organizer.id
    );
    let context = format!("{}/$metadata#Edm.String", call.slice.root);
    Ok(Reply::ok(json!({ "@odata.context": context, "value": link })))
}

/// Takes a message and sends it to nobody. Whether a number can be reached is not looked at.
fn send_sms(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    meetings::visible(call)?;
    call.validated(call.json()?)?;
    Ok(Reply::no_content())
}
