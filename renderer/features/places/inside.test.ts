import { expect, test } from "vitest";
import { insideCollection } from "./inside.ts";

test.each([
  ["/home/ana/api", "/home/ana/api/certs/ca.pem", "certs/ca.pem"],
  ["/home/ana/api/", "/home/ana/api/a.txt", "a.txt"],
  ["/home/ana/api", "/home/ana/api-other/a.txt", "/home/ana/api-other/a.txt"],
  ["/home/ana/api", "/home/ana/api", "/home/ana/api"],
  ["/home/ana/api", "/home/ana/a.txt", "/home/ana/a.txt"],
  ["", "/home/ana/a.txt", "/home/ana/a.txt"],
  ["C:\\api", "C:\\api\\certs\\ca.pem", "certs/ca.pem"],
  ["C:\\api", "C:\\apis\\ca.pem", "C:\\apis\\ca.pem"],
])("in %s the file %s is %s", (folder, path, kept) => {
  expect(insideCollection(folder, path)).toBe(kept);
});
