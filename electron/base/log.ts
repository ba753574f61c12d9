/**
 * Notes a fault of ours on stderr: where, the kind of error, its code and the lines of code it passed. Never its message,
 * which may hold an address, a header or a secret.
 */
export function logFault(where: string, thrown: unknown): void {
  process.stderr.write(`envoi: fault in ${where}: ${describe(thrown)}\n`);
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const code = (thrown as { readonly code?: unknown }).code;
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [
    `${thrown.name} ${typeof code === "string" ? code : ""}`.trimEnd(),
    ...frames.slice(0, 8),
  ].join("\n");
}
