import { errorCodeName } from "../../../shared/model/http2-frame.ts";
import { FailureError, type Phase } from "../../../shared/model/failure.ts";
import { StaleConnectionError } from "../connect/stale.ts";

/** What an error code says to a person (RFC 9113 §7), as the end of a sentence. */
const meanings: Readonly<Record<string, string>> = {
  NO_ERROR: "without an error",
  PROTOCOL_ERROR: "because it found a breach of the protocol",
  INTERNAL_ERROR: "because something went wrong inside it",
  FLOW_CONTROL_ERROR: "because more was sent than it had made room for",
  SETTINGS_TIMEOUT: "because its settings were not confirmed in time",
  STREAM_CLOSED: "because a frame came on a stream that was closed",
  FRAME_SIZE_ERROR: "because a frame had a size it does not accept",
  REFUSED_STREAM: "before it did anything with the request",
  CANCEL: "because it no longer wants it",
  COMPRESSION_ERROR: "because it could not decode the header fields",
  CONNECT_ERROR: "because the connection it made for CONNECT broke",
  ENHANCE_YOUR_CALM: "because it was asked for too much",
  INADEQUATE_SECURITY: "because TLS is not strong enough for it",
  HTTP_1_1_REQUIRED: "because it wants HTTP/1.1 for this",
};

const remedies: Readonly<Record<string, string>> = {
  HTTP_1_1_REQUIRED: "Choose HTTP/1.1 in the request's settings.",
  ENHANCE_YOUR_CALM: "Send less at the same time, or look at the server's log.",
  INADEQUATE_SECURITY: "Allow a newer TLS version or stronger ciphers in the settings.",
  REFUSED_STREAM: "Send the request again: nothing was done with it.",
};

/** Stable code of a failure made of an error code: `h2-reset-cancel` … */
function codeOf(prefix: string, code: number): string {
  return `${prefix}-${errorCodeName(code).toLowerCase().replaceAll("_", "-")}`;
}

function meaningOf(code: number): string {
  return meanings[errorCodeName(code)] ?? "with an error code of its own";
}

function remedyOf(code: number): string {
  return (
    remedies[errorCodeName(code)] ?? "Look at the server's log; the Wire view shows the frames."
  );
}

/** The server ended the stream with RST_STREAM. */
export function resetByServer(code: number, phase: Phase): FailureError {
  return new FailureError({
    kind: "protocol",
    code: codeOf("h2-reset", code),
    message: `The server ended this stream ${meaningOf(code)} (${errorCodeName(code)}).`,
    phase,
    remedy: remedyOf(code),
  });
}

/** The server ended the connection with GOAWAY while the stream was under way. */
export function closedByServer(code: number, phase: Phase): FailureError {
  return new FailureError({
    kind: "protocol",
    code: codeOf("h2-goaway", code),
    message: `The server ended the connection ${meaningOf(code)} (${errorCodeName(code)}).`,
    phase,
    remedy: remedyOf(code),
  });
}

/** The server said that it did nothing with the request: RST_STREAM REFUSED_STREAM, or GOAWAY below it (RFC 9113 §8.7). */
export function unprocessed(by: "reset" | "goaway", phase: Phase, cause?: unknown): FailureError {
  return new StaleConnectionError(phase, cause, {
    kind: "protocol",
    code: by === "reset" ? "h2-refused" : "h2-going-away",
    message:
      by === "reset"
        ? "The server refused the stream before it did anything with the request."
        : "The server was closing the connection and did nothing with the request.",
    phase,
    remedy: "Send the request again; it will use a new connection.",
  });
}

/** The server never said that it speaks HTTP/2. */
export function notNegotiated(alpn: string): FailureError {
  return new FailureError({
    kind: "protocol",
    code: "h2-not-negotiated",
    message:
      alpn === ""
        ? "The server chose no protocol, so HTTP/2 cannot be spoken."
        : "The server chose another protocol than HTTP/2.",
    phase: "tls",
    remedy: "Choose the version `auto` or 1.1 in the request's settings.",
  });
}

/** A request for HTTP/2 over TLS with an http URL. */
export function needsTls(): FailureError {
  return new FailureError({
    kind: "input",
    code: "h2-needs-tls",
    message: "HTTP/2 was asked for, which is negotiated in TLS, but the URL begins with http.",
    phase: "prepare",
    remedy: "Use https, or choose h2c: HTTP/2 in the clear.",
    place: "httpVersion",
  });
}

/** The server keeps its window shut for longer than the idle timeout. */
export function noRoom(): FailureError {
  return new FailureError({
    kind: "timeout",
    code: "h2-window-timeout",
    message: "The server did not make room for more of the body in the time allowed.",
    phase: "send",
    remedy: "Raise the idle timeout in the settings, or look at the server's log.",
  });
}
