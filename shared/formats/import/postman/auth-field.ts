import type { Row } from "../../../model/request.ts";
import type { ImportedAuth } from "../build.ts";
import type { Remark } from "../remark.ts";

/**
 * Header fields beside an auth: Postman lets its auth take the place of a field of that name, Envoi lets the field win. Such a field is
 * switched off, so that the same is sent. `auth`: what holds for the request, its own or from above.
 */
export function besideAuth(
  headers: readonly Row[],
  auth: ImportedAuth,
  remark: Remark,
): readonly Row[] {
  const field = fieldOf(auth);
  return headers.map((row) => {
    if (row.disabled === true || row.name.toLowerCase() !== field) return row;
    remark.tell("warning", "auth-field-off", { name: row.name });
    return { ...row, disabled: true };
  });
}

/** The field an auth writes at once, in lower case; "": none, or only when the server asks. */
function fieldOf(auth: ImportedAuth): string {
  if (!("kind" in auth)) return "";
  switch (auth.kind) {
    case "basic":
      return auth.username === "" && auth.password === "" ? "" : "authorization";
    case "bearer":
      return auth.token === "" ? "" : "authorization";
    case "apikey":
      return auth.placement === "header" && auth.value !== "" ? auth.key.toLowerCase() : "";
    case "awsv4":
    case "oauth1":
    case "jwt":
      return auth.placement === "header" ? "authorization" : "";
    case "hawk":
    case "asap":
    case "akamai-edgegrid":
      return "authorization";
    default:
      return "";
  }
}
