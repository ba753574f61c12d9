import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpRequest } from "../../../model/request.ts";
import { readRequest } from "../../opencollection/request.ts";
import { importText, onlyCollection, requestsOf } from "../import.testing.ts";

function first(command: string): HttpRequest {
  const [request] = requestsOf(onlyCollection(importText(command, "paste.sh")).children);
  if (request === undefined) throw new Error("no request");
  return readRequest(request.item.data);
}

test("any text after curl is read without an exception, in time", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."curl -HdF@'\"\\$`^%{}[]&;|<>\n =:/?#x1") }),
      (text) => {
        for (const shell of ["curl ", 'curl ^"', "iwr "]) importText(shell + text, "x.sh");
      },
    ),
    { numRuns: 400 },
  );
});

test("words quoted for bash come back as they were", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 }),
      (values) => {
        const usable = values.map((value) => value.replace(/[\u0000\r\n:;]/g, "").trim());
        const quoted = usable.map(
          (value, index) => `-H 'h${index}: ${value.replaceAll("'", "'\\''")}'`,
        );
        const found = first(`curl http://h/ ${quoted.join(" ")}`);
        const filled = usable
          .map((value, index) => ({ name: `h${index}`, value }))
          .filter(({ value }) => value !== "");
        expect(found.headers).toEqual(filled);
      },
    ),
  );
});
