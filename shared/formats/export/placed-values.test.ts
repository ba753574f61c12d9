import { describe, expect, test } from "vitest";
import { newAuth } from "../../model/auth-fields.ts";
import { emptyRequest, type HttpRequest } from "../../model/request.ts";
import { collectionData, type DefaultsParts, folderItem, requestItem } from "../import/build.ts";
import { importText, onlyCollection, requestsOf } from "../import/import.testing.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { readRequest } from "../opencollection/request.ts";
import { exportFormat } from "./export.ts";

// A .http file and a script of commands know one level of variables and settings: what folders and requests give stands in place.

function collection(
  request: Partial<HttpRequest>,
  folder: Partial<DefaultsParts> = {},
  root: Partial<DefaultsParts> = {},
): ImportedCollection {
  const whole = { ...emptyRequest, name: "r", url: "http://a.test/", ...request };
  return {
    name: "C",
    data: collectionData({ name: "C", ...root }),
    children: [
      folderItem({ name: "F", ...folder }, [requestItem({ request: whole })]),
      requestItem({ request: { ...emptyRequest, name: "after", url: "http://a.test/{{id}}" } }),
    ],
    environments: [],
    secrets: new Map(),
    files: [],
  };
}

function written(id: string, from: ImportedCollection) {
  const format = exportFormat(id);
  if (format === undefined) throw new Error(`no format ${id}`);
  const { text, left } = format.write(from);
  const back = requestsOf(onlyCollection(importText(text, `c${format.extension}`)).children);
  return { text, left, back: back.map(({ item }) => readRequest(item.data)) };
}

const formats = ["http", "curl", "curl-cmd", "curl-powershell"];

describe.each(formats)("%s", (id) => {
  test("the nearest value of a name is sent, and the collection's where the folder has ended", () => {
    const { back } = written(
      id,
      collection(
        {
          method: "POST",
          url: "http://a.test/{{id}}/{{where}}",
          variables: [{ name: "id", value: "9" }],
        },
        {
          variables: [
            { name: "id", value: "8" },
            { name: "where", value: "{{id}}-f" },
          ],
        },
        { variables: [{ name: "id", value: "7" }] },
      ),
    );
    expect(back[0]?.url).toBe("http://a.test/9/9-f");
    expect(back[1]?.url).toMatch(/^http:\/\/a\.test\/(?:7|\{\{id\}\})$/);
  });

  test("a value goes into a form before the form is written", () => {
    const { back } = written(
      id,
      collection(
        { method: "POST", body: { kind: "form", rows: [{ name: "a", value: "{{both}}" }] } },
        { variables: [{ name: "both", value: "1&b=2" }] },
      ),
    );
    expect(back[0]?.body).toEqual({ kind: "form", rows: [{ name: "a", value: "1&b=2" }] });
  });

  test("what folders say of redirects and time counts for their requests", () => {
    const { back } = written(
      id,
      collection({}, { settings: { followRedirects: false } }, { settings: { timeout: 1500 } }),
    );
    expect(back[0]?.settings).toMatchObject({ followRedirects: false, timeout: 1500 });
    expect(back[1]?.settings.followRedirects).not.toBe(false);
  });

  test("settings without a place are named once, scripts and environments too", () => {
    const from = collection({ settings: { network: { retries: 2, caFile: "a.pem" } } });
    const [folder] = from.children;
    if (folder?.kind !== "folder") throw new Error("no folder");
    const script = requestItem({
      request: { ...emptyRequest, name: "s", url: "http://a.test/" },
      scripts: [{ type: "tests", code: "t()" }],
    });
    const { left } = written(id, {
      ...from,
      children: [...from.children, script],
      environments: [{ name: "E", data: new Map(), secrets: new Map() }],
    });
    const where = id === "http" ? "a .http file" : "a script of curl commands";
    expect(left).toEqual([
      `A script has no place in ${where}.`,
      `An environment has no place in ${where}.`,
      `The settings caFile, retries have no place in ${where}.`,
    ]);
  });
});

describe("a .http file", () => {
  test("a variable that cannot stand at its top stands in place", () => {
    const { text, back, left } = written(
      "http",
      collection(
        { method: "POST", body: { kind: "text", text: "{{odd name}} {{lines}}" } },
        {},
        {
          variables: [
            { name: "odd name", value: "x" },
            { name: "lines", value: "a\nb" },
          ],
        },
      ),
    );
    expect(text).not.toContain("@odd");
    expect(back[0]?.body).toMatchObject({ text: "x a\nb" });
    expect(left).toEqual([]);
  });

  test.each(["### x", "< ./file", "<@ ./file", "> {% x %}", ">> out.json", "<> reply"])(
    "a body with the line %j is left out by name",
    (line) => {
      const { left, back } = written(
        "http",
        collection({ method: "POST", body: { kind: "text", text: `a\n${line}\nb` } }),
      );
      expect(left).toEqual([
        "r: A body with a line that means something else there (### or < file) has no place in a .http file.",
      ]);
      expect(back).toHaveLength(2);
    },
  );

  test("XML is no file", () => {
    const xml = '<a b="c">\n<d/>\n</a>';
    const { back } = written(
      "http",
      collection({ method: "POST", body: { kind: "xml", text: xml } }),
    );
    expect(back[0]?.body).toEqual({ kind: "xml", text: xml });
  });

  test("settings and logins in the words of its readers", () => {
    const { text, back, left } = written(
      "http",
      collection({
        auth: { kind: "basic", username: "a b", password: "c" },
        settings: {
          timeout: 1500,
          verifyTls: false,
          network: {
            httpVersion: "1.1",
            connectTimeout: 200,
            sendCookies: false,
            storeCookies: false,
          },
        },
      }),
    );
    expect(left).toEqual([]);
    expect(text).toContain("Authorization: Basic YSBiOmM=\n");
    expect(text).toContain("GET http://a.test/ HTTP/1.1\n");
    expect(back[0]?.settings).toEqual({
      timeout: 1500,
      verifyTls: false,
      network: { httpVersion: "1.1", connectTimeout: 200, sendCookies: false, storeCookies: false },
    });
    const aws = {
      ...newAuth("awsv4"),
      accessKeyId: "A",
      secretAccessKey: "S",
      sessionToken: "T",
      region: "r",
      service: "s",
    };
    expect(written("http", collection({ auth: aws })).back[0]?.auth).toEqual(aws);
  });
});

test("curl has options for redirects, versions and fields that are not sent", () => {
  const { text, left } = written(
    "curl",
    collection({
      settings: { maxRedirects: 3, omitHeaders: ["User-Agent"], network: { httpVersion: "1.1" } },
    }),
  );
  for (const option of ["--max-redirs 3", "--http1.1", "--header User-Agent:"])
    expect(text).toContain(option);
  expect(left).toEqual([]);
});
