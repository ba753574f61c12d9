import type { Auth } from "../../../model/auth.ts";
import { emptyRequest, type Row } from "../../../model/request.ts";
import { bytesToBase64 } from "../../../model/raw-bytes.ts";
import { requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import type { Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import type { ShellCommand } from "../shell/command.ts";
import { fieldRow, goFlags } from "./grpcurl.ts";
import { noteUnknown, requestName } from "./name.ts";
import { type SaidMessage, socketBody } from "../web-socket.ts";

/** websocat's options that take a value. */
const valued = new Set(
  `H header origin protocol basic-auth basic-auth-file B buffer-size ws-c-uri close-status-code close-reason ping-interval ping-timeout
  queue-len socks5 socks5-destination restrict-uri server-header header-to-env tls-domain preamble p preamble-reverse conncap
  static-file max-messages max-messages-rev client-pkcs12-der client-pkcs12-passwd`.split(/\s+/),
);

/** A connection as websocat would open it. */
export function websocatItem(
  words: readonly string[],
  command: ShellCommand,
  notes: Notes,
): ImportedRequest {
  // `-H=Name: value` is websocat's own way to keep a header from eating the address.
  const { given, rest } = goFlags(words, valued);
  const url = rest.find((word) => /^wss?:\/\//i.test(word)) ?? rest.at(-1) ?? "";
  const name = requestName({ method: "", url }, command.comment);
  const remark = createRemark(notes, [name]);
  const headers: Row[] = ["H", "header"].flatMap((flag) => given.get(flag) ?? []).map(fieldRow);
  const [origin] = given.get("origin") ?? [];
  if (origin !== undefined) headers.push({ name: "Origin", value: origin });
  const [protocol] = given.get("protocol") ?? [];
  if (protocol !== undefined) headers.push({ name: "Sec-WebSocket-Protocol", value: protocol });
  const [login] = given.get("basic-auth") ?? [];
  const preamble = [...(given.get("preamble") ?? []), ...(given.get("p") ?? [])];
  const unverified = given.has("k") || given.has("insecure");
  if (unverified) remark.tell("warning", "tls-unverified");
  const [seconds = ""] = given.get("ping-interval") ?? [];
  const binary = given.has("b") || given.has("binary");
  const stdin = command.stdin?.kind === "text" ? command.stdin.value : "";
  noteUnknown(command, remark);
  const said = [...preamble.map((data) => ({ data })), ...stdinMessages(stdin, binary)];
  return requestItem({
    request: {
      ...emptyRequest,
      name,
      url,
      headers,
      auth: basic(login),
      settings: unverified ? { verifyTls: false } : {},
    },
    special: socketBody(said, "all", Number(seconds) * 1000),
    remarks: remark.remarks,
  });
}

/** Without `-b` each line of what is piped in is a message; with it all of it is one of bytes. */
function stdinMessages(text: string, binary: boolean): readonly SaidMessage[] {
  if (text === "") return [];
  if (binary) return [{ type: "binary", data: bytesToBase64(new TextEncoder().encode(text)) }];
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((data) => ({ data }));
}

/** wscat's options that take a value (6.0). */
const wscatValued = new Set(
  `c connect auth ca cert host H header key o origin p protocol passphrase s subprotocol x execute w wait l listen proxy`.split(
    /\s+/,
  ),
);

/** A connection as wscat would open it. */
export function wscatItem(
  words: readonly string[],
  command: ShellCommand,
  notes: Notes,
): ImportedRequest {
  const { given, rest } = goFlags(words, wscatValued);
  const all = (...flags: readonly string[]) => flags.flatMap((flag) => given.get(flag) ?? []);
  const address = all("c", "connect")[0] ?? rest[0] ?? "";
  // wscat takes an address without a scheme.
  const url = /^[a-z][\w+.-]*:\/\//i.test(address) ? address : `ws://${address}`;
  const name = requestName({ method: "", url }, command.comment);
  const remark = createRemark(notes, [name]);
  const headers: Row[] = all("H", "header").map(fieldRow);
  const host = all("host")[0];
  if (host !== undefined) headers.push({ name: "Host", value: host });
  const origin = all("o", "origin")[0];
  if (origin !== undefined) headers.push({ name: "Origin", value: origin });
  const protocols = all("s", "subprotocol").join(", ");
  if (protocols !== "") headers.push({ name: "Sec-WebSocket-Protocol", value: protocols });
  const unverified = given.has("n") || given.has("no-check");
  if (unverified) remark.tell("warning", "tls-unverified");
  noteUnknown(command, remark);
  return requestItem({
    request: {
      ...emptyRequest,
      name,
      url,
      headers,
      auth: basic(all("auth")[0]),
      settings: unverified ? { verifyTls: false } : {},
    },
    special: socketBody(
      all("x", "execute").map((data) => ({ data })),
      "all",
    ),
    remarks: remark.remarks,
  });
}

function basic(login: string | undefined): Auth {
  if (login === undefined) return { kind: "none" };
  const colon = login.indexOf(":");
  return {
    kind: "basic",
    username: colon < 0 ? login : login.slice(0, colon),
    password: colon < 0 ? "" : login.slice(colon + 1),
  };
}
