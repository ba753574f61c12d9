/** What the three dialects write between braces, in Envoi's terms. */
const same: ReadonlyMap<string, string> = new Map([
  ["$uuid", "$guid"],
  ["$guid", "$guid"],
  ["$random.uuid", "$guid"],
  ["$timestamp", "$timestamp"],
  ["$isoTimestamp", "$isoTimestamp"],
  ["$randomInt", "$randomInt"],
  ["$datetime iso8601", "$isoTimestamp"],
  ["$random.email", "$randomEmail"],
]);

export interface HttpFileText {
  readonly text: string;
  readonly kept: readonly string[];
}

/** Replaces what is a lookup or has a dynamic value of the same meaning; what has to be worked out is kept and named. */
export function httpFileText(text: string): HttpFileText {
  if (!text.includes("{{")) return { text, kept: [] };
  const kept: string[] = [];
  const out = text.replace(/\{\{([^{}\n]*)\}\}/g, (whole, inner: string) => {
    const name = inner.trim().replace(/\s+/g, " ");
    const value = same.get(name) ?? lookup(name);
    if (value === null) kept.push(whole);
    return value === null ? whole : `{{${value}}}`;
  });
  return { text: out, kept };
}

function lookup(name: string): string | null {
  if (/^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/.test(name))
    return /\.(?:response|request)\./.test(name) ? null : name;
  // Envoi's own: a question asked when it is sent, made-up values by Postman's names.
  if (/^\?\S/.test(name) || /^\$random[A-Z]\w*$/.test(name)) return name;
  const environment = /^(?:\$(?:processEnv|dotenv|env)[ .]%?([A-Za-z_]\w*)|%([A-Za-z_]\w*))$/.exec(
    name,
  );
  if (environment !== null) return `process.env.${environment[1] ?? environment[2] ?? ""}`;
  const asked = /^\$(?:input|prompt|password)\s+([^?$]+)\??/.exec(name)?.[1];
  return asked === undefined ? null : `?${asked.trim()}`;
}
