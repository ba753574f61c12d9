import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { formParts } from "./form.ts";

test("several files of one name have a type and a name each; commas in quotes part nothing", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-form-"));
  const [one, two] = [path.join(folder, "one.txt"), path.join(folder, "two, three.png")];
  await Promise.all([one, two].map((file) => writeFile(file, "x")));
  const value = `f=@${one};type=magic/content,"${two}",${one};filename="a,b;c"`;
  expect(await formParts([{ name: "form", value }])).toMatchObject([
    { kind: "file", name: "f", fileName: "one.txt", contentType: "magic/content" },
    { kind: "file", name: "f", fileName: "two, three.png", contentType: "image/png" },
    { kind: "file", name: "f", fileName: "a,b;c", contentType: "text/plain" },
  ]);
  await rm(folder, { recursive: true });
});
