import { emptyRequest, type Row } from "../../../model/request.ts";
import { requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import type { Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import type { ShellCommand } from "../shell/command.ts";
import { noteUnknown } from "./name.ts";

/** grpcurl's flags that take a value (Go's flag package: `-x v`, `--x=v`). */
const valued = new Set(
  `H rpc-header reflect-header d import-path proto protoset cacert cert key authority servername user-agent connect-timeout
  keepalive-time max-time max-msg-sz protoset-out proto-out-dir`.split(/\s+/),
);

interface Flags {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly rest: readonly string[];
}

/** Go's flags: one or two dashes, `=value` or the next word. */
export function goFlags(words: readonly string[], takes: ReadonlySet<string>): Flags {
  const given = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, name, inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined || word === "-") {
      rest.push(word);
      continue;
    }
    const value = inline ?? (takes.has(name) ? (words[++at] ?? "") : "");
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return { given, rest };
}

/** `Name: value` as a row. */
export function fieldRow(line: string): Row {
  const colon = line.indexOf(":");
  if (colon < 0) return { name: line.trim(), value: "" };
  return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
}

/** A call as grpcurl would make it. How many messages go each way is not in the command: it is taken for a unary call. */
export function grpcurlItem(
  words: readonly string[],
  command: ShellCommand,
  notes: Notes,
): ImportedRequest {
  const { given, rest } = goFlags(words, valued);
  const address = rest[0] ?? "";
  const verb = rest[1] === "list" || rest[1] === "describe" ? rest[1] : "";
  const symbol = verb === "" ? (rest[1] ?? "") : (rest[2] ?? "");
  const method = symbol.includes("/") ? symbol : symbol.replace(/\.([^.]+)$/, "/$1");
  const name =
    command.comment.length > 0 && command.comment.length <= 60
      ? command.comment
      : method || address;
  const remark = createRemark(notes, [name]);
  const plain = given.has("plaintext");
  const headers = ["H", "rpc-header"].flatMap((flag) => given.get(flag) ?? []).map(fieldRow);
  const [message = ""] = given.get("d") ?? [];
  const text =
    message === "@" ? (command.stdin?.kind === "text" ? command.stdin.value : "") : message;
  const [folder] = given.get("import-path") ?? [];
  const [proto = ""] = given.get("proto") ?? [];
  if (given.has("insecure")) remark.tell("warning", "tls-unverified");
  const known = new Set([
    "H",
    "rpc-header",
    "d",
    "plaintext",
    "import-path",
    "proto",
    "insecure",
    "v",
    "vv",
    "format",
    "emit-defaults",
    "format-error",
  ]);
  for (const [flag, values] of given)
    if (!known.has(flag))
      remark.add("info", "no-place-value", {
        what: `grpcurl's option -${flag}`,
        value: values.join(" "),
      });
  if (verb !== "")
    remark.add("warning", "no-place-value", {
      what: `grpcurl's command`,
      value: `${verb} ${symbol}`,
    });
  remark.tell("info", "grpc-unary");
  noteUnknown(command, remark);
  return requestItem({
    request: {
      ...emptyRequest,
      name,
      url: `${plain ? "grpc" : "grpcs"}://${address}`,
      headers,
      auth: { kind: "none" },
    },
    special: {
      kind: "grpc",
      method: method === "" ? "" : `/${method.replace(/^\//, "")}`,
      methodType: "unary",
      protoFile: proto === "" || folder === undefined ? proto : `${folder}/${proto}`,
      message: text,
    },
    remarks: remark.remarks,
  });
}
