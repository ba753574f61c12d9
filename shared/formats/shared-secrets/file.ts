import { FailureError } from "../../model/failure.ts";

/** Somebody who can open the values: an age recipient, and a word about whose it is. */
export interface Recipient {
  readonly key: string;
  readonly label: string;
}

/**
 * The secrets a team shares, as their file has them. Names are readable; each value is an age file of its own, in base64, on a line of
 * its own, so that two people who change different values do not meet.
 */
export interface SharedSecrets {
  readonly recipients: readonly Recipient[];
  readonly values: ReadonlyMap<string, string>;
  /** Names with two values: a merge that git could not do. */
  readonly conflicts: ReadonlySet<string>;
  /** The list of recipients is what a merge could not do: nothing is written before a person has decided. */
  readonly recipientConflict: boolean;
}

export const noSharedSecrets: SharedSecrets = {
  recipients: [],
  values: new Map(),
  conflicts: new Set(),
  recipientConflict: false,
};

/** Where the shared secrets of an environment lie in the collection; of the collection itself when it is "". Bruno reads no `.yaml`. */
export function sharedSecretsFile(environment: string): string {
  return environment === "" ? "secrets.age.yaml" : `environments/${environment}.age.yaml`;
}

const head =
  "# Secrets for the people below, encrypted with age (https://age-encryption.org), one value a line.\n";

/** The file's text: sorted by name, so that it says the same whoever wrote it. */
export function printSharedSecrets({ recipients, values }: SharedSecrets): string {
  const names = [...values.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  return [
    head,
    "recipients:\n",
    ...recipients.map(({ key, label }) => `  - ${key}${label === "" ? "" : ` # ${label}`}\n`),
    "secrets:\n",
    ...names.map((name) => `  ${printedName(name)}: ${values.get(name) ?? ""}\n`),
  ].join("");
}

const plainName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function printedName(name: string): string {
  return plainName.test(name) && !reserved.test(name) ? name : JSON.stringify(name);
}

/**
 * Reads the file, in the middle of a merge too: between git's marks both sides count. Throws FailureError `input/shared-secrets-line`
 * with the line, for what this file never holds: then it is not written over.
 */
export function parseSharedSecrets(text: string): SharedSecrets {
  const recipients = new Map<string, string>();
  const values = new Map<string, string>();
  const conflicts = new Set<string>();
  let recipientConflict = false;
  let section = "";
  let side: "both" | "ours" | "base" | "theirs" = "both";
  let before = "";
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("<<<<<<< ")) {
      side = "ours";
      before = section;
    } else if (side !== "both" && line.startsWith("||||||| ")) side = "base";
    else if (side !== "both" && line === "=======") {
      side = "theirs";
      section = before;
    } else if (side !== "both" && line.startsWith(">>>>>>> ")) side = "both";
    else if (side === "base" || /^\s*(?:#.*)?$/.test(line)) continue;
    else if (/^(?:recipients|secrets):\s*(?:\[\]|\{\})?\s*$/.test(line)) {
      section = line.slice(0, line.indexOf(":"));
    } else if (section === "recipients") {
      const [, key, label = ""] =
        /^\s*-\s+["']?([a-z0-9]+)["']?\s*(?:#\s*(.*?)\s*)?$/.exec(line) ?? [];
      if (key === undefined) throw notUnderstood(index + 1);
      recipients.set(key, label);
      if (side !== "both") recipientConflict = true;
    } else if (section === "secrets") {
      const entry = entryIn(line);
      if (entry === null) throw notUnderstood(index + 1);
      const known = values.get(entry.name);
      if (known !== undefined && known !== entry.value) conflicts.add(entry.name);
      values.set(entry.name, entry.value);
    } else throw notUnderstood(index + 1);
  }
  if (side !== "both") throw notUnderstood(lines.length);
  return {
    recipients: [...recipients].map(([key, label]) => ({ key, label })),
    values,
    conflicts,
    recipientConflict,
  };
}

function entryIn(line: string): { readonly name: string; readonly value: string } | null {
  const [, quoted, plain, value] =
    /^\s+(?:("(?:[^"\\]|\\.)*")|([^\s"'#:][^:]*?))\s*:\s+["']?([A-Za-z0-9+/]+={0,2})["']?\s*$/.exec(
      line,
    ) ?? [];
  if (value === undefined) return null;
  if (quoted === undefined) return plain === undefined ? null : { name: plain, value };
  try {
    const name: unknown = JSON.parse(quoted);
    return typeof name === "string" ? { name, value } : null;
  } catch {
    return null;
  }
}

function notUnderstood(line: number): FailureError {
  return new FailureError({
    kind: "input",
    code: "shared-secrets-line",
    message: "The file of shared secrets has a line that is not understood, so it was not touched.",
    remedy: "Take the line back to what git had, or write the value again in the app.",
    place: `line ${line}`,
  });
}
