// @ts-check
import { fileURLToPath } from "node:url";

/** @param {string} name */
const inRoot = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const client = [
  "electron/client/exchange.ts",
  "electron/client/exchange-hop.ts",
  "electron/wire/connect/route.ts",
  "electron/wire/record/open-recorder.ts",
  "electron/wire/record/pack.ts",
].map(inRoot);
/** What one request on the command line needs beside it. */
const sending = ["electron/host/cli/send.ts"].map(inRoot);
/** What the first TLS handshake needs beside both, by whomever else parts of it are needed. */
const secure = ["electron/wire/connect/tls.ts"].map(inRoot);
// They start often and would load all of it for the little they need.
const workers = [
  "electron/imports/worker.ts",
  "electron/variables/pick-worker.ts",
  "electron/collections/read-worker.ts",
  "electron/search/worker.ts",
].map(inRoot);

/**
 * What every request needs in one file, what `envoi send` needs beside it in another, and TLS in a third: each file more costs a third of a millisecond of
 * every start. What is loaded late (HTTP/2, proxies, most schemes of auth) stays apart, and so does what a worker needs of it.
 * @param {readonly string[]} [beside] What else goes into the first file: whoever does nothing but send.
 * @returns {import("rolldown").CodeSplittingGroup}
 */
export function clientChunk(beside = []) {
  /** @type {((id: string) => string | null) | null} */
  let chunkOf = null;
  return {
    name: (id, context) => (chunkOf ??= chunks(context, beside))(id),
    debugName: "client",
    includeDependenciesRecursively: false,
  };
}

/**
 * @param {import("rolldown").ChunkingContext} context
 * @param {readonly string[]} beside
 * @returns {(id: string) => string | null}
 */
function chunks(context, beside) {
  const all = [...client, ...beside.map(inRoot)];
  const [ofWorkers, ofClient, ofSending, ofSecure] = [workers, all, sending, secure].map((from) =>
    reached(from, context),
  );
  return (id) => {
    if (ofWorkers?.has(id) === true) return null;
    if (ofClient?.has(id) === true) return "client";
    if (ofSending?.has(id) === true) return "send";
    return ofSecure?.has(id) === true ? "tls" : null;
  };
}

/**
 * Modules these load as they load.
 * @param {readonly string[]} from
 * @param {import("rolldown").ChunkingContext} context
 */
function reached(from, context) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {string} id */
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) visit(next);
  };
  for (const id of from) visit(id);
  return seen;
}
