import type { OAuth1Auth } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { bytesBody } from "../body/text.ts";
import type { BodySource } from "../send.ts";
import { bodyText, hashBody } from "./hash-body.ts";
import {
  formPairs,
  oauth1Base,
  oauth1BaseUri,
  oauth1BodyHashName,
  oauth1Encode,
  oauth1Header,
  type OAuth1Parameters,
  oauth1Signature,
} from "./oauth1.ts";
import { type AuthTools, type Outgoing, type Sign, type Signed, valuesOf } from "./outgoing.ts";

const formType = "application/x-www-form-urlencoded";
/** A form is read whole, since its fields are part of what is signed. */
const mostForm = 8 << 20;

/** OAuth 1.0a (RFC 5849): the parameters of the query and of a form are signed with the scheme's own. */
export function signOAuth1(auth: OAuth1Auth, tools: AuthTools): Sign {
  return async (outgoing) => {
    const form = isForm(outgoing) ? outgoing.body : null;
    const formText = form === null ? "" : await bodyText(form, mostForm);
    if (auth.placement === "body" && outgoing.body !== null && form === null) throw noForm();
    const own = await ownParameters(auth, tools, outgoing, form);
    const mark = outgoing.url.target.indexOf("?");
    const query = mark < 0 ? "" : outgoing.url.target.slice(mark + 1);
    const base = oauth1Base(outgoing.method, oauth1BaseUri(outgoing.url), [
      ...formPairs(query),
      ...formPairs(formText),
      ...own,
    ]);
    const signature = oauth1Signature(auth.signatureMethod, base, {
      consumerSecret: auth.consumerSecret,
      tokenSecret: auth.accessTokenSecret,
      privateKey: auth.privateKey.value,
    });
    const all: OAuth1Parameters = [...own, ["oauth_signature", signature]];
    return { ...placed(auth, all, outgoing, formText), note: noteOf(auth, base) };
  };
}

async function ownParameters(
  auth: OAuth1Auth,
  tools: AuthTools,
  { body }: Outgoing,
  form: BodySource | null,
): Promise<OAuth1Parameters> {
  const given = (name: string, value: string): (readonly [string, string])[] =>
    value === "" ? [] : [[name, value]];
  // A form's fields are signed one by one, so its hash would say nothing more.
  const hashed = auth.includeBodyHash && form === null;
  const hash = hashed ? await hashBody(body, oauth1BodyHashName(auth.signatureMethod)) : null;
  return [
    ["oauth_consumer_key", auth.consumerKey],
    ...given("oauth_token", auth.accessToken),
    ["oauth_signature_method", auth.signatureMethod],
    ["oauth_timestamp", auth.timestamp || String(Math.floor(tools.epoch() / 1000))],
    ["oauth_nonce", auth.nonce || tools.random(16).toString("hex")],
    ...given("oauth_version", auth.version),
    ...given("oauth_callback", auth.callbackUrl),
    ...given("oauth_verifier", auth.verifier),
    ...(hash === null ? [] : [["oauth_body_hash", hash.toString("base64")] as const]),
  ];
}

function isForm({ headers, body }: Outgoing): boolean {
  // The fields of a compressed form cannot be seen.
  if (valuesOf(headers, "content-encoding").length > 0) return false;
  const type = valuesOf(headers, "content-type")[0] ?? "";
  return body !== null && (type.split(";", 1)[0] ?? "").trim().toLowerCase() === formType;
}

function placed(
  auth: OAuth1Auth,
  parameters: OAuth1Parameters,
  { url }: Outgoing,
  formText: string,
): Omit<Signed, "note"> {
  if (auth.placement === "header")
    return { fields: [{ name: "Authorization", value: oauth1Header(auth.realm, parameters) }] };
  const pairs = parameters
    .map(([name, value]) => `${oauth1Encode(name)}=${oauth1Encode(value)}`)
    .join("&");
  if (auth.placement === "query") return { fields: [], url: withPairs(url, pairs) };
  const text = formText === "" ? pairs : `${formText}&${pairs}`;
  return { fields: [], body: bytesBody(Buffer.from(text, "utf8")), bodyContentType: formType };
}

function withPairs(url: RequestUrl, pairs: string): RequestUrl {
  const joint = !url.target.includes("?") ? "?" : /[?&]$/.test(url.target) ? "" : "&";
  return {
    ...url,
    target: `${url.target}${joint}${pairs}`,
    display: `${url.display}${joint}${pairs}`,
  };
}

function noForm(): FailureError {
  return new FailureError({
    kind: "input",
    code: "auth-oauth1-body",
    message:
      "OAuth 1.0 can put its parameters only into a form, and this body is none (RFC 5849 §3.5.2).",
    remedy: "Put them into the header or the query.",
    phase: "prepare",
    place: "auth",
  });
}

/** The token is a credential of its own: it is not shown again where the signature is explained. */
function noteOf(auth: OAuth1Auth, base: string): Signed["note"] {
  const shown =
    auth.accessToken === ""
      ? base
      : base.replaceAll(oauth1Encode(oauth1Encode(auth.accessToken)), "…");
  return {
    scheme: "OAuth",
    action: "signed",
    facts: [
      ["method", auth.signatureMethod],
      ["base-string", shown],
    ],
  };
}
