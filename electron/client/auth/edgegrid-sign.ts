import type { EdgeGridAuth } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { requestUrl } from "../../../shared/model/url.ts";
import { edgeGrid } from "./edgegrid.ts";
import { hashBody } from "./hash-body.ts";
import { type AuthTools, type Outgoing, type Sign, valuesOf } from "./outgoing.ts";

const usualMost = 131_072;

/** Akamai EdgeGrid over method, host, target, the chosen fields and the beginning of a POST body. */
export function signEdgeGrid(auth: EdgeGridAuth, tools: AuthTools): Sign {
  return async (outgoing) => {
    const { method, url, headers, body } = outgoing;
    const place = placeOf(auth.baseUrl.trim(), outgoing);
    const names = auth.headersToSign.split(/[\s,]+/).filter((name) => name !== "");
    const most = /^\d+$/.test(auth.maxBodySize.trim()) ? Number(auth.maxBodySize) : usualMost;
    const hashed = method.toUpperCase() === "POST" && body !== null && body.length !== 0;
    const hash = hashed ? await hashBody(body, "sha256", { most }) : null;
    const { value, dataToSign } = edgeGrid({
      clientToken: auth.clientToken,
      accessToken: auth.accessToken,
      clientSecret: auth.clientSecret,
      timestamp: auth.timestamp || stamp(tools.epoch()),
      nonce: auth.nonce || uuid(tools.random(16)),
      method,
      scheme: place.scheme,
      host: place.host,
      target: url.target,
      headers: names.flatMap((name) =>
        valuesOf(headers, name).map((text) => [name, text] as const),
      ),
      contentHash: hash?.toString("base64") ?? "",
    });
    const shown = dataToSign.replace(/(client_token|access_token)=[^;]*/g, "$1=…");
    return {
      fields: [{ name: "Authorization", value }],
      note: {
        scheme: "EG1-HMAC-SHA256",
        action: "signed",
        facts: [["base-string", shown]],
      },
    };
  };
}

/** Scheme and host that are signed: the URL's, unless a gateway in front of the real host was named. */
function placeOf(
  baseUrl: string,
  { url, headers }: Outgoing,
): { readonly scheme: string; readonly host: string } {
  const own = valuesOf(headers, "host")[0] ?? url.hostField;
  if (baseUrl === "") return { scheme: url.scheme, host: own };
  try {
    const base = requestUrl(baseUrl, { encode: false });
    return { scheme: base.scheme, host: base.hostField };
  } catch {
    throw new FailureError({
      kind: "input",
      code: "auth-base-url",
      message: "The base URL of EdgeGrid is no URL.",
      phase: "prepare",
      place: "auth",
    });
  }
}

/** `20140321T19:34:21+0000`. */
function stamp(epoch: number): string {
  const iso = new Date(epoch).toISOString();
  return `${iso.slice(0, 10).replaceAll("-", "")}T${iso.slice(11, 19)}+0000`;
}

function uuid(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
