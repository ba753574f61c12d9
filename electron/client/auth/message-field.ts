import { FailureError } from "../../../shared/model/failure.ts";
import type { Component, SignedMessage } from "./message-signature.ts";
import {
  dictionaryText,
  readDictionary,
  readList,
  StructuredFieldError,
} from "./structured-field.ts";

/** What cannot be signed, in one sentence. */
export function refuse(code: string, message: string, remedy?: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    phase: "prepare",
    place: "auth",
  });
}

/** The value of a covered field (RFC 9421 §2.1): its lines joined, or as its parameters say. Throws FailureError `input`. */
export function fieldValue(
  { name, parameters }: Component,
  message: Pick<SignedMessage, "headers" | "trailers">,
): string {
  const given = new Map(parameters);
  const trailer = given.get("tr") === true;
  const values = linesOf(name, trailer ? message.trailers : message.headers);
  if (values.length === 0)
    throw refuse(
      "signature-field",
      trailer
        ? `The covered trailer ${name} is not sent with the request.`
        : `The covered field ${name} is not in the request.`,
      trailer
        ? "Add it to the trailers of the request, which needs a body, or take it out of the covered components."
        : "Add the field, or take it out of the covered components.",
    );
  const text = values.join(", ");
  const shown = parameters
    .filter(([key]) => key !== "tr")
    .map(([key, value]) => (value === true ? key : `${key}=`))
    .toSorted()
    .join(" ");
  const key = given.get("key");
  if (trailer === given.has("tr"))
    switch (shown) {
      case "":
        return text;
      case "bs":
        return values.map((one) => `:${Buffer.from(one, "utf8").toString("base64")}:`).join(", ");
      case "sf":
        return strict(name, text);
      case "key=":
      case "key= sf":
        return member(name, text, String(key));
    }
  throw refuse(
    "signature-parameter",
    `A parameter of the component ${name} is not supported.`,
    'Fields may have sf, bs, key="…" and tr.',
  );
}

/** Values of a field, trimmed, folds undone. */
function linesOf(
  wanted: string,
  fields: readonly { readonly name: string; readonly value: string }[],
): readonly string[] {
  return fields
    .filter(({ name }) => name.toLowerCase() === wanted)
    .map(({ value }) => value.replace(/\s*\r?\n\s+/g, " ").trim());
}

/** Registered as Dictionaries: of all others it is told by how they look, which is the same but for members that come twice. */
const dictionaries = new Set([
  "accept-signature",
  "cache-control",
  "cdn-cache-control",
  "content-digest",
  "priority",
  "repr-digest",
  "signature",
  "signature-input",
  "want-content-digest",
  "want-repr-digest",
]);

/** §2.1.1: as RFC 9651 §4.1 writes it. */
function strict(name: string, text: string): string {
  if (dictionaries.has(name)) return dictionaryText(structured(name, () => readDictionary(text)));
  try {
    return readList(text).join(", ");
  } catch (thrown) {
    if (!(thrown instanceof StructuredFieldError)) throw thrown;
    return dictionaryText(structured(name, () => readDictionary(text)));
  }
}

/** §2.1.2: the member's value as RFC 9651 §4.1 writes it. */
function member(name: string, text: string, key: string): string {
  const found = structured(name, () => readDictionary(text)).get(key);
  if (found !== undefined) return found;
  throw refuse("signature-member", `The covered field ${name} has no such member.`);
}

function structured<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof StructuredFieldError)) throw thrown;
    throw refuse(
      "signature-structured",
      `The covered field ${name} is no structured field, so sf and key have no meaning for it.`,
      "Cover it without sf and key, or correct its value.",
    );
  }
}
