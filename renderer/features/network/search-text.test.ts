import { expect, test } from "vitest";
import { groups } from "./fields.ts";
import { searchText } from "./search-text.ts";

const found = (text: string, language: "en" | "fr" = "en") =>
  groups.flatMap(({ name, keys }) =>
    keys.filter((key) => searchText(key, name, language).includes(text)),
  );

test.each([
  ["socks 5", ["proxy"]],
  ["a pac file", ["proxy"]],
  ["pkcs#12", ["clientCertificates"]],
  ["zstd", ["compressBody"]],
  ["http/3", ["httpVersion"]],
  ["429", ["retryOn"]],
  ["nothing of that name", []],
] as const)("%s", (text, keys) => {
  expect(found(text)).toEqual(keys);
});

test("what can be chosen is found in French too", () => {
  expect(found("en clair", "fr")).toContain("httpVersion");
});
