import type { AuthScheme, AuthSchemeKind } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";

type Named = readonly (readonly [field: string, called: string])[];

/** Without these a signature says nothing a server could take. */
const needed: Partial<Record<AuthSchemeKind, Named>> = {
  wsse: [["username", "user name"]],
  hawk: [
    ["id", "ID"],
    ["key", "key"],
  ],
  oauth1: [["consumerKey", "consumer key"]],
  "akamai-edgegrid": [
    ["clientToken", "client token"],
    ["clientSecret", "client secret"],
    ["accessToken", "access token"],
  ],
  asap: [
    ["issuer", "issuer"],
    ["audience", "audience"],
    ["keyId", "key ID"],
  ],
};

/** Whole numbers, or nothing. */
const numbers: Partial<Record<AuthSchemeKind, Named>> = {
  hawk: [["timestamp", "timestamp"]],
  oauth1: [["timestamp", "timestamp"]],
  awsv4: [["expires", "time until it expires"]],
  "akamai-edgegrid": [["maxBodySize", "number of body bytes"]],
};

/** Throws FailureError `input` that names the field which is empty and may not be, or is no number. */
export function checkFields(auth: AuthScheme): void {
  const values = auth as unknown as Readonly<Record<string, unknown>>;
  const text = (field: string): string => {
    const value = values[field];
    return typeof value === "string" ? value : "";
  };
  const secret: Named =
    auth.kind === "jwt" && auth.algorithm.startsWith("HS") ? [["secret", "secret"]] : [];
  for (const [field, called] of [...(needed[auth.kind] ?? []), ...secret])
    if (text(field) === "")
      throw refuse("auth-empty", `The ${called} of the authentication is empty.`, field);
  for (const [field, called] of numbers[auth.kind] ?? [])
    if (!/^\s*\d*\s*$/.test(text(field)))
      throw refuse("auth-number", `The ${called} is not a whole number.`, field);
}

function refuse(code: string, message: string, field: string): FailureError {
  const remedy =
    code === "auth-empty" ? "Fill it in in the Auth tab." : "Write digits, or leave it empty.";
  return new FailureError({
    kind: "input",
    code,
    message,
    remedy,
    phase: "prepare",
    place: `auth.${field}`,
  });
}
