import { describe, expect, test } from "vitest";
import { jsonOf } from "../../export/exported.ts";
import { readRequest } from "../../opencollection/request.ts";
import { importText, onlyCollection, requestsOf } from "../import.testing.ts";
import { isCommands } from "./import.ts";

describe("scripts", () => {
  const script = `#!/usr/bin/env bash
set -euo pipefail
export BASE=\${BASE:-https://h}
TOKEN=$(cat token.txt)
post() {
  curl "$BASE/a" -d @- <<EOF
{"a": "$TOKEN", "b": "\\$x"}
EOF
}
if curl -fs https://h/health; then echo ok; fi
for i in 1 2; do
  curl "https://h/item/$i" -d "$(cat <<'END'
{"a": "$b (c)"}
END
)"
done
`;
  test("calls anywhere in one are found", () => {
    const imported = importText(script, "a.sh");
    const found = requestsOf(onlyCollection(imported).children).map(({ item }) =>
      readRequest(item.data),
    );
    expect(found.map(({ url }) => url)).toEqual([
      "{{BASE}}/a",
      "https://h/health",
      "https://h/item/{{i}}",
    ]);
    // curl takes the ends of lines out of `-d @-`.
    expect(found[0]?.body).toEqual({ kind: "text", text: '{"a": "{{TOKEN}}", "b": "$x"}' });
    expect(found[2]?.body).toEqual({ kind: "text", text: '{"a": "$b (c)"}' });
    expect(jsonOf(onlyCollection(imported).data)).toMatchObject({
      request: {
        variables: [
          { name: "BASE", value: "https://h" },
          { name: "TOKEN", value: "" },
          { name: "i", value: "" },
        ],
      },
    });
  });
  test.each([
    ["#!/bin/sh\nfoo() {\n  curl https://h/\n}", true],
    ["A=$(date +%s)\nB=1\ncurl http://h/", true],
    ["#!/bin/sh\nmake curl\n", false],
    ["name: curl\nrun: curl -s x", false],
    [`${"A=$(a)$(a)".repeat(2000)} x`, false],
  ])("%j", (text, is) => expect(isCommands(text)).toBe(is));
});
