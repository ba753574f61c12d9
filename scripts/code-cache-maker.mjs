// @ts-check
/** Loaded before a program that is built with `codeCache`: writes, when it ends, what V8 compiled of it until then, where nothing is yet. */
import { existsSync, writeFileSync } from "node:fs";

/** @type {Map<string, import("node:vm").Script>} */
const scripts = new Map();
/** @type {Record<symbol, unknown>} */ (/** @type {unknown} */ (globalThis))[
  Symbol.for("envoi.code-cache")
] = (/** @type {import("node:vm").Script} */ script, /** @type {string} */ cache) => {
  scripts.set(cache, script);
};
process.on("exit", () => {
  for (const [cache, script] of scripts) {
    if (existsSync(cache)) continue;
    const once = script.createCachedData();
    // Twice, so that damage shows.
    writeFileSync(cache, Buffer.concat([once, once]));
  }
});
