import type { AwsV4Auth } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { SentHeader } from "../../../shared/model/header.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { awsPlace } from "./aws-place.ts";
import { hashBody } from "./hash-body.ts";
import { type AuthTools, type Outgoing, type Sign, type Signed, valuesOf } from "./outgoing.ts";
import { awsEncode, sigV4, sigV4Algorithm, sigV4Scope, sigV4SignedNames } from "./sigv4.ts";
import { sigV4aAlgorithm } from "./sigv4a.ts";

/** Changed or dropped on the way by honest parties, so no signature may cover them (the list of Amazon's own SDKs). */
const unsignable = new Set([
  "authorization",
  "cache-control",
  "connection",
  "content-length",
  "expect",
  "from",
  "keep-alive",
  "max-forwards",
  "pragma",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Host, the media type, what the person wrote and every x-amz- field. Envoi's own Accept and cookies may change on the way. */
function isSigned(field: SentHeader): boolean {
  const name = field.name.toLowerCase();
  if (unsignable.has(name)) return false;
  if (name === "host" || name === "content-type" || name.startsWith("x-amz-")) return true;
  return field.origin === "request" || field.origin === "folder" || field.origin === "collection";
}

/** AWS Signature Version 4 or 4A over what is sent. Keys come from the fields (a profile was looked up before). */
export function signAws(auth: AwsV4Auth, tools: AuthTools): Sign {
  return async (outgoing) => {
    if (auth.accessKeyId === "" || auth.secretAccessKey === "")
      throw new FailureError({
        kind: "input",
        code: "auth-aws-keys",
        message: "The AWS signature has no access key or no secret key.",
        remedy: "Fill them in, or name a profile.",
        phase: "prepare",
        place: "auth",
      });
    const place = awsPlace(auth, outgoing.url.host);
    const s3 = place.service === "s3" || place.service.startsWith("s3-");
    const typedTime = valuesOf(outgoing.headers, "x-amz-date")[0]?.trim();
    const time = typedTime ?? stamp(tools.epoch());
    const typedHash = valuesOf(outgoing.headers, "x-amz-content-sha256")[0]?.trim();
    const payload = typedHash ?? (await payloadOf(auth, outgoing, s3));
    const asymmetric = auth.signature === "v4a";
    const common = { ...auth, ...place, time, hash: payload, s3, asymmetric };
    return auth.placement === "query" ? inQuery(common, outgoing) : inHeader(common, outgoing);
  };
}

async function payloadOf(auth: AwsV4Auth, { body }: Outgoing, s3: boolean): Promise<string> {
  // A presigned URL of S3 never covers the body; nobody who follows it could know it.
  if (auth.payload === "unsigned" || (s3 && auth.placement === "query")) return "UNSIGNED-PAYLOAD";
  return body === null ? emptyHash : (await hashBody(body, "sha256")).toString("hex");
}

interface Prepared extends AwsV4Auth {
  readonly time: string;
  /** What stands for the body: hex SHA-256, or UNSIGNED-PAYLOAD. */
  readonly hash: string;
  readonly s3: boolean;
  /** Version 4A: `region` is a set of them, or `*`. */
  readonly asymmetric: boolean;
}

function algorithmOf({ asymmetric }: Prepared): string {
  return asymmetric ? sigV4aAlgorithm : sigV4Algorithm;
}

function signInput(auth: Prepared, { method, url }: Outgoing) {
  const mark = url.target.indexOf("?");
  return {
    method,
    path: mark < 0 ? url.target : url.target.slice(0, mark),
    query: mark < 0 ? "" : url.target.slice(mark + 1),
    accessKeyId: auth.accessKeyId,
    secretAccessKey: auth.secretAccessKey,
    region: auth.region,
    service: auth.service,
    time: auth.time,
    plainPath: auth.s3,
    normalize: true,
    asymmetric: auth.asymmetric,
  };
}

function signedFields({ headers, url }: Outgoing): (readonly [string, string])[] {
  const fields = headers.filter(isSigned).map(({ name, value }) => [name, value] as const);
  const named = fields.some(([name]) => name.toLowerCase() === "host");
  return named ? fields : [["host", url.hostField], ...fields];
}

function inHeader(auth: Prepared, outgoing: Outgoing): Signed {
  const has = (name: string): boolean => valuesOf(outgoing.headers, name).length > 0;
  const own: (readonly [string, string])[] = [];
  if (!has("x-amz-date")) own.push(["X-Amz-Date", auth.time]);
  if (auth.asymmetric && !has("x-amz-region-set")) own.push(["X-Amz-Region-Set", auth.region]);
  if (auth.sessionToken !== "" && !has("x-amz-security-token"))
    own.push(["X-Amz-Security-Token", auth.sessionToken]);
  if ((auth.s3 || auth.hash === "UNSIGNED-PAYLOAD") && !has("x-amz-content-sha256"))
    own.push(["X-Amz-Content-Sha256", auth.hash]);
  const made = sigV4({
    ...signInput(auth, outgoing),
    payload: auth.hash,
    headers: [...signedFields(outgoing), ...own],
  });
  const value = `${algorithmOf(auth)} Credential=${made.credential}, SignedHeaders=${made.signedHeaders}, Signature=${made.signature}`;
  return {
    fields: [...own, ["Authorization", value] as const].map(([name, text]) => ({
      name,
      value: text,
    })),
    note: noteOf(auth, made),
  };
}

function inQuery(auth: Prepared, outgoing: Outgoing): Signed {
  const input = signInput(auth, outgoing);
  const headers = signedFields(outgoing);
  const added = [
    ["X-Amz-Algorithm", algorithmOf(auth)],
    ["X-Amz-Credential", `${auth.accessKeyId}/${sigV4Scope(auth)}`],
    ["X-Amz-Date", auth.time],
    ["X-Amz-Expires", /^\d{1,7}$/.test(auth.expires.trim()) ? auth.expires.trim() : "900"],
    ...(auth.asymmetric ? [["X-Amz-Region-Set", auth.region]] : []),
    ...(auth.sessionToken === "" ? [] : [["X-Amz-Security-Token", auth.sessionToken]]),
    ["X-Amz-SignedHeaders", sigV4SignedNames(headers)],
  ].map(([name = "", value = ""]) => `${name}=${awsEncode(value)}`);
  const query = [...(input.query === "" ? [] : [input.query]), ...added].join("&");
  const made = sigV4({ ...input, query, headers, payload: auth.hash });
  return {
    fields: [],
    url: withQuery(outgoing.url, `${query}&X-Amz-Signature=${made.signature}`),
    note: noteOf(auth, made),
  };
}

function withQuery(url: RequestUrl, query: string): RequestUrl {
  const replaced = (text: string): string => `${text.split("?", 1)[0] ?? ""}?${query}`;
  return { ...url, target: replaced(url.target), display: replaced(url.display) };
}

function noteOf(auth: Prepared, made: ReturnType<typeof sigV4>): Signed["note"] {
  // A session token proves who somebody is: it is not shown again where the signature is explained.
  const canonical = made.canonicalRequest
    .replace(/^x-amz-security-token:.*$/m, "x-amz-security-token:…")
    .replace(/(X-Amz-Security-Token=)[^&\n]*/, "$1…");
  return {
    scheme: algorithmOf(auth),
    action: "signed",
    facts: [
      ["region", auth.region],
      ["service", auth.service],
      ["signed-headers", made.signedHeaders],
      ["canonical-request", canonical],
      ["string-to-sign", made.stringToSign],
    ],
  };
}

/** `20130524T000000Z`. */
function stamp(epoch: number): string {
  return new Date(epoch).toISOString().replace(/[-:]|\.\d+/g, "");
}
