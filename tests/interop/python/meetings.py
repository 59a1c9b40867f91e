"""What programs do with online meetings, done with Microsoft's SDK for Python.

Reads where the emulator is, and what is in it, as JSON from its input. Prints each step, and ends with an error at the
first that does not hold. The last line is JSON: what the test looks for in the emulator afterwards.
"""

import asyncio
import json
import sys
import urllib.parse
from datetime import datetime, timedelta, timezone

from azure.core.exceptions import ClientAuthenticationError
from msgraph.generated.models.attendance_record import AttendanceRecord
from msgraph.generated.models.join_meeting_id_settings import JoinMeetingIdSettings
from msgraph.generated.models.lobby_bypass_scope import LobbyBypassScope
from msgraph.generated.models.lobby_bypass_settings import LobbyBypassSettings
from msgraph.generated.models.meeting_participant_info import MeetingParticipantInfo
from msgraph.generated.models.meeting_participants import MeetingParticipants
from msgraph.generated.models.online_meeting import OnlineMeeting
from msgraph.generated.models.online_meeting_role import OnlineMeetingRole
from msgraph.generated.users.item.online_meetings.create_or_get.create_or_get_post_request_body import (
    CreateOrGetPostRequestBody,
)
from msgraph.generated.users.item.online_meetings.item.online_meeting_item_request_builder import (
    OnlineMeetingItemRequestBuilder,
)
from msgraph.generated.users.item.online_meetings.item.transcripts.transcripts_request_builder import (
    TranscriptsRequestBuilder,
)
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import (
    OnlineMeetingsRequestBuilder,
)
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_content_collection import BatchRequestContentCollection
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator

from sdk import Held, check, client, client_of_graph, refused, secret_credential, settings

START = datetime(2026, 3, 2, 14, 30, tzinfo=timezone(timedelta(hours=-7)))
END = START + timedelta(hours=1)
ByFilter = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters
Chosen = OnlineMeetingItemRequestBuilder.OnlineMeetingItemRequestBuilderGetQueryParameters
Paged = TranscriptsRequestBuilder.TranscriptsRequestBuilderGetQueryParameters


async def create(meetings):
    wanted = OnlineMeeting(
        start_date_time=START,
        end_date_time=END,
        subject="Analysis II",
        join_meeting_id_settings=JoinMeetingIdSettings(is_passcode_required=True),
        lobby_bypass_settings=LobbyBypassSettings(scope=LobbyBypassScope.Organizer),
        participants=MeetingParticipants(
            attendees=[MeetingParticipantInfo(upn="megan@contoso.example", role=OnlineMeetingRole.Presenter)]
        ),
    )
    made = await meetings.post(wanted, settings(accept_language="de"))
    check(made.subject == "Analysis II", made.subject)
    check((made.start_date_time, made.end_date_time) == (START, END), "the times are those that were sent")
    check(made.join_meeting_id_settings.passcode, "a passcode was made")
    check(made.lobby_bypass_settings.scope is LobbyBypassScope.Organizer, "an enum is read")
    check(made.participants.organizer.upn == "adele@contoso.example", "the organizer is who asked")
    check(made.participants.attendees[0].role is OnlineMeetingRole.Presenter, "the attendee has a role")
    text = urllib.parse.unquote_plus(made.join_information.content)
    check("An der Besprechung teilnehmen" in text, text)
    return made


async def documented(meetings):
    """The calls of Microsoft's page on the operation, which give times as text, with seven digits of a second."""
    for asks in [True, False, None]:
        wanted = OnlineMeeting(
            start_date_time="2019-07-12T14:30:34.2444915-07:00",
            end_date_time="2019-07-12T15:00:34.2464912-07:00",
            subject="User Token Meeting",
        )
        if asks is not None:
            wanted.join_meeting_id_settings = JoinMeetingIdSettings(is_passcode_required=asks)
        made = await meetings.post(wanted)
        check(made.start_date_time.astimezone(timezone.utc).hour == 21, made.start_date_time)
        check((made.join_meeting_id_settings.passcode is not None) == (asks is True), f"a passcode: {asks}")


async def get(meetings, made):
    one = await meetings.by_online_meeting_id(made.id).get()
    check((one.id, one.join_web_url) == (made.id, made.join_web_url), "the same meeting")
    check(one.creation_date_time.tzinfo is not None, "dates have an offset")
    cut = await meetings.by_online_meeting_id(made.id).get(settings(Chosen(select=["id", "subject"])))
    check((cut.subject, cut.join_web_url) == ("Analysis II", None), "$select leaves the rest out")


async def find(meetings, made):
    link = made.join_web_url.replace("'", "''")
    found = await meetings.get(settings(ByFilter(filter=f"JoinWebUrl eq '{link}'")))
    check([one.id for one in found.value] == [made.id], "one meeting has that link")
    number = made.join_meeting_id_settings.join_meeting_id
    found = await meetings.get(settings(ByFilter(filter=f"joinMeetingIdSettings/joinMeetingId eq '{number}'")))
    check([one.id for one in found.value] == [made.id], "one meeting has that number")
    await refused(meetings.get(), 400, "InvalidArgument")


async def update(meetings, made):
    later = END + timedelta(hours=1)
    change = OnlineMeeting(subject="Analysis III", start_date_time=END, end_date_time=later)
    answer = await meetings.by_online_meeting_id(made.id).patch(change)
    check((answer.subject, answer.start_date_time) == ("Analysis III", END), "the answer is the changed meeting")
    one = await meetings.by_online_meeting_id(made.id).get()
    check((one.subject, one.end_date_time) == ("Analysis III", later), "the change was kept")
    check(one.participants.attendees[0].upn == "megan@contoso.example", "what was not named stays")


async def create_or_get(meetings):
    wanted = CreateOrGetPostRequestBody(
        external_id="room-7", subject="Seminar", start_date_time=START, end_date_time=END
    )
    first = await meetings.create_or_get.post(wanted)
    second = await meetings.create_or_get.post(wanted)
    check((first.id, first.external_id) == (second.id, "room-7"), "an external id has one meeting")


async def application(world):
    app = client(world["url"], world["application"])
    mine = app.users.by_user_id(world["user"]).online_meetings
    made = await mine.post(OnlineMeeting(subject="By an application"))
    check(made.participants.organizer.identity.user.id == world["user"], "the organizer is who stands in the path")
    await mine.by_online_meeting_id(made.id).delete()
    await refused(app.me.online_meetings.post(OnlineMeeting()), 400, "BadRequest")
    other = client(world["url"], world["without_policy"]).users.by_user_id(world["user"]).online_meetings
    error = await refused(other.post(OnlineMeeting(subject="x")), 403, "Forbidden")
    check("No application access policy found" in error.error.message, error.error.message)


async def errors(meetings, world):
    await refused(meetings.by_online_meeting_id("nobody-knows-it").get(), 404, "UnknownError")
    strangers = client(world["url"], "no-token-of-this-emulator").me.online_meetings
    await refused(strangers.post(OnlineMeeting()), 401, "InvalidAuthenticationToken")
    # A meeting is of an open type, which takes properties that nobody knows; what is in it is not.
    unknown = LobbyBypassSettings(additional_data={"topic": "no property of these settings"})
    error = await refused(meetings.post(OnlineMeeting(lobby_bypass_settings=unknown)), 400, "BadRequest")
    check("topic" in error.error.message, error.error.message)
    backwards = OnlineMeeting(start_date_time=END, end_date_time=START)
    await refused(meetings.post(backwards), 400, "InvalidArgument")


def in_batch(graph, information):
    """A request for a batch. The SDK keeps the whole address there, which Graph refuses: it must be relative."""
    item = BatchRequestItem(information)
    item.url = item.url.removeprefix(graph.request_adapter.base_url)
    return item


async def batch(graph, made):
    meetings = graph.me.online_meetings
    by_id = meetings.by_online_meeting_id
    informations = {
        "create": meetings.to_post_request_information(OnlineMeeting(subject="In a batch")),
        "read": by_id(made.id).to_get_request_information(),
        "miss": by_id("nobody-knows-it").to_get_request_information(),
    }
    items = {name: in_batch(graph, information) for name, information in informations.items()}
    answers = await graph.batch.post(BatchRequestContent(items))
    status = {name: answers.get_response_status_codes()[item.id] for name, item in items.items()}
    check(status == {"create": 201, "read": 200, "miss": 404}, status)
    # The SDK drops bodies that are JSON objects (microsoft/kiota-python#737); status and headers are what it gives.
    types = {answers.get_response_by_id(item.id).content_type.split(";")[0] for item in items.values()}
    check(types == {"application/json"}, types)
    many = BatchRequestContentCollection()
    ids = []
    for _ in range(23):
        item = in_batch(graph, by_id(made.id).to_get_request_information())
        ids.append(item.id)
        many.add_batch_request_item(item)
    responses = await graph.batch.post(many)
    parts = [one.get_response_status_codes() for one in responses.get_responses()]
    check(len(parts) == 2, "twenty requests fit into a batch")
    codes = {**parts[0], **parts[1]}
    check(sorted(codes) == sorted(ids) and set(codes.values()) == {200}, codes)
    whole = BatchRequestContent({"x": BatchRequestItem(by_id(made.id).to_get_request_information())})
    try:
        answers = await graph.batch.post(whole)
    except Exception as error:  # the SDK has no type for it here
        check(getattr(error, "response_status_code", None) == 400, error)
    else:
        check(set(answers.get_response_status_codes().values()) == {400}, "a whole address is refused, as by Graph")


async def pages(graph, world):
    recorded = graph.me.online_meetings.by_online_meeting_id(world["recorded"])
    first = await recorded.transcripts.get(settings(Paged(top=2)))
    check(len(first.value) == 2 and first.odata_next_link, "a page has two transcripts, and a link to the next one")
    found = []
    await PageIterator(first, graph.request_adapter).iterate(lambda one: found.append(one.id) or True)
    check(found == world["transcripts"], f"{found} are all transcripts, in their order")
    content = await recorded.transcripts.by_call_transcript_id(found[0]).content.get()
    check(content == world["vtt"].encode(), content)
    reports = await recorded.attendance_reports.get()
    records = await recorded.attendance_reports.by_meeting_attendance_report_id(
        reports.value[0].id
    ).attendance_records.get()
    addresses = []
    await PageIterator(records, graph.request_adapter).iterate(
        lambda one: addresses.append(one.email_address) or isinstance(one, AttendanceRecord)
    )
    check(addresses == world["attendees"], addresses)


async def throttled(meetings, world):
    wanted = CreateOrGetPostRequestBody(external_id="throttled")
    one, made = await asyncio.gather(
        meetings.by_online_meeting_id(world["throttled"]).get(), meetings.create_or_get.post(wanted)
    )
    check(one.id == world["throttled"], "a throttled question is asked again")
    check(made.external_id == "throttled", "so is a throttled change")


async def production(world):
    graph = client_of_graph(world["url"], Held(world["organizer"]))
    made = await graph.me.online_meetings.post(OnlineMeeting(subject="As in production"))
    await graph.me.online_meetings.by_online_meeting_id(made.id).get()
    error = await refused(graph.me.online_meetings.by_online_meeting_id("x").get(), 404, "UnknownError")
    sent = error.response_headers["client-request-id"]
    check(error.error.inner_error.client_request_id == sent, "the client's own id is in the error")


async def login(world):
    """With azure-identity, which asks the emulator's identity platform for a token."""
    app = world["app"]
    credential = secret_credential(world["url"], app["tenant"], app["id"], app["secret"])
    graph = client_of_graph(world["url"], credential)
    meetings = graph.users.by_user_id(world["user"]).online_meetings
    made = await meetings.post(OnlineMeeting(subject="Signed in"))
    await meetings.by_online_meeting_id(made.id).delete()
    wrong = secret_credential(world["url"], app["tenant"], app["id"], "not the secret")
    try:
        wrong.get_token("https://graph.microsoft.com/.default")
    except ClientAuthenticationError as error:
        check("AADSTS7000215" in error.message, error.message)
    else:
        raise AssertionError("a wrong secret is refused")


async def delete(meetings, made):
    await meetings.by_online_meeting_id(made.id).delete()
    await refused(meetings.by_online_meeting_id(made.id).get(), 404, "UnknownError")


async def main():
    world = json.load(sys.stdin)
    graph = client(world["url"], world["organizer"])
    meetings = graph.me.online_meetings
    print("create", flush=True)
    made = await create(meetings)
    steps = {
        "documented": lambda: documented(meetings),
        "get": lambda: get(meetings, made),
        "find": lambda: find(meetings, made),
        "update": lambda: update(meetings, made),
        "createOrGet": lambda: create_or_get(meetings),
        "application": lambda: application(world),
        "errors": lambda: errors(meetings, world),
        "batch": lambda: batch(graph, made),
        "pages": lambda: pages(graph, world),
        "throttled": lambda: throttled(meetings, world),
        "production": lambda: production(world),
        "login": lambda: login(world),
        "delete": lambda: delete(meetings, made),
    }
    for name, step in steps.items():
        print(name, flush=True)
        await step()
    kept = await meetings.post(OnlineMeeting(subject="Kept", start_date_time=START, end_date_time=END))
    print(json.dumps({"kept": kept.id, "deleted": made.id}))


asyncio.run(asyncio.wait_for(main(), timeout=120))
