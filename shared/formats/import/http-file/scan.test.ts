import { expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { importText, onlyCollection, requestAt, requestsOf } from "../import.testing.ts";

test("a comment of several lines is no request; one that never ends hides nothing", () => {
  const read = (text: string) =>
    requestsOf(onlyCollection(importText(text, "a.http")).children).map(({ path: at }) => at);
  const text = "/*\n# Notes\n### no separator\nGET http://no/\n*/\n\nGET http://h/a\n";
  expect(read(text)).toEqual(["GET /a"]);
  expect(read("/* one line */\nGET http://h/b\n")).toEqual(["GET /b"]);
  expect(read("GET http://h/c\n\n###\n/*\nGET http://h/d\n").at(-1)).toBe("GET /d");
});

test("variables below a body are no part of it; what is asked for is asked for", () => {
  const text = `# @prompt user
# @prompt mail Your address
POST http://h/{{user}}
Content-Type: application/json

{"a": "{{mail}}"}

@token = {{user}}-1
@other=2

###
POST http://h/b
Content-Type: text/plain

line
@no = variable
`;
  const imported = importText(text, "a.http");
  const first = requestAt(imported, "POST /{{user}}");
  expect(first).toMatchObject({
    url: "http://h/{{?user}}",
    body: { kind: "json", text: '{"a": "{{?mail}}"}' },
  });
  expect(first.docs).toContain("@prompt mail Your address");
  expect(first.docs).not.toContain("@prompt user");
  expect(requestAt(imported, "POST /b").body).toMatchObject({ text: "line\n@no = variable" });
  expect(readDefaults(onlyCollection(imported).data).variables).toMatchObject([
    { name: "token" },
    { name: "other", value: "2" },
  ]);
});
