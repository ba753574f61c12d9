import { describe, expect, test } from "vitest";
import { emptyRequest } from "../../../shared/model/request.ts";
import { automaticHeaders, withHeader } from "./automatic-headers.ts";
import { headerNames } from "./header-names.ts";
import { headerValuesFor } from "./header-values.ts";
import { inheritedAuth } from "./inherited-auth.ts";

const place = (name: string, more = {}) => ({
  name,
  headers: [],
  auth: { kind: "inherit" } as const,
  variables: [],
  docs: "",
  ...more,
});
const inherited = [
  place("root", { headers: [{ name: "X", value: "1" }] }),
  place("outer", { headers: [{ name: "Y", value: "2" }] }),
  place("inner", {
    headers: [
      { name: "y", value: "3" },
      { name: "Off", value: "4", disabled: true },
    ],
  }),
];

describe("automaticHeaders", () => {
  test("before a preview: what the folders give, each with its place", () => {
    expect(automaticHeaders(emptyRequest, inherited, null)).toEqual([
      { name: "X", value: "1", origin: "collection", place: "root" },
      { name: "Y", value: "2", origin: "folder", place: "outer" },
      { name: "y", value: "3", origin: "folder", place: "inner" },
    ]);
  });

  test("with a preview: all but the person's own, then what is switched off", () => {
    const request = { ...emptyRequest, settings: { omitHeaders: ["user-agent"] } };
    const preview = {
      url: "",
      normalised: "",
      problems: [],
      headers: [
        { name: "Host", value: "x", origin: "client" },
        { name: "Accept", value: "*/*", origin: "request" },
        { name: "Y", value: "3", origin: "folder" },
        { name: "User-Agent", value: "e", origin: "client" },
      ],
    } as const;
    expect(automaticHeaders(request, inherited, preview)).toEqual([
      { name: "Host", value: "x", origin: "client", place: "" },
      { name: "Y", value: "3", origin: "folder", place: "inner" },
      { name: "user-agent", value: null, origin: null, place: "" },
    ]);
  });
});

test.each([
  [{}, "Host", false, { omitHeaders: ["Host"] }],
  [{ omitHeaders: ["host"] }, "Host", false, { omitHeaders: ["Host"] }],
  [{ omitHeaders: ["host", "A"] }, "HOST", true, { omitHeaders: ["A"] }],
  [{ timeout: 1, omitHeaders: ["host"] }, "Host", true, { timeout: 1 }],
])("withHeader(%j, %j, %j)", (settings, name, on, expected) => {
  expect(withHeader(settings, name, on)).toEqual(expected);
});

test.each([
  [[], { auth: { kind: "none" }, place: null }],
  [[place("a")], { auth: { kind: "none" }, place: null }],
  [
    [place("a", { auth: { kind: "bearer", token: "t" } }), place("b")],
    { auth: { kind: "bearer", token: "t" }, place: { kind: "collection", name: "a", index: 0 } },
  ],
  [
    [place("a", { auth: { kind: "bearer", token: "t" } }), place("b", { auth: { kind: "none" } })],
    { auth: { kind: "none" }, place: { kind: "folder", name: "b", index: 1 } },
  ],
])("inheritedAuth %#", (given, expected) => {
  expect(inheritedAuth(given)).toEqual(expected);
});

describe("completion data", () => {
  test("names are sorted, unique whatever their case, and may be field names (RFC 9110)", () => {
    const lower = headerNames.map((name) => name.toLowerCase());
    expect(lower).toEqual([...new Set(lower)].sort((a, b) => (a < b ? -1 : 1)));
    for (const name of headerNames) expect(name).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);
  });

  test("values are found by name in any case", () => {
    expect(headerValuesFor("content-TYPE")).toContain("application/json");
    expect(headerValuesFor("X-Nothing")).toEqual([]);
  });
});
