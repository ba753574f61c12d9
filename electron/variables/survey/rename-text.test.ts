import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";
import { changedLines, renameInText } from "./rename-text.ts";

const rename = { from: "host", to: "server", parts: true };

const request = `info: # host stays here
  name: host
  type: http

http:
  url: "http://{{host}}/{{ host }}/{{host.name}}/{{hostname}}/{{ghost}}"
  headers:
    - name: host
      value: '{{host}}' # {{host}} in a comment too
  auth: inherit

runtime:
  variables:
    - name: host
      value: host
    - name: "other"
      value: >-
        folded {{host}}
        text
  actions:
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.host, method: jsonq}
      variable: {name: host, scope: runtime}
  scripts:
    - type: before-request
      code: |-
        bru.setVar("host", bru.getEnvVar('host') + bru.getVar("hosts"));
        pm.environment.get("host"); foo.get("host");
docs: see {{host}}
extensions:
  envoi:
    actions:
      - {name: host, scope: runtime, from: cookie, expression: host}
`;

test("definitions, uses, parts, scripts and docs; nothing else, byte for byte", () => {
  const expected = request
    .replaceAll("{{host}}", "{{server}}")
    .replace("{{ host }}", "{{ server }}")
    .replace("{{host.name}}", "{{server.name}}")
    .replace("    - name: host\n      value: host", "    - name: server\n      value: host")
    .replace("variable: {name: host,", "variable: {name: server,")
    .replace('setVar("host"', 'setVar("server"')
    .replace("getEnvVar('host')", "getEnvVar('server')")
    .replace('pm.environment.get("host")', 'pm.environment.get("server")')
    .replace("- {name: host, scope", "- {name: server, scope");
  expect(renameInText(request, rename)).toBe(expected);
  expect(renameInText(expected, { from: "server", to: "host", parts: true })).toBe(request);
});

test("CRLF and a byte order mark stay", () => {
  const text = "\ufeffname: dev\r\nvariables:\r\n  - name: host # mine\r\n    value: 1\r\n";
  expect(renameInText(text, rename)).toBe(text.replace("name: host", "name: server"));
});

describe("what does not name it is left alone", () => {
  test.each([
    "info: {name: host}\n",
    "http: {url: 'http://{{hostname}}/'}\n",
    "docs: host {host} {{host\n",
    "# {{nothing}}\n",
  ])("%j", (text) => {
    expect(renameInText(text, rename)).toBeNull();
  });
});

test("any values around a name survive a rename and its way back", () => {
  const value = fc.string({ unit: "grapheme", maxLength: 20 });
  fc.assert(
    fc.property(value, value, (left, right) => {
      const text = `variables:\n  - name: host\n    value: ${JSON.stringify(left)}\n  - name: x\n    value: ${JSON.stringify(`${right}{{host}}`)}\n`;
      const renamed = renameInText(text, rename) ?? "";
      expect(renamed).toContain("name: server");
      expect(parseYaml(renamed).data).not.toEqual(parseYaml(text).data);
      if (!left.includes("server") && !right.includes("server"))
        expect(renameInText(renamed, { from: "server", to: "host", parts: true })).toBe(text);
    }),
  );
});

test("the lines of a preview", () => {
  expect(changedLines("a\n  b {{x}}\r\nc", "a\n  b {{y}}\r\nc")).toEqual([
    { line: 2, before: "b {{x}}", after: "b {{y}}" },
  ]);
});
