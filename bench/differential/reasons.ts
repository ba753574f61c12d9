import type { Case } from "./collection.ts";

interface Reason {
  /** Of one difference: `what: newman | Envoi`. */
  readonly of: RegExp;
  readonly says: string;
  readonly when?: (one: Case) => boolean;
}

/** Differences that are meant, each with why. */
const reasons: readonly Reason[] = [
  {
    of: /^Envoi did not send it: file-not-granted$/,
    says: "a file outside the collection is read only when a person allows it",
  },
  {
    of: /^Envoi did not send it: (?:file-missing|ENOENT|not-found|body-file.*)$/,
    says: "a body whose file is not there is not sent without it",
  },
  {
    of: /^Envoi did not send it: oauth2-/,
    says: "OAuth 2 gets its token first; the others send the request without one",
  },
  {
    of: /^newman did not send it$/,
    says: "newman does not read it",
  },
  {
    of: /^content-length: 0 \| none$/,
    says: "Node writes a length for methods that have no content; RFC 9110 §8.6 does not ask for it",
  },
  {
    of: /^(?:body|content-length): /,
    says: "forms as the URL standard writes them (+ for a space, ~ as %7E), rows in their order",
    when: ({ mode }) => mode === "urlencoded",
  },
  {
    of: /^content-type: none \| application\/x-www-form-urlencoded$/,
    says: "a form without rows is a form all the same",
    when: ({ mode }) => mode === "urlencoded",
  },
  {
    of: /^body: .*name=\\"[^\\]*%22/,
    says: "a quote in the name of a part is written %22, as browsers do; unescaped it would end the name",
    when: ({ mode }) => mode === "formdata",
  },
  {
    of: /^fields: ([^:]+): .*\| .*\1: .*\1: /i,
    says: "fields of the same name are all sent",
  },
  {
    of: /^fields: .*[^ -~]/,
    says: "letters beyond ASCII go as UTF-8, not as Latin-1",
  },
  {
    of: /^host: (.*) \| (?!\1$).*[A-Z]/,
    says: "a host goes as it is typed",
  },
  {
    of: /^line: .*%3F/,
    says: "a question mark in a path variable stays in the path",
  },
  {
    of: /^line: .*\?/,
    says: "a query is encoded by RFC 3986: what a URL may not hold, nothing else",
  },
  {
    of: /^line: .*\/:/,
    says: "a path variable is replaced whatever its name and value",
  },
  {
    of: /^authorization: Digest .* \| none$/,
    says: "Digest answers the challenge of the server, not one stored in the file",
  },
  {
    of: /^authorization: OAuth .*,oauth.* \| OAuth .*, oauth/,
    says: "a space after the commas of a field's list",
  },
];

/** Why Envoi sends something else than newman, where every difference is meant; null: one of them is not. */
export function reasonOf(one: Case, found: readonly string[]): string | null {
  const says = found.map(
    (line) => reasons.find(({ of, when }) => of.test(line) && (when?.(one) ?? true))?.says,
  );
  if (says.some((text) => text === undefined)) return null;
  return [...new Set(says)].join("; ");
}
