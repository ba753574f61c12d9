import { createHash, createHmac } from "node:crypto";

export interface HawkInput {
  readonly algorithm: "sha256" | "sha1";
  readonly key: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly method: string;
  /** Path and query as in the request line. */
  readonly target: string;
  /** As the server sees it: lower case, without port. */
  readonly host: string;
  readonly port: number;
  /** Base64 payload hash, or "". */
  readonly hash: string;
  readonly ext: string;
  readonly app: string;
  readonly dlg: string;
}

/** The normalized string (Hawk 1.1, "hawk.1.header") that is signed. */
export function hawkNormalized(input: HawkInput): string {
  const ext = input.ext.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  const lines = [
    "hawk.1.header",
    input.timestamp,
    input.nonce,
    input.method.toUpperCase(),
    input.target,
    input.host.toLowerCase(),
    String(input.port),
    input.hash,
    ext,
  ];
  if (input.app !== "") lines.push(input.app, input.dlg);
  return `${lines.join("\n")}\n`;
}

export function hawkMac(input: HawkInput): string {
  return createHmac(input.algorithm, input.key)
    .update(hawkNormalized(input), "utf8")
    .digest("base64");
}

/** What is hashed before and after the bytes of the body (Hawk 1.1, "hawk.1.payload"). */
export function hawkPayloadFrame(contentType: string): readonly [before: string, after: string] {
  const type = (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
  return [`hawk.1.payload\n${type}\n`, "\n"];
}

/** The payload hash of bytes in memory. */
export function hawkPayloadHash(
  algorithm: HawkInput["algorithm"],
  contentType: string,
  payload: string | Uint8Array,
): string {
  const [before, after] = hawkPayloadFrame(contentType);
  return createHash(algorithm).update(before).update(payload).update(after).digest("base64");
}

export function hawkHeader(id: string, input: HawkInput): string {
  const attribute = (name: string, value: string): string[] =>
    value === "" ? [] : [`${name}="${value.replace(/[\\"]/g, "\\$&")}"`];
  return `Hawk ${[
    ...attribute("id", id),
    ...attribute("ts", input.timestamp),
    ...attribute("nonce", input.nonce),
    ...attribute("hash", input.hash),
    ...attribute("ext", input.ext),
    ...attribute("mac", hawkMac(input)),
    ...attribute("app", input.app),
    ...(input.app === "" ? [] : attribute("dlg", input.dlg)),
  ].join(", ")}`;
}
