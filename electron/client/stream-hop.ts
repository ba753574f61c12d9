import { sentTrailers } from "./body/prepare.ts";
import type { SentHeader } from "../../shared/model/header.ts";
import type { Connection } from "../wire/connect/connection.ts";
import type { Http1Request } from "../wire/http1/message.ts";
import type { Http2Context, Http2Request } from "../wire/http2/message.ts";
import { withSession } from "../wire/http2/with-session.ts";
import { requestFields } from "../wire/http2/request-fields.ts";
import { type Http2Session, upgradeSettings } from "../wire/http2/session.ts";
import type { HopRequest, HopResponse } from "./hop.ts";

/** One request on a stream of an HTTP/2 connection. Emits `request`, and a note for each field that HTTP/2 does not send as written. */
export function converseOnStream(
  session: Http2Session,
  connection: Connection,
  request: HopRequest,
  context: Http2Context,
): Promise<HopResponse> {
  const { method, target } = request;
  const { headers, notes } = requestFields(request);
  const httpVersion = "2";
  context.emit({ kind: "request", method, target, httpVersion, headers, headBytes: 0 });
  for (const note of notes) context.emit({ kind: "note", ...note });
  const fields = headers.map(({ name, value }) => [name, value] as const);
  return session.exchange(streamRequest(request, fields), context, {
    reused: connection.uses > 1,
    release: () => connection.release(),
  });
}

/** What a stream needs to know of a request; `fields` is what it sends. */
export function streamRequest(
  { method, body, network, expectWait }: HopRequest,
  fields: Http2Request["fields"],
): Http2Request {
  return {
    fields,
    method,
    body: body === null ? null : { length: body.length, open: () => body.open() },
    trailers: sentTrailers(network).map(({ name, value }) => [name.toLowerCase(), value]),
    expectWait,
  };
}

/** What asks a server in HTTP/1.1 to go on in HTTP/2 (RFC 7540 §3.2). */
export const upgradeFields = (limitRate: number): readonly SentHeader[] => [
  { name: "Connection", value: "Upgrade, HTTP2-Settings", origin: "client" },
  { name: "Upgrade", value: "h2c", origin: "client" },
  { name: "HTTP2-Settings", value: upgradeSettings(limitRate), origin: "client" },
];

/** For the moment the server agrees: the reply comes on stream 1 of the same connection. */
export function upgradeTo(
  request: HopRequest,
  context: Http2Context,
): NonNullable<Http1Request["switched"]> {
  const { limitRate } = request.network;
  return ({ connection, rest, placed, received }) => {
    const session = connection.upgrade((channel) => withSession(channel, limitRate));
    return session.adopt(
      streamRequest({ ...request, body: null }, []),
      context,
      { reused: false, release: () => connection.release() },
      { rest, placed, received },
    );
  };
}
