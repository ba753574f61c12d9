import { expect, test } from "vitest";
import { emptyRequest, type HttpRequest } from "./request.ts";
import { requestDiff } from "./request-diff.ts";

const before: HttpRequest = {
  ...emptyRequest,
  name: "a",
  method: "GET",
  url: "http://h/",
  headers: [
    { name: "Accept", value: "a" },
    { name: "Accept", value: "b" },
    { name: "X-Gone", value: "1" },
    { name: "X-Off", value: "1" },
  ],
  body: { kind: "json", text: "{}" },
};

test("what differs, row by row", () => {
  const after: HttpRequest = {
    ...before,
    method: "POST",
    headers: [
      { name: "Accept", value: "a" },
      { name: "Accept", value: "c" },
      { name: "X-Off", value: "1", disabled: true },
      { name: "X-New", value: "2" },
    ],
    body: { kind: "json", text: "[]" },
  };
  expect(requestDiff(before, after)).toEqual([
    { part: "method", name: "", before: "GET", after: "POST" },
    { part: "headers", name: "Accept", before: "b", after: "c" },
    { part: "headers", name: "X-Gone", before: "1", after: null },
    { part: "headers", name: "X-Off", before: "1", after: "(off) 1" },
    { part: "headers", name: "X-New", before: null, after: "2" },
    { part: "body", name: "", before: "{}", after: "[]" },
  ]);
  expect(requestDiff(before, before)).toEqual([]);
});
