/** Bytes of bytecode a function runs between two looks at whether to compile it for the long run; V8's own: 67,584. */
const atFirst = 400_000;
const later = 20_000;

/**
 * Lets V8 wait longer before it compiles functions for the long run, which it does on other threads. A burst of requests is over before
 * that has paid off: the first thousand cost a third less processor time so (docs/performance.md). Set where it was measured, on Node 20,
 * and never in Electron, whose flags are not ours. Called once, by a host, before it loads the client: code is kept for these flags.
 */
export function delayOptimizing(): void {
  setBudget(atFirst);
}

/** Lets V8 compile for the long run soon: called when there were so many requests that it pays off. Where `delayOptimizing` does nothing, so does this. */
export function optimizeSoon(): void {
  setBudget(later);
}

function setBudget(bytes: number): void {
  if (!process.versions.node.startsWith("20.") || "electron" in process.versions) return;
  process.getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${bytes}`);
}
