import type { Auth } from "../../../model/auth.ts";
import { emptyRequest, type Row } from "../../../model/request.ts";
import { type YamlData, yamlMap } from "../../yaml/data.ts";
import { requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import type { Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import type { ShellCommand } from "../shell/command.ts";
import { fieldRow, goFlags } from "./grpcurl.ts";
import { noteUnknown } from "./name.ts";

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
  const name =
    command.comment.length > 0 && command.comment.length <= 60
      ? command.comment
      : url.replace(/[?#].*$/s, "");
  const remark = createRemark(notes, [name]);
  const headers: Row[] = ["H", "header"].flatMap((flag) => given.get(flag) ?? []).map(fieldRow);
  const [origin] = given.get("origin") ?? [];
  if (origin !== undefined) headers.push({ name: "Origin", value: origin });
  const [protocol] = given.get("protocol") ?? [];
  if (protocol !== undefined) headers.push({ name: "Sec-WebSocket-Protocol", value: protocol });
  const [login] = given.get("basic-auth") ?? [];
  const preamble = [...(given.get("preamble") ?? []), ...(given.get("p") ?? [])];
  if (given.has("k") || given.has("insecure")) remark.tell("warning", "tls-unverified");
  const text = [
    ...preamble,
    ...(command.stdin?.kind === "text" ? [command.stdin.value.replace(/\n$/, "")] : []),
  ];
  noteUnknown(command, remark);
  return requestItem({
    request: { ...emptyRequest, name, url, headers, auth: basic(login) },
    special: { kind: "websocket", message: messagesOf(text) },
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

/** One message as it is, several as variants. */
export function messagesOf(texts: readonly string[]): YamlData {
  const message = (text: string) =>
    yamlMap([
      ["type", /^\s*[[{]/.test(text) ? "json" : "text"],
      ["data", text],
    ]);
  const [only = ""] = texts;
  if (texts.length < 2) return message(only);
  return texts.map((text, index) =>
    yamlMap([
      ["title", `message ${index + 1}`],
      ["selected", index === 0],
      ["message", message(text)],
    ]),
  );
}
