import type { MessageSignatureAuth } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { SentHeader } from "../../../shared/model/header.ts";
import { seconds } from "./claims.ts";
import { hashBody } from "./hash-body.ts";
import {
  readComponents,
  signatureBase,
  signatureParams,
  signMessage,
} from "./message-signature.ts";
import { type AuthTools, type Outgoing, type Sign, valuesOf } from "./outgoing.ts";

/** HTTP Message Signatures (RFC 9421): Signature-Input and Signature over the covered components, Content-Digest (RFC 9530) when wished. */
export function signWithMessageSignature(auth: MessageSignatureAuth, tools: AuthTools): Sign {
  return async (outgoing) => {
    const { label } = auth;
    if (!/^[a-z*][a-z0-9_\-.*]*$/.test(label))
      throw new FailureError({
        kind: "input",
        code: "signature-label",
        message: "The label of a signature is lower case letters, digits, - _ . and *.",
        phase: "prepare",
        place: "auth",
      });
    const digest = await digestField(auth, outgoing);
    const headers = [...outgoing.headers, ...digest];
    const now = Math.floor(tools.epoch() / 1000);
    const lifetime = seconds(auth.expires, "time until it expires");
    const components = readComponents(auth.components);
    const parameters = signatureParams(components, {
      created: auth.created ? now : null,
      expires: lifetime === null ? null : now + lifetime,
      keyId: auth.keyId,
      nonce: auth.nonce,
      tag: auth.tag,
    });
    const base = signatureBase(components, { ...outgoing, headers }, parameters);
    const signature = signMessage(auth.algorithm, auth.key.value, base).toString("base64");
    return {
      fields: [
        ...digest,
        { name: "Signature-Input", value: `${label}=${parameters}` },
        { name: "Signature", value: `${label}=:${signature}:` },
      ],
      note: {
        scheme: "Signature",
        action: "signed",
        facts: [
          ["algorithm", auth.algorithm],
          ["signature-base", withoutCredentials(base)],
        ],
      },
    };
  };
}

async function digestField(
  { digest }: MessageSignatureAuth,
  { headers, body }: Outgoing,
): Promise<readonly SentHeader[]> {
  if (digest === "none" || valuesOf(headers, "content-digest").length > 0) return [];
  const hash = await hashBody(body, digest.replace("-", ""));
  const value = `${digest}=:${hash.toString("base64")}:`;
  return [{ name: "Content-Digest", value, origin: "auth" }];
}

/** Covered cookies and keys are in the request; they need not stand in its explanation too. */
function withoutCredentials(base: string): string {
  return base.replace(/^("(?:cookie|authorization|[^"]*(?:key|token)[^"]*)"[^:\n]*: ).*$/gm, "$1…");
}
