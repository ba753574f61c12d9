import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newRequestData } from "../../../../shared/formats/opencollection/request.ts";
import { mapAt, textOf } from "../../../../shared/formats/opencollection/fields.ts";
import { authSchemeKinds, newAuth } from "../../../../shared/model/auth-fields.ts";
import { defaultNetwork } from "../../../../shared/model/network/network.ts";
import { emptyRequest, type RequestBody } from "../../../../shared/model/request.ts";
import type { YamlData, YamlMap } from "../../../../shared/formats/yaml/data.ts";
import { optionSpecs } from "./list.ts";

/** The tables of schemes and bodies in docs/ say what is there: in the window, in files and as options. */

const text = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");

/** The rows of a table whose head begins with this word: cells without blanks at their ends. */
function table(page: string, head: string): readonly (readonly string[])[] {
  const lines = text(page).split("\n");
  const at = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.findIndex((line, index) => index > at && !line.startsWith("|"));
  return lines.slice(at + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const words = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
const long = new Set<string>(optionSpecs.map((spec) => spec.long));

/** Every option a cell names is one of `envoi send`; without one it says which other way there is. */
function checkOptions(cell: string): void {
  const named = words(cell).filter((word) => word.startsWith("--"));
  for (const word of named) expect([...long], cell).toContain(word.replace(/^--(?:no-)?/, ""));
  if (named.length === 0) expect(cell).toMatch(/^(?:a request file|no option|leave it out)/);
}

/** The words of the window for a kind, in English: those of its first list of that name. */
function shown(list: string): ReadonlyMap<string, string> {
  const page = text("renderer/i18n/messages/request-parts.ts");
  const [, inside = ""] = new RegExp(`\\n    ${list}: \\{\\n([^}]*)\\}`).exec(page) ?? [];
  return new Map(
    [...inside.matchAll(/"?([\w-]+)"?: "([^"]*)"/g)].map(([, kind = "", word = ""]) => [
      kind,
      word,
    ]),
  );
}

/** What a path of a file's data leads to; undefined: nothing. */
function at(data: YamlMap, path: string): YamlData | undefined {
  const parts = path.split(".");
  return mapAt(data, ...parts.slice(0, -1)).get(parts.at(-1) ?? "");
}

describe("schemes of authentication", () => {
  const rows = table("docs/auth.md", "scheme              | in the app");
  const names = shown("auths");
  const kinds = [...names.keys()].filter((kind) => kind !== "other");

  test("each has its row, and no other has", () => {
    expect(rows.flatMap(([kind = ""]) => words(kind))).toEqual([...kinds].toSorted(byTable));
    expect(kinds.toSorted()).toEqual(["inherit", "none", ...authSchemeKinds].toSorted());
  });

  const order = rows.flatMap(([kind = ""]) => words(kind));
  const byTable = (left: string, right: string): number =>
    order.indexOf(left) - order.indexOf(right);

  test.each(
    rows.map(
      ([kind = "", app = "", file = "", options = ""]) =>
        [words(kind)[0] ?? "", app, file, options] as const,
    ),
  )("%s", (kind, app, file, options) => {
    expect(app).toBe(names.get(kind));
    checkOptions(options);
    const scheme = authSchemeKinds.find((one) => one === kind);
    if (scheme === undefined) return;
    const data = newRequestData({ ...emptyRequest, auth: newAuth(scheme) }, 1);
    const [path = "", value = ""] = (words(file)[0] ?? "").split(": ");
    const place = path.startsWith("extensions") ? path : `http.${path}`;
    expect(textOf(at(data, place))).toBe(value);
  });
});

const one = { title: "", selected: true, type: "text", data: "" } as const;
const bodies: { readonly [K in RequestBody["kind"]]: RequestBody & { readonly kind: K } } = {
  none: { kind: "none" },
  json: { kind: "json", text: "1" },
  xml: { kind: "xml", text: "1" },
  text: { kind: "text", text: "1" },
  sparql: { kind: "sparql", text: "1" },
  graphql: { kind: "graphql", query: "{a}", variables: "" },
  websocket: { kind: "websocket", messages: [one] },
  form: { kind: "form", rows: [] },
  multipart: { kind: "multipart", parts: [] },
  file: { kind: "file", files: [] },
  other: { kind: "other", type: "x" },
};

describe("kinds of body", () => {
  const rows = table("docs/bodies.md", "kind        | what");
  const names = shown("bodies");

  test("each has its row, and no other has", () => {
    const kinds = rows.flatMap(([kind = ""]) => words(kind));
    expect(kinds.toSorted()).toEqual([...names.keys()].toSorted());
    expect(kinds.toSorted()).toEqual([...Object.keys(bodies), "raw"].toSorted());
  });

  test.each(
    rows.map(
      ([kind = "", , app = "", file = "", options = ""]) =>
        [words(kind)[0] ?? "", app, file, options] as const,
    ),
  )("%s", (kind, app, file, options) => {
    expect(app).toBe(names.get(kind));
    checkOptions(options);
    const body = Object.values(bodies).find((known) => known.kind === kind);
    const [path = "", value = ""] = (words(file)[0] ?? "").split(": ");
    if (body === undefined || value === "") return;
    expect(textOf(at(newRequestData({ ...emptyRequest, body }, 1), path))).toBe(value);
  });
});

test("switches of bodies: the options and settings they name are there", () => {
  for (const [name = "", app = "", file = "", options = ""] of table("docs/bodies.md", "switch ")) {
    expect([name, app, file]).not.toContain("");
    checkOptions(options);
    for (const word of [...words(app), ...words(file)]) {
      const setting = /^(?:extensions\.envoi\.network\.)?(\w+)$/.exec(word)?.[1] ?? "";
      if (word.startsWith("extensions.envoi.network") || app.startsWith("Settings → `"))
        expect(Object.keys(defaultNetwork)).toContain(setting);
    }
  }
});
