import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportCollection, exportFormat } from "../../shared/formats/export/export.ts";
import { importText } from "../../shared/formats/import/import.testing.ts";

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-script-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Seen {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** A collection that says everything a script can say. */
const collection = (base: string): string =>
  JSON.stringify({
    info: { name: "C", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
    variable: [{ key: "base-url", value: base }],
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{token}}" }] },
    item: [
      {
        name: "Folder 'a'",
        variable: [{ key: "id", value: "4 2" }],
        item: [
          {
            name: "Post",
            request: {
              method: "POST",
              url: "{{base-url}}/x/{{id}}?q={{q}}&b=[1]",
              header: [{ key: "X-Quote", value: `it's "{{q}}" $HOME \`x\`` }],
              body: {
                mode: "raw",
                raw: '{"a": "{{q}}",\n "b": "it\'s \\\\ $x !"}',
                options: { raw: { language: "json" } },
              },
            },
          },
          {
            name: "Form",
            request: {
              method: "PUT",
              url: "{{base-url}}/form",
              auth: {
                type: "basic",
                basic: [
                  { key: "username", value: "u" },
                  { key: "password", value: "p w" },
                ],
              },
              body: { mode: "urlencoded", urlencoded: [{ key: "a b", value: "{{q}}&c" }] },
            },
          },
        ],
      },
      {
        name: "Get",
        request: { method: "GET", url: "{{base-url}}/get", auth: { type: "noauth" } },
      },
    ],
  });

test("the bash script sends what the collection says", async () => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { rawHeaders } = request;
      const headers = rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ""}`] : [],
      );
      seen.push({
        line: `${request.method ?? ""} ${request.url ?? ""}`,
        headers,
        body: Buffer.concat(parts).toString(),
      });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = exportCollection(
      { imported: importText(collection(base)), unread: [] },
      exportFormat("curl")!,
      { keepSecrets: true },
    );
    const file = path.join(folder, "c.sh");
    await writeFile(file, result?.text ?? "");
    await expect(run("bash", [file], { env: { ...process.env, token: "t0k" } })).rejects.toThrow(
      "its value first",
    );
    expect(seen).toEqual([]);
    await run("bash", [file], { env: { ...process.env, token: "t0k", q: "a'b\"c" } });
    expect(result?.left).toEqual([]);
    expect(seen.map(({ line }) => line)).toEqual([
      `POST /x/4%202?q=a'b"c&b=[1]`,
      "PUT /form",
      "GET /get",
    ]);
    expect(seen[0]?.headers).toContain(`X-Quote: it's "a'b"c" $HOME \`x\``);
    expect(seen[0]?.headers).toContain("Authorization: Bearer t0k");
    expect(seen[0]?.headers).toContain("Content-Type: application/json");
    expect(seen[0]?.body).toBe(`{"a": "a'b"c",\n "b": "it's \\\\ $x !"}`);
    expect(seen[1]?.body).toBe(`a+b=a'b"c%26c`);
    expect(seen[1]?.headers).toContain(`Authorization: Basic ${btoa("u:p w")}`);
    expect(seen[2]?.headers.some((field) => field.startsWith("Authorization"))).toBe(false);
  } finally {
    server.close();
  }
});

test("for cmd and PowerShell values are quoted by their rules", () => {
  const text = (id: string) =>
    exportCollection(
      { imported: importText(collection("http://h/50%25")), unread: [] },
      exportFormat(id)!,
    )?.text ?? "";
  const cmd = text("curl-cmd");
  expect(cmd).toMatch(/^@echo off\r\n/);
  expect(cmd).toContain("if not defined token echo");
  expect(cmd).toContain("^%%25");
  expect(cmd.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const powershell = text("curl-powershell");
  expect(powershell).toContain("$base_url = 'http://h/50%25'");
  expect(powershell).toContain("($base_url + '/get')");
  expect(powershell).toContain(`('X-Quote: it''s "' + $q + '" $HOME \`x\`')`);
});

test.each([
  ["curl", "PATH", "$HOME"],
  ["curl-powershell", "host", "$Error"],
  ["curl-cmd", "username", "path"],
])("%s: names the shell gives a value itself are not used", (id, ...names) => {
  const item = names.map((name) => ({
    name,
    request: { method: "GET", url: `http://h/{{${name.replace("$", "")}}}` },
  }));
  const text = JSON.stringify({ info: { name: "C", schema: "" }, item });
  const [read] = importText(text).collections;
  const written = exportFormat(id)?.write(read!).text ?? "";
  for (const name of names) expect(written).toContain(`${name.replace("$", "")}_value`);
});
