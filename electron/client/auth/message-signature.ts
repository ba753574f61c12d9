import { constants, createHmac, sign } from "node:crypto";
import type { MessageSignatureAlgorithm } from "../../../shared/model/auth.ts";
import type { SentHeader } from "../../../shared/model/header.ts";
import { percentDecode, percentEncode } from "../../../shared/model/percent.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { onCurve } from "./jws.ts";
import { fieldValue, refuse } from "./message-field.ts";
import { privateKeyOf } from "./private-key.ts";

/** A covered component (RFC 9421 §2): its name, and its parameters in order. */
export interface Component {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | true])[];
}

/** What a component's value is taken from. */
export interface SignedMessage {
  readonly method: string;
  readonly url: RequestUrl;
  readonly headers: readonly SentHeader[];
  /** Sent after the body; none when the request sends none. */
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
}

export interface SignatureParameters {
  /** Seconds since 1970. */
  readonly created: number | null;
  readonly expires: number | null;
  readonly keyId: string;
  readonly nonce: string;
  readonly tag: string;
}

/**
 * Components as people write them: names with or without quotes, separated by spaces, commas or lines, parameters after `;`. Throws
 * FailureError `input` for what is no component, one named twice, and parameters that have no meaning in a request.
 */
export function readComponents(text: string): Component[] {
  const found: Component[] = [];
  const item = /[\s,()]*(?:"([^"]*)"|([^\s,;()"]+))((?:;[a-z]+(?:="[^"]*"|=[^\s,;()"]+)?)*)/y;
  const rest = text.replace(/[\s,()]+$/, "");
  while (item.lastIndex < rest.length) {
    const match = item.exec(rest);
    if (match === null)
      throw refuse(
        "signature-components",
        "The covered components cannot be read.",
        'Separate them with spaces: @method @authority "@query-param";name="id".',
      );
    const name = (match[1] ?? match[2] ?? "").toLowerCase();
    const parameters = [...(match[3] ?? "").matchAll(/;([a-z]+)(?:="([^"]*)"|=([^;]*))?/g)].map(
      ([, key = "", quotedValue, bare]) => [key, quotedValue ?? bare ?? true] as const,
    );
    const one = { name, parameters };
    if (found.some((other) => componentId(other) === componentId(one)))
      throw refuse("signature-twice", "A component is covered twice.");
    found.push(one);
  }
  return found;
}

/** The identifier as it stands in the signature base and in Signature-Input. */
export function componentId({ name, parameters }: Component): string {
  const more = parameters.map(([key, value]) =>
    value === true ? `;${key}` : `;${key}=${sfString(value)}`,
  );
  return `${sfString(name)}${more.join("")}`;
}

/** A String of Structured Fields (RFC 9651 §4.1.6): ASCII only. */
function sfString(text: string): string {
  if (/[^\u0020-\u007e]/.test(text))
    throw refuse("signature-ascii", "A text of the signature holds characters that are not ASCII.");
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** The components with their parameters: the value of `@signature-params` (RFC 9421 §2.3). */
export function signatureParams(
  components: readonly Component[],
  { created, expires, keyId, nonce, tag }: SignatureParameters,
): string {
  const parts = [`(${components.map(componentId).join(" ")})`];
  if (created !== null) parts.push(`created=${created}`);
  if (expires !== null) parts.push(`expires=${expires}`);
  if (keyId !== "") parts.push(`keyid=${sfString(keyId)}`);
  if (nonce !== "") parts.push(`nonce=${sfString(nonce)}`);
  if (tag !== "") parts.push(`tag=${sfString(tag)}`);
  return parts.join(";");
}

/** The signature base (§2.5). Throws FailureError `input` for a component the request does not have. */
export function signatureBase(
  components: readonly Component[],
  message: SignedMessage,
  parameters: string,
): string {
  const lines = components.map((one) => `${componentId(one)}: ${valueOf(one, message)}`);
  return [...lines, `"@signature-params": ${parameters}`].join("\n");
}

function valueOf(component: Component, message: SignedMessage): string {
  const { name } = component;
  if (!name.startsWith("@")) return fieldValue(component, message);
  const { url, method } = message;
  const mark = url.target.indexOf("?");
  const known = new Set(name === "@query-param" ? ["name"] : []);
  if (component.parameters.some(([key]) => !known.has(key)))
    throw refuse("signature-parameter", `The component ${name} has a parameter it cannot have.`);
  switch (name) {
    case "@method":
      return method;
    case "@target-uri":
      return `${url.scheme}://${authority(message)}${url.target}`;
    case "@authority":
      return authority(message);
    case "@scheme":
      return url.scheme;
    case "@request-target":
      return url.target;
    case "@path":
      return (mark < 0 ? url.target : url.target.slice(0, mark)) || "/";
    case "@query":
      return mark < 0 ? "?" : url.target.slice(mark);
    case "@query-param":
      return queryParameter(component, mark < 0 ? "" : url.target.slice(mark + 1));
    default:
      throw refuse(
        "signature-component",
        `${name} is no component of a request.`,
        "Use @method @target-uri @authority @scheme @request-target @path @query @query-param or a field's name.",
      );
  }
}

/** As the request says it (§2.2.3): the Host field that is sent, in lower case, without the scheme's own port. */
function authority({ url, headers }: SignedMessage): string {
  const host = headers.find((field) => field.name.toLowerCase() === "host")?.value ?? url.hostField;
  const usual = url.scheme === "https" ? ":443" : ":80";
  const lower = host.trim().toLowerCase();
  return lower.endsWith(usual) ? lower.slice(0, -usual.length) : lower;
}

/** §2.2.8: parsed as a form is, then percent-encoded again. */
function queryParameter({ parameters }: Component, query: string): string {
  const wanted = parameters.find(([key]) => key === "name")?.[1];
  if (typeof wanted !== "string")
    throw refuse("signature-query-name", '@query-param needs a name: "@query-param";name="id".');
  const found = [...new URLSearchParams(query)].filter(([name]) => name === percentDecode(wanted));
  const [first, second] = found;
  if (first === undefined || second !== undefined)
    throw refuse(
      "signature-query-param",
      "A covered query parameter is not there, or is there more than once.",
    );
  return percentEncode(first[1], "value", false);
}

/** The signature over a base (§3.3). Throws FailureError `input` for a key that does not fit. */
export function signMessage(
  algorithm: MessageSignatureAlgorithm,
  key: string,
  base: string,
): Buffer {
  const input = Buffer.from(base, "utf8");
  switch (algorithm) {
    case "hmac-sha256":
      return createHmac("sha256", sharedKey(key)).update(input).digest();
    case "ed25519":
      return sign(null, input, privateKeyOf(key, ["ed25519"]));
    case "ecdsa-p256-sha256":
      return ecdsa("sha256", "prime256v1");
    case "ecdsa-p384-sha384":
      return ecdsa("sha384", "secp384r1");
    case "rsa-v1_5-sha256":
      return sign("sha256", input, privateKeyOf(key, ["rsa"]));
    case "rsa-pss-sha512":
      return sign("sha512", input, {
        key: privateKeyOf(key, ["rsa-pss", "rsa"]),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 64,
      });
  }
  function ecdsa(hash: string, curve: string): Buffer {
    const own = onCurve(privateKeyOf(key, ["ec"]), curve);
    return sign(hash, input, { key: own, dsaEncoding: "ieee-p1363" });
  }
}

function sharedKey(text: string): Buffer {
  const typed = text.trim();
  if (typed !== "" && /^[A-Za-z0-9+/_-]+={0,2}$/.test(typed)) return Buffer.from(typed, "base64");
  throw refuse("signature-shared-key", "The shared key of hmac-sha256 is not base64.");
}
