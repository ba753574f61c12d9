import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { configWords, withConfigFiles } from "./config-file.ts";

test.each([
  ["# a comment\n\nurl = http://a\n", ["--url", "http://a"]],
  ["url http://a", ["--url", "http://a"]],
  ['header: "X: 1\\t2"\r\nsilent\n-i', ["--header", "X: 1\t2", "--silent", "-i"]],
  ['-H "A: \\"q\\""', ["-H", 'A: "q"']],
  ["--max-time = 5 # five", ["--max-time", "5"]],
  ["data=a=b", ["--data", "a=b"]],
  ["--data=a:b", ["--data=a:b"]],
  ["--data = =", ["--data", "="]],
  ["-Lfuana:pass", ["-Lfuana:pass"]],
])("%j", (text, words) => {
  expect(configWords(text)).toEqual(words);
});

test("the words of a file stand where its name stood; a circle is refused", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-config-"));
  const file = (name: string) => path.join(folder, name);
  await writeFile(file("a"), `-i\nconfig = "${file("b")}"\n`);
  await writeFile(file("b"), "silent");
  await writeFile(file("loop"), `-K ${file("loop")}`);
  expect(await withConfigFiles(["-v", "-K", file("a"), "x", "--", "-K", "y"])).toEqual([
    "-v",
    "-i",
    "--silent",
    "x",
    "--",
    "-K",
    "y",
  ]);
  await expect(withConfigFiles([`--config=${file("loop")}`])).rejects.toThrow(/each other/);
  await expect(withConfigFiles(["-K", file("none")])).rejects.toMatchObject({
    failure: { kind: "not-found", place: "none" },
  });
  await rm(folder, { recursive: true });
});
