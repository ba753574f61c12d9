import { describe, expect, it } from "vitest";
import { runInSandbox, type SandboxRun } from "./sandbox.ts";

const limits = { time: 5_000, memory: 64 << 20 };
const run = (source: string, over: Partial<SandboxRun> = {}, time = limits.time) =>
  runInSandbox(
    { prelude: "", source, expression: "String(answer())", functions: {}, ...over },
    { ...limits, time },
    new AbortController().signal,
  );

describe("the sandbox", () => {
  it("answers", async () => {
    expect(await run("function answer() { return 'é' + [1, 2].map((n) => n * 2) }")).toEqual({
      kind: "done",
      value: "é2,4",
    });
  });

  it("lets the script ask what it may, and wait for the answer", async () => {
    const functions = {
      lookup: async (name: string | undefined) => `<${name}>`,
      breaks: () => Promise.reject(new Error("secret")),
      floods: async () => "x".repeat(1 << 20),
    };
    const source = `function answer() {
      return [lookup("a"), lookup("b"), breaks(), floods(), lookup("c")].join()
    }`;
    expect(await run(source, { functions })).toEqual({ kind: "done", value: "<a>,<b>,,,<c>" });
  });

  it.each([
    "process",
    "require",
    "fetch",
    "globalThis.constructor.constructor('return process')()",
    "Function('return this')().process.pid",
    "import('node:fs')",
    "new Worker('x')",
    "new SharedArrayBuffer(8)[Symbol.iterator].call(postMessage)",
    "console.log(1)",
    "setTimeout(answer)",
    "(0, eval)('process')",
    "answer.constructor('return globalThis')().process.exit()",
  ])("has nothing of the host in it: %s", async (text) => {
    const result = await run(`function answer() { return JSON.stringify(${text}) ?? "undefined" }`);
    if (result.kind === "done") expect(result.value).toMatch(/^(?:undefined|null|\{\})$/);
    else expect(result.why).toBe("threw");
  });

  it.each<[string, string, readonly string[]]>([
    ["endless", "function answer() { for (;;); }", ["time"]],
    [
      "a native endless loop",
      "function answer() { return new Array(1e9) + '' }",
      ["time", "memory"],
    ],
    [
      "memory",
      "function answer() { const a = []; for (let i = 0; ; i++) a.push('x'.repeat(1e6) + i) }",
      ["memory", "time"],
    ],
    ["depth", "function answer() { return answer() }", ["depth"]],
    [
      "parentheses",
      `function answer() { return ${"(".repeat(30_000)}1${")".repeat(30_000)} }`,
      ["depth", "syntax"],
    ],
    [
      "deep data",
      "function answer() { return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)) }",
      ["depth", "threw"],
    ],
    ["not JavaScript", "<html>", ["syntax"]],
    ["an error", "function answer() { throw { message: 'out of luck' } }", ["threw"]],
    [
      "a regular expression",
      "function answer() { return /^(a+)+$/.test('a'.repeat(40) + 'b') }",
      ["time"],
    ],
  ])("ends %s, and the next script works", async (_, source, why) => {
    const result = await run(source, {}, 700);
    expect(result.kind).toBe("failed");
    if (result.kind === "failed") expect(why).toContain(result.why);
    expect(await run("function answer() { return 1 }")).toEqual({ kind: "done", value: "1" });
  });

  it("says where it broke", async () => {
    const source = "\n\nfunction answer() {\n  nothing.at.all\n}";
    expect(await run(source)).toEqual({ kind: "failed", why: "threw", line: 4 });
  });

  it("takes nothing but a string", async () => {
    const result = await run("function answer() { return 1 }", { expression: "answer()" });
    expect(result).toEqual({ kind: "failed", why: "result", line: null });
  });

  it("keeps nothing from one script to the next", async () => {
    await run("globalThis.kept = 1; Object.prototype.kept = 1; function answer() { return 1 }");
    expect(await run("function answer() { return typeof kept }")).toEqual({
      kind: "done",
      value: "undefined",
    });
  });

  it("is ended by an abort", async () => {
    const stop = new AbortController();
    const going = runInSandbox(
      { prelude: "", source: "for (;;);", expression: "''", functions: {} },
      limits,
      stop.signal,
    );
    stop.abort(new Error("enough"));
    await expect(going).rejects.toThrow("enough");
  });
});
