import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  awsEncode,
  sigV4,
  sigV4Algorithm,
  sigV4SignedNames,
  type SigV4Input,
} from "../../electron/client/auth/sigv4.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { filesBelow, isRecord, missing, textOf } from "./suites.ts";

/** AWS's own cases (a folder each: context.json, request.txt, the three steps), in a header and in the query. */
export const sigv4: TryArea = async (suites) => {
  const absent = missing(suites, "sigv4");
  if (absent !== null) return absent;
  const header: Case[] = [];
  const query: Case[] = [];
  for (const file of await filesBelow(join(suites, "sigv4"), "context.json")) {
    const folder = dirname(file);
    // Version 4A signs with elliptic curves and has no fixed signature to compare with.
    if (/v4a/i.test(folder)) continue;
    const context = await readCase(folder);
    if (existsSync(join(folder, "header-signature.txt")))
      header.push(await inHeader(folder, context));
    if (existsSync(join(folder, "query-signature.txt"))) query.push(await inQuery(folder, context));
  }
  return [areaOf("sigv4-header", 1, header), areaOf("sigv4-query", 1, query)];
};

interface Context {
  readonly base: SigV4Input;
  /** "": none. */
  readonly token: string;
  readonly tokenSigned: boolean;
  readonly signBody: boolean;
  readonly expires: string;
}

async function readCase(folder: string): Promise<Context> {
  const data: unknown = JSON.parse(await readFile(join(folder, "context.json"), "utf8"));
  const context = isRecord(data) ? data : {};
  const credentials = isRecord(context["credentials"]) ? context["credentials"] : {};
  const { method, target, headers, body } = readRequest(
    await readFile(join(folder, "request.txt"), "utf8"),
  );
  const mark = target.indexOf("?");
  return {
    base: {
      method,
      path: mark < 0 ? target : target.slice(0, mark),
      query: mark < 0 ? "" : target.slice(mark + 1),
      headers,
      payload: createHash("sha256").update(body).digest("hex"),
      accessKeyId: textOf(credentials["access_key_id"]) ?? "",
      secretAccessKey: textOf(credentials["secret_access_key"]) ?? "",
      region: textOf(context["region"]) ?? "",
      service: textOf(context["service"]) ?? "",
      time: (textOf(context["timestamp"]) ?? "").replace(/[-:]/g, ""),
      plainPath: false,
      normalize: context["normalize"] === true,
    },
    token: textOf(credentials["token"]) ?? "",
    tokenSigned: context["omit_session_token"] !== true,
    signBody: context["sign_body"] === true,
    expires: String(context["expiration_in_seconds"]),
  };
}

/** A request as the suite writes it: `Name:value` lines, folded ones too, with LF or CRLF. */
function readRequest(text: string) {
  const end = text.search(/\r?\n\r?\n|\n$/);
  const head = text.slice(0, end < 0 ? text.length : end);
  const body = text.slice(head.length).replace(/^(?:\r?\n){1,2}/, "");
  const [line = "", ...rest] = head.split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const field of rest) {
    const last = headers.at(-1);
    if (/^\s/.test(field) && last !== undefined) last[1] += `\n${field}`;
    else headers.push([field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1)]);
  }
  const [, method = "", target = ""] = /^(\S+) (.*) HTTP\/1\.1$/.exec(line) ?? [];
  return { method, target, headers, body };
}

async function steps(folder: string, kind: "header" | "query"): Promise<readonly string[]> {
  const read = async (part: string): Promise<string> =>
    (await readFile(join(folder, `${kind}-${part}.txt`), "utf8")).trim();
  return [await read("canonical-request"), await read("string-to-sign"), await read("signature")];
}

async function inHeader(folder: string, context: Context): Promise<Case> {
  const { base, token, tokenSigned, signBody } = context;
  const headers = [
    ...base.headers,
    ["X-Amz-Date", base.time] as const,
    ...(token === "" || !tokenSigned ? [] : [["X-Amz-Security-Token", token] as const]),
    ...(signBody ? [["X-Amz-Content-Sha256", base.payload] as const] : []),
  ];
  const wanted = await steps(folder, "header");
  return compared(basename(folder), () => stepsOf({ ...base, headers }), wanted);
}

async function inQuery(folder: string, context: Context): Promise<Case> {
  const { base, token, tokenSigned, expires } = context;
  const scope = `${base.time.slice(0, 8)}/${base.region}/${base.service}/aws4_request`;
  const added = [
    ["X-Amz-Algorithm", sigV4Algorithm],
    ["X-Amz-Credential", `${base.accessKeyId}/${scope}`],
    ["X-Amz-Date", base.time],
    ["X-Amz-SignedHeaders", sigV4SignedNames(base.headers)],
    ["X-Amz-Expires", expires],
    ...(token === "" || !tokenSigned ? [] : [["X-Amz-Security-Token", token]]),
  ].map(([key = "", value = ""]) => `${key}=${awsEncode(value)}`);
  const query = [base.query, ...added].filter((part) => part !== "").join("&");
  const wanted = await steps(folder, "query");
  return compared(basename(folder), () => stepsOf({ ...base, query }), wanted);
}

function stepsOf(input: SigV4Input): readonly string[] {
  const made = sigV4(input);
  return [made.canonicalRequest.trim(), made.stringToSign, made.signature];
}
