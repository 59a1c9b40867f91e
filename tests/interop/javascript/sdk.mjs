// Microsoft's SDK for JavaScript, set up for the emulator, and what the checks are written with.

import { createRequire } from "node:module";
import { join } from "node:path";

// The SDK is installed in the directory in which the script is run, not beside it.
const sdk = createRequire(join(process.cwd(), "package.json"))("@microsoft/microsoft-graph-client");
export const { BatchRequestContent, BatchResponseContent, GraphError, PageIterator, ResponseType } = sdk;

export const GRAPH = "https://graph.microsoft.com";

/**
 * The last step of every request. The SDK follows links, and sends its token, over https alone: so it speaks to Graph,
 * as it does in production, and here is where Graph is.
 */
class ToEmulator {
  constructor(origin) {
    this.origin = origin;
  }

  async execute(context) {
    const isText = typeof context.request === "string";
    const url = (isText ? context.request : context.request.url).replace(GRAPH, this.origin);
    const answer = isText
      ? await fetch(url, context.options)
      : await fetch(new Request(url, context.request), context.options);
    const { status, headers } = answer;
    const hasBody = ![204, 304].includes(status);
    const isJson = (headers.get("content-type") ?? "").startsWith("application/json");
    const body = isJson ? (await answer.text()).replaceAll(this.origin, GRAPH) : await answer.arrayBuffer();
    context.response = new Response(hasBody ? body : null, { status, headers });
  }
}

/** A client with the SDK's own steps in their own order. */
export function client(url, token) {
  const steps = [
    new sdk.AuthenticationHandler({ getAccessToken: async () => token }),
    new sdk.RetryHandler(new sdk.RetryHandlerOptions()),
    new sdk.RedirectHandler(new sdk.RedirectHandlerOptions()),
    new sdk.TelemetryHandler(),
    new ToEmulator(new URL(url).origin),
  ];
  return sdk.Client.initWithMiddleware({ middleware: steps });
}

/** Ends the script unless it is so. */
export function check(isSo, what) {
  if (!isSo) {
    throw new Error(typeof what === "string" ? what : JSON.stringify(what));
  }
}

/** The error that a request ends in: the SDK's own class, with Graph's status and code. */
export async function refused(request, status, code) {
  let answer;
  try {
    answer = await request;
  } catch (error) {
    check(error instanceof GraphError, String(error.stack));
    check(error.statusCode === status && error.code === code, `${error.statusCode} ${error.code}: ${error.message}`);
    check(error.requestId, "the error has a request id");
    return error;
  }
  throw new Error(`${JSON.stringify(answer)} in the place of ${status} ${code}`);
}
