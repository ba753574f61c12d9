// @ts-check
// The thread a script runs in, and dies with. Plain JavaScript, so that it is the same file from sources and built. The guest sees QuickJS
// and what `prelude` and the host's functions give it: no Node, no file, no network.
import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  shouldInterruptAfterDeadline,
} from "quickjs-emscripten-core";
import { parentPort, workerData } from "node:worker_threads";

/** Where an answer of the host lies: a flag, its length in bytes (negative: the call failed), then the bytes. */
const header = 8;
const { run, limits, shared } = workerData;
const flag = new Int32Array(shared, 0, 2);
const answer = new Uint8Array(shared, header);
const ends = Date.now() + limits.time;

/** Asks the main thread and sleeps until it answers; null: it failed, or time is up. */
function callHost(/** @type {string} */ name, /** @type {string[]} */ args) {
  Atomics.store(flag, 0, 0);
  parentPort?.postMessage({ kind: "call", name, args });
  const woken = Atomics.wait(flag, 0, 0, Math.max(0, ends - Date.now()));
  const length = Atomics.load(flag, 1);
  if (woken === "timed-out" || length < 0) return null;
  return new TextDecoder().decode(answer.slice(0, length));
}

async function main() {
  // The memory is what bounds a guest that fills it; QuickJS's own limit misses large strings.
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: limits.memory >> 16 });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  const runtime = quickjs.newRuntime();
  // More than this and deep recursion breaks the module instead of the script.
  runtime.setMaxStackSize(32_768);
  runtime.setMemoryLimit(limits.memory);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(ends));
  const vm = runtime.newContext();
  for (const name of run.functions) {
    const handle = vm.newFunction(name, (...args) => {
      const result = callHost(
        name,
        args.map((one) => vm.getString(one)),
      );
      return result === null ? vm.null : vm.newString(result);
    });
    vm.setProp(vm.global, name, handle);
    handle.dispose();
  }
  for (const [code, file] of [
    [run.prelude, "prelude"],
    [run.source, "script"],
    [run.expression, "call"],
  ]) {
    const result = vm.evalCode(code, file);
    if (result.error) {
      const thrown = vm.dump(result.error);
      const stopped = Date.now() >= ends;
      return { kind: "failed", why: stopped ? "time" : whyOf(thrown), line: lineOf(thrown) };
    }
    if (file === "call") {
      if (vm.typeof(result.value) !== "string")
        return { kind: "failed", why: "result", line: null };
      return { kind: "done", value: vm.getString(result.value) };
    }
    result.value.dispose();
  }
  return { kind: "failed", why: "result", line: null };
}

function whyOf(/** @type {unknown} */ thrown) {
  const { name, message } = /** @type {{ name?: unknown, message?: unknown }} */ (thrown ?? {});
  if (message === "out of memory") return "memory";
  if (message === "stack overflow") return "depth";
  return name === "SyntaxError" ? "syntax" : "threw";
}

/** Line of the script, not of ours. */
function lineOf(/** @type {unknown} */ thrown) {
  const { stack } = /** @type {{ stack?: unknown }} */ (thrown ?? {});
  const found = /script:(\d+)/.exec(typeof stack === "string" ? stack : "");
  return found === null ? null : Number(found[1]);
}

main().then(
  (result) => parentPort?.postMessage(result),
  // A broken module has no story to tell: it ran out of something.
  () => parentPort?.postMessage({ kind: "failed", why: "memory", line: null }),
);
