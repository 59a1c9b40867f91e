// What programs do with online meetings, done with Microsoft's SDK for JavaScript.
//
// Reads where the emulator is, and what is in it, as JSON from its input. Prints each step, and ends with an error at
// the first that does not hold. The last line is JSON: what the test looks for in the emulator afterwards.

import { readFileSync } from "node:fs";

import {
  BatchRequestContent,
  BatchResponseContent,
  GRAPH,
  PageIterator,
  ResponseType,
  check,
  client,
  refused,
} from "./sdk.mjs";

const START = "2026-03-02T14:30:00.0000000-07:00";
const END = "2026-03-02T15:30:00.0000000-07:00";
const LATER = "2026-03-02T16:30:00.0000000-07:00";

const world = JSON.parse(readFileSync(0, "utf8"));
const graph = client(world.url, world.organizer);
const meetings = () => graph.api("/me/onlineMeetings");
const meeting = (id) => graph.api(`/me/onlineMeetings/${id}`);
const isSameTime = (one, other) => new Date(one).getTime() === new Date(other).getTime();

async function create() {
  const made = await meetings()
    .header("Accept-Language", "de")
    .post({
      startDateTime: START,
      endDateTime: END,
      subject: "Analysis II",
      joinMeetingIdSettings: { isPasscodeRequired: true },
      lobbyBypassSettings: { scope: "organizer" },
      participants: { attendees: [{ upn: "megan@contoso.example", role: "presenter" }] },
    });
  check(made.subject === "Analysis II", made);
  check(isSameTime(made.startDateTime, START) && isSameTime(made.endDateTime, END), made);
  check(made.joinMeetingIdSettings.passcode, "a passcode was made");
  check(made.lobbyBypassSettings.scope === "organizer", made);
  check(made.participants.organizer.upn === "adele@contoso.example", "the organizer is who asked");
  const text = decodeURIComponent(made.joinInformation.content.replaceAll("+", " "));
  check(text.includes("An der Besprechung teilnehmen"), text);
  return made;
}

async function get(made) {
  const one = await meeting(made.id).get();
  check(one.id === made.id && one.joinWebUrl === made.joinWebUrl, "the same meeting");
  const cut = await meeting(made.id).select(["id", "subject"]).get();
  check(cut.subject === "Analysis II" && cut.joinWebUrl === undefined, "$select leaves the rest out");
}

async function find(made) {
  const link = encodeURIComponent(made.joinWebUrl.replaceAll("'", "''"));
  const byLink = await meetings().filter(`JoinWebUrl eq '${link}'`).get();
  check(byLink.value.length === 1 && byLink.value[0].id === made.id, "one meeting has that link");
  const number = made.joinMeetingIdSettings.joinMeetingId;
  const byNumber = await meetings().filter(`joinMeetingIdSettings/joinMeetingId eq '${number}'`).get();
  check(byNumber.value.length === 1 && byNumber.value[0].id === made.id, "one meeting has that number");
  await refused(meetings().get(), 400, "InvalidArgument");
}

async function update(made) {
  const change = { subject: "Analysis III", startDateTime: END, endDateTime: LATER };
  const answer = await meeting(made.id).patch(change);
  check(answer.subject === "Analysis III" && isSameTime(answer.startDateTime, END), answer);
  const one = await meeting(made.id).get();
  check(one.subject === "Analysis III" && isSameTime(one.endDateTime, LATER), "the change was kept");
  check(one.participants.attendees[0].upn === "megan@contoso.example", "what was not named stays");
}

async function createOrGet() {
  const ask = () =>
    graph
      .api("/me/onlineMeetings/createOrGet")
      .post({ externalId: "room-7", subject: "Seminar", startDateTime: START, endDateTime: END });
  const [first, second] = [await ask(), await ask()];
  check(first.id === second.id && first.externalId === "room-7", "an external id has one meeting");
}

async function application() {
  const app = client(world.url, world.application);
  const path = `/users/${world.user}/onlineMeetings`;
  const made = await app.api(path).post({ subject: "By an application" });
  check(made.participants.organizer.identity.user.id === world.user, "the organizer is who stands in the path");
  await app.api(`${path}/${made.id}`).delete();
  await refused(app.api("/me/onlineMeetings").post({}), 400, "BadRequest");
  const other = client(world.url, world.without_policy);
  const error = await refused(other.api(path).post({ subject: "x" }), 403, "Forbidden");
  check(error.message.includes("No application access policy found"), error.message);
}

async function errors() {
  const error = await refused(meeting("nobody-knows-it").get(), 404, "UnknownError");
  const inner = JSON.parse(error.body).innerError;
  check(inner["client-request-id"] === error.headers.get("client-request-id"), "the client's own id is in the error");
  const stranger = client(world.url, "no-token-of-this-emulator");
  await refused(stranger.api("/me/onlineMeetings").post({}), 401, "InvalidAuthenticationToken");
  // A meeting is of an open type, which takes properties that nobody knows; what is in it is not.
  const unknown = { lobbyBypassSettings: { topic: "no property of these settings" } };
  const named = await refused(meetings().post(unknown), 400, "BadRequest");
  check(named.message.includes("topic"), named.message);
  await refused(meetings().post({ startDateTime: END, endDateTime: START }), 400, "InvalidArgument");
}

async function batch(made) {
  // The SDK takes scheme and host away, and no version: so none is there.
  const request = (path, settings) => new Request(`${GRAPH}${path}`, settings);
  const body = JSON.stringify({ subject: "In a batch" });
  const headers = { "Content-Type": "application/json" };
  const steps = [
    { id: "create", request: request("/me/onlineMeetings", { method: "POST", headers, body }) },
    { id: "read", request: request(`/me/onlineMeetings/${made.id}`), dependsOn: ["create"] },
    { id: "miss", request: request("/me/onlineMeetings/nobody-knows-it"), dependsOn: ["read"] },
    { id: "late", request: request(`/me/onlineMeetings/${made.id}`), dependsOn: ["miss"] },
  ];
  const content = await new BatchRequestContent(steps).getContent();
  const answers = new BatchResponseContent(await graph.api("/$batch").post(content));
  const found = steps.map(({ id }) => answers.getResponseById(id).status);
  check(found.join() === "201,200,404,424", found);
  const created = await answers.getResponseById("create").json();
  check(created.subject === "In a batch", created);
  const read = await answers.getResponseById("read").json();
  check(read.id === made.id, "each answer is found by its id");
}

async function pages() {
  const all = async (path) => {
    const found = [];
    await new PageIterator(graph, await graph.api(path).get(), (one) => found.push(one)).iterate();
    return found;
  };
  const recorded = `/me/onlineMeetings/${world.recorded}`;
  const transcripts = (await all(`${recorded}/transcripts?$top=2`)).map((one) => one.id);
  check(transcripts.join() === world.transcripts.join(), transcripts);
  const content = graph.api(`${recorded}/transcripts/${transcripts[0]}/content`);
  const vtt = await content.responseType(ResponseType.TEXT).get();
  check(vtt === world.vtt, vtt);
  const [report] = await all(`${recorded}/attendanceReports`);
  const records = await all(`${recorded}/attendanceReports/${report.id}/attendanceRecords`);
  const addresses = records.map((one) => one.emailAddress);
  check(addresses.join() === world.attendees.join(), addresses);
}

async function throttled() {
  const [one, made] = await Promise.all([
    meeting(world.throttled).get(),
    graph.api("/me/onlineMeetings/createOrGet").post({ externalId: "throttled" }),
  ]);
  check(one.id === world.throttled, "a throttled question is asked again");
  check(made.externalId === "throttled", "so is a throttled change");
}

async function remove(made) {
  await meeting(made.id).delete();
  await refused(meeting(made.id).get(), 404, "UnknownError");
}

const tooLong = setTimeout(() => check(false, "the script takes longer than two minutes"), 120_000);
console.log("create");
const made = await create();
const steps = { get, find, update, createOrGet, application, errors, batch, pages, throttled, delete: remove };
for (const [name, step] of Object.entries(steps)) {
  console.log(name);
  await step(made);
}
const kept = await meetings().post({ subject: "Kept", startDateTime: START, endDateTime: END });
console.log(JSON.stringify({ kept: kept.id, deleted: made.id }));
clearTimeout(tooLong);
