import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const secret = "s3cret-of-the-harbour";
const collection = JSON.stringify({
  info: { name: "Harbour", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
  item: [
    {
      name: "Berths",
      item: [
        {
          name: "List",
          request: {
            url: "http://127.0.0.1:1/berths",
            method: "GET",
            header: [{ key: "X-Api-Key", value: secret }],
          },
        },
      ],
    },
  ],
  later: { by: "somebody" },
});

/** A drop or a paste as the browser would fire it, with files or text. */
async function give(
  page: Page,
  type: "drop" | "paste",
  what: { readonly text?: string; readonly files?: readonly { name: string; content: string }[] },
): Promise<void> {
  await page.evaluate(
    ({ type: event, text, files }) => {
      const transfer = new DataTransfer();
      for (const { name, content } of files ?? []) transfer.items.add(new File([content], name));
      if (text !== undefined) transfer.setData("text/plain", text);
      const init = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        event === "drop"
          ? new DragEvent("drop", { ...init, dataTransfer: transfer })
          : new ClipboardEvent("paste", { ...init, clipboardData: transfer }),
      );
    },
    { type, ...what },
  );
}

test("a dropped Postman export: seen whole, its secret stored, its files written", async ({
  app,
  workFolder,
  page,
}) => {
  await app.runFromPalette("Import");
  await expect(page.getByRole("dialog", { name: "Import" })).toBeVisible();
  await page.keyboard.press("Escape");

  await give(page, "drop", { files: [{ name: "harbour.json", content: collection }] });
  const dialog = page.getByRole("dialog", { name: "From Postman Collection 2.1" });
  await expect(dialog.getByText("1 request · 1 folder")).toBeVisible();
  await expect(dialog.getByRole("treeitem", { name: /GET\s*List/ })).toBeVisible();
  await expect(dialog.getByText("Fields Envoi does not know: later.")).toBeVisible();
  await expect(dialog.getByRole("switch", { name: "xApiKey" })).toBeChecked();
  await expect(dialog.getByText(secret)).toHaveCount(0);
  expect(await readdir(workFolder)).toEqual([]);

  await dialog.getByRole("textbox", { name: "Place" }).fill(workFolder);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await app.sidebar.expand("Berths");
  await expect(app.sidebar.item(/List$/)).toBeVisible();
  const file = await readFile(join(workFolder, "Harbour/Berths/List.yml"), "utf8");
  expect(file).toContain('value: "{{xApiKey}}"');
  expect(file).not.toContain(secret);
});

test("a chosen file that breaks off names its line; what is sound is imported", async ({
  app,
  dataFolder,
  workFolder,
  page,
}) => {
  const broken = join(dataFolder, "broken.json");
  await writeFile(broken, collection.slice(0, collection.indexOf('"header"')));
  await app.runFromPalette("Import");
  await page.locator("input[data-import=files]").setInputFiles(broken);
  const dialog = page.getByRole("dialog", { name: /^From Postman/ });
  await expect(dialog.getByText(/The file breaks off at column \d+/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Place" }).fill(workFolder);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await readdir(join(workFolder, "Harbour/Berths"))).toContain("List.yml");
});

const entry = (method: string, url: string, status: number) => ({
  startedDateTime: "2026-01-01T00:00:00Z",
  time: 1,
  request: { method, url, httpVersion: "HTTP/1.1", headers: [], queryString: [], cookies: [] },
  response: { status, statusText: "", httpVersion: "HTTP/1.1", headers: [], content: {} },
  cache: {},
  timings: {},
});

test("the requests of an archive are found, taken and left one by one; only those taken are written", async ({
  app,
  dataFolder,
  workFolder,
  page,
}) => {
  const archive = join(dataFolder, "harbour.har");
  const entries = [
    entry("GET", "http://one.test/list", 200),
    entry("POST", "http://one.test/make", 201),
    entry("GET", "http://two.test/logo.png", 304),
  ];
  await writeFile(archive, JSON.stringify({ log: { version: "1.2", entries } }));
  await app.runFromPalette("Import");
  await page.locator("input[data-import=files]").setInputFiles(archive);
  const dialog = page.getByRole("dialog", { name: "From HAR" });
  const list = dialog.getByRole("region", { name: /^Requests/ });
  await expect(list.getByRole("heading")).toHaveText("Requests (3 of 3)");
  await list.getByRole("searchbox", { name: "Find in URLs" }).fill("logo");
  await expect(list.getByRole("switch")).toHaveCount(1);
  await list.getByRole("button", { name: "Leave these" }).click();
  await list.getByRole("searchbox", { name: "Find in URLs" }).fill("");
  await list.getByRole("button", { name: /Any method$/ }).click();
  await page.getByRole("option", { name: "POST" }).click();
  await list.getByRole("switch").press("Space");
  await expect(list.getByRole("heading")).toHaveText("Requests (1 of 3)");
  await expect(dialog.getByText("1 request ·")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Place" }).fill(workFolder);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const files = await readdir(join(workFolder, "harbour"), { recursive: true });
  expect(files.filter((name) => /(GET|POST).*\.yml$/.test(name))).toEqual([
    expect.stringContaining("list"),
  ]);
});

test("a curl command pasted anywhere, and into the URL, is a request that sends it", async ({
  app,
  recorder,
  page,
}) => {
  const command = `curl '${recorder.url}/a?b=1' -X PUT -H 'x-mine: yes' -H 'content-type: application/json' --data-raw '{"a":1}'`;
  await give(page, "paste", { text: command });
  await expect(app.request.url).toHaveValue(`${recorder.url}/a?b=1`);
  await app.request.send();
  await expect.poll(() => recorder.received().toString()).toMatch(/\r\n\r\n\{"a":1\}$/);
  expect(recorder.received().toString()).toMatch(
    /^PUT \/a\?b=1 HTTP\/1\.1\r\n[^]*\r\nx-mine: yes\r\n/,
  );
  await give(page, "paste", { text: `await fetch("${recorder.url}/f", {"method": "PUT"});` });
  await expect(app.request.url).toHaveValue(`${recorder.url}/f`);
});
