import { errorCodeName, settingName } from "../../../../shared/model/http2-frame.ts";
import { fieldLine } from "../../../../shared/model/header.ts";
import { hostPort } from "../../../../shared/model/network/host-port.ts";
import type { TraceEvent } from "../../../../shared/model/trace.ts";
import { closeCodeName, type SocketView } from "../../../../shared/model/web-socket.ts";
import { handshakeLines, tlsLines } from "./verbose-tls.ts";

/** A trace event as curl -v writes it: `*` what Envoi did, `>` what it sent, `<` what came. Raw sends have no `>` lines here. */
export function verboseLines(event: TraceEvent): readonly string[] {
  switch (event.kind) {
    case "hop":
      return event.reason === "first" ? [] : [`* ${event.reason}: ${event.method} ${event.url}`];
    case "connect-to":
      return [`* Connecting to ${event.to} instead of ${event.from}`];
    case "dns-start":
      return event.servers === undefined
        ? []
        : [`* Asking the name servers ${event.servers.join(", ")} for ${event.host}`];
    case "dns": {
      const how = event.override === true ? "was given" : "was resolved";
      return [`* Host ${event.host} ${how}: ${event.addresses.join(", ")}`];
    }
    case "connect-start":
      return [`*   Trying ${hostPort(event.address, event.port)}...`];
    case "connect-failed":
      return [`* connect to ${hostPort(event.address, event.port)} failed: ${event.code}`];
    case "connected":
      return event.port === 0
        ? [`* Connected to socket ${event.address}`]
        : [
            `* Connected to ${event.address} port ${event.port} from ${event.localAddress} port ${event.localPort}`,
          ];
    case "proxy":
      // An environment that names none is no news.
      if (event.proxy === "" && event.bypassed !== true && event.source === "environment")
        return [];
      return event.proxy === ""
        ? [`* No proxy for this host (${event.bypassed === true ? "an exception" : event.source})`]
        : [`* Uses the proxy ${event.proxy} (${event.source})`];
    case "proxy-start":
      return [`* Asking ${event.proxy} to connect to ${event.to}`];
    case "proxy-end":
      return [`* The proxy is connected${event.bound === "" ? "" : ` from ${event.bound}`}`];
    case "haproxy":
      return [`* PROXY header sent: ${event.line}`];
    case "tls-start":
      return [
        `* TLS: SNI ${event.servername || "none"}, ALPN offers ${event.alpn.join(",") || "none"}`,
      ];
    case "tls":
      return tlsLines(event.tls);
    case "tls-failed":
      return handshakeLines(event.handshake);
    case "connection":
      return event.connection.reused
        ? [`* Re-using connection #${event.connection.number}`]
        : [`* Connection #${event.connection.number}`];
    case "stream":
      return [`* [HTTP/2] [${event.stream}] stream opened`];
    case "settings": {
      const list = event.settings.map(([id, value]) => `${settingName(id)}=${value}`).join(" ");
      return [`* [HTTP/2] [0] SETTINGS ${event.ack ? "confirmed" : `received: ${list || "none"}`}`];
    }
    case "goaway":
      return [
        `* [HTTP/2] [0] GOAWAY received: ${errorCodeName(event.code)}, last stream ${event.lastStream}` +
          (event.debug === "" ? "" : `, ${JSON.stringify(event.debug)}`),
      ];
    case "reset":
      return [`* [HTTP/2] stream reset ${event.direction}: ${errorCodeName(event.code)}`];
    case "request":
      if (event.httpVersion === "2") return streamRequestLines(event);
      return [
        `> ${event.method} ${event.target} HTTP/${event.httpVersion}`,
        ...event.headers.map((field) => `> ${fieldLine(field)}`),
        ">",
      ];
    case "sent":
      return [`* Sent ${event.headBytes} bytes of head and ${event.bodyBytes} bytes of body`];
    case "informational":
    case "head":
      return headLines(event.head).map((line) => `< ${line}`.trimEnd());
    case "socket":
      return socketLines(event.socket);
    case "trailers":
      return event.trailers.map(([name, value]) => `< ${name}: ${value} (trailer)`);
    case "fault":
      return [
        `* Fault at byte ${event.fault.offset} (${event.fault.rule}): ${event.fault.message}`,
      ];
    case "cookie":
      return [
        `* Cookie ${event.cookie.action}: ${event.cookie.name} for ${event.cookie.domain}${event.cookie.path}` +
          (event.cookie.reason ? ` (${event.cookie.reason})` : ""),
      ];
    case "redirect": {
      const { redirect } = event;
      if (redirect.internal === "hsts")
        return [`* The host wants https alone (HSTS): asking ${redirect.to} instead`];
      return [
        redirect.followed
          ? `* Following the redirect to ${redirect.to} with ${redirect.method}`
          : `* Not following the redirect: ${redirect.reason}`,
        ...redirect.dropped.map(
          ({ name, reason }) => `* Left out of the next request: ${name} (${reason})`,
        ),
      ];
    }
    case "auth": {
      const { scheme, action, facts } = event.auth;
      // What was signed is long and has lines of its own; it is in the trace file.
      const short = facts.filter(([, value]) => !value.includes("\n") && value.length < 200);
      const more = short.map(([name, value]) => `${name}=${value}`).join(", ");
      return [`* Auth ${scheme}: ${action}${more === "" ? "" : ` (${more})`}`];
    }
    case "retry":
      return event.wait === undefined
        ? [`* Trying again: ${event.reason}`]
        : [`* Trying again in ${event.wait} ms, ${event.number} of ${event.of}: ${event.reason}`];
    case "note":
      return [`* ${event.message}`];
    case "end":
      return [
        event.failure ? `* ${event.failure.message}` : "* Done",
        `* ${event.sentBytes} bytes sent, ${event.receivedBytes} received in ${event.at.toFixed(1)} ms`,
      ];
    case "start":
    case "passed-over":
    case "send-start":
    case "upload":
    case "first-byte":
    case "body":
    case "hop-end":
      return [];
  }
}

/** A WebSocket as it opens, and as it has ended; not each time something passes. */
function socketLines(socket: SocketView): readonly string[] {
  const { state, protocol, deflate, sent, received } = socket;
  if (state === "open" && sent.frames === 0 && received.frames === 0)
    return [
      `* WebSocket open${protocol === "" ? "" : `, subprotocol ${protocol}`}${deflate === null ? "" : ", messages may be compressed"}`,
    ];
  if (state !== "closed") return [];
  const goodbyes = [
    ["sent", socket.goodbyeSent],
    ["received", socket.goodbyeReceived],
  ] as const;
  return [
    ...goodbyes.flatMap(([way, goodbye]) =>
      goodbye === null
        ? []
        : [
            `* Close ${way}: ${goodbye.code ?? "no code"} ${goodbye.code === null ? "" : closeCodeName(goodbye.code)}${goodbye.reason === "" ? "" : ` ${JSON.stringify(goodbye.reason)}`}`.trimEnd(),
          ],
    ),
    `* WebSocket closed: ${sent.messages} messages sent, ${received.messages} received`,
  ];
}

/** A request on a stream: the fields as they are sent, then as curl writes an HTTP/2 request. */
function streamRequestLines({
  method,
  target,
  headers,
}: Extract<TraceEvent, { kind: "request" }>): readonly string[] {
  const authority = headers.filter(({ name }) => name === ":authority");
  const plain = headers.filter(({ name }) => !name.startsWith(":"));
  return [
    ...headers.map(({ name, value }) => `* [HTTP/2] [${name}: ${value}]`),
    `> ${method} ${target} HTTP/2`,
    ...authority.map(({ value }) => `> Host: ${value}`),
    ...plain.map((field) => `> ${fieldLine(field)}`),
    ">",
  ];
}

/** A response head as its lines, with an empty one at the end. */
export function headLines(head: {
  readonly httpVersion: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
}): readonly string[] {
  return [
    `HTTP/${head.httpVersion} ${head.status} ${head.reason}`.trimEnd(),
    ...head.headers.map(([name, value]) => `${name}: ${value}`),
    "",
  ];
}
