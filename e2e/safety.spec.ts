import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { payloads } from "./peers/payloads.ts";
import { startRecorder } from "./peers/recorder.ts";
import { type Script, startScripted } from "./peers/scripted.ts";

// Nothing that comes from a file or a server runs in the page, and the page asks nobody but Envoi. What our own page's policy
// refuses is a complaint that the fixture counts; nothing may even try.

/** Dialogs shown, windows opened, and what other origins than the page's own answered. */
function watch(page: Page): readonly string[] {
  const happened: string[] = [];
  page.on("dialog", (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("response", (response) => {
    const url = new URL(response.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(page.url()).origin) {
      happened.push(`answered: ${response.url()}`);
    }
  });
  page.on("popup", () => happened.push("popup"));
  return happened;
}

async function expectNothing(
  page: Page,
  happened: readonly string[],
  trap: { received(): Buffer },
) {
  expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
  expect(happened).toEqual([]);
  expect(trap.received().toString("latin1")).toBe("");
}

const quoted = (text: string) => JSON.stringify(text);

/** One request in canonical form; `body` is more lines below `http:`. */
const requestFile = (name: string, url: string, more = "", docs = ""): string =>
  `info:\n  name: ${quoted(name)}\n  type: http\n  seq: 1\n\nhttp:\n  method: POST\n  url: ${quoted(url)}\n${more}  auth: inherit\n${docs}`;

async function writeCollection(folder: string, name: string, docs = ""): Promise<void> {
  await mkdir(join(folder, "environments"), { recursive: true });
  await writeFile(
    join(folder, "opencollection.yml"),
    `opencollection: 1.0.0\n\ninfo:\n  name: ${quoted(name)}\n${docs}`,
  );
}

test("markup in names, URLs, headers, variables and notes of a collection", async ({
  app,
  workFolder,
  page,
}) => {
  test.setTimeout(180_000);
  const trap = await startRecorder();
  const happened = watch(page);
  try {
    const texts = payloads(trap.url);
    const folder = join(workFolder, "Hostile");
    const notes = `\ndocs:\n  content: ${quoted(texts.join("\n\n"))}\n  type: text/markdown\n`;
    await writeCollection(folder, texts.join(" "), notes);
    for (const [index, text] of texts.entries()) {
      const inner = join(folder, `f${index}`);
      await mkdir(inner);
      const info = `info:\n  name: ${quoted(text)}\n  type: folder\n  seq: ${index + 1}\n`;
      await writeFile(join(inner, "folder.yml"), info);
      const headers = `  headers:\n    - name: X-${index}\n      value: ${quoted(text)}\n`;
      const url = `http://127.0.0.1:9/${text}?q=${text}`;
      const docs = `\ndocs: ${quoted(text)}\n`;
      await writeFile(join(inner, "r.yml"), requestFile(text, url, headers, docs));
      const variables = texts.map((value, at) => `  - name: v${at}\n    value: ${quoted(value)}`);
      await writeFile(
        join(folder, "environments", `e${index}.yml`),
        `name: ${quoted(text)}\ncolor: ${quoted(text)}\nvariables:\n${variables.join("\n")}\n`,
      );
    }
    await app.offer("Open a folder");
    await app.dialogs.openCollection(folder);
    await expect(app.sidebar.item(/./).first()).toBeVisible();
    await app.environments.picker.click();
    await page.keyboard.press("Escape");
    await app.sidebar.expandAll();
    // Every row is drawn, and its request opened, by walking down the tree.
    await app.sidebar.tree.focus();
    await page.keyboard.press("Home");
    for (let row = 0; row < texts.length * 2; row += 1) {
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      // A space on a folder closes it; what is closed is opened again to go on into it.
      if (row % 2 === 0) await page.keyboard.press("Space");
      else await expect(app.activeTab).toBeVisible();
    }
    for (const part of [/^Params/, /^Headers/, /^Docs/, /^Vars/]) await app.request.part(part);
    await app.request.part(/^Headers/);
    await app.request.url.hover();
    await page.keyboard.press("ControlOrMeta+k");
    await app.palette.field.fill("script");
    await expect(app.palette.options.first()).toBeVisible();
    await page.keyboard.press("Escape");
    await app.sidebar.act(/<script>/, "Settings").catch(() => undefined);
    await expectNothing(page, happened, trap);
  } finally {
    await trap.close();
  }
});

test("markup in everything a server answers, and in its preview", async ({ app, page }) => {
  test.setTimeout(180_000);
  const trap = await startRecorder();
  const happened = watch(page);
  const texts = payloads(trap.url);
  const lines = texts.flatMap((text, index) => [
    `X-Evil-${index}: ${text}`,
    `Set-Cookie: c${index}=${text.replaceAll(/[;\s]/g, "_")}; Path=/`,
  ]);
  const pages = texts.map((text, index): readonly [string, Script] => [
    `page-${index}`,
    {
      bytes: `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>page ${index}</p>${text}`,
    },
  ]);
  const peer = await startScripted({
    ...Object.fromEntries(pages),
    head: {
      bytes: `HTTP/1.1 200 ${texts[0]}\r\n${lines.join("\r\n")}\r\nConnection: close\r\n\r\n${texts.join("\n")}`,
    },
    broken: { bytes: `HTTP/1.1 <img src=x onerror=alert(1)>\r\n${texts[1]}\r\n\r\n${texts[2]}` },
  });
  try {
    await app.newRequest();
    for (const name of ["head", "broken"]) {
      await app.request.setUrl(`${peer.url}/${name}`);
      await app.request.send();
      await expect.poll(() => peer.heads().at(-1)).toContain(`/${name}`);
      await expect(app.request.sendButton).toBeVisible();
      for (const view of ["Headers", "Cookies", "Timeline", "Connection", "Wire", "Body"]) {
        await app.response.view(view);
      }
    }
    await app.runFromPalette("Cookies");
    await expect(app.page.getByRole("dialog")).toContainText("c0");
    await page.keyboard.press("Escape");
    for (const [index] of texts.entries()) {
      await app.request.setUrl(`${peer.url}/page-${index}`);
      await app.request.send();
      if (index === 0) await app.response.bodyView("Preview");
      await expect(app.response.preview.getByText(`page ${index}`, { exact: true })).toBeVisible();
    }
    await expectNothing(page, happened, trap);
  } finally {
    await peer.close();
    await trap.close();
  }
});

test("a hostile collection reads nothing outside its folder", async ({
  app,
  workFolder,
  recorder,
  page,
}) => {
  const secret = "outside-7f3a";
  const outside = join(workFolder, "outside.txt");
  const folder = join(workFolder, "Hostile");
  await writeFile(outside, secret);
  await writeFile(
    join(workFolder, "outside.yml"),
    requestFile(`linked ${secret}`, `${recorder.url}/linked`),
  );
  await writeCollection(folder, "Hostile");
  await symlink(outside, join(folder, "inside.txt"));
  await symlink(join(workFolder, "outside.yml"), join(folder, "linked.yml"));
  await symlink(workFolder, join(folder, "linked folder"));
  const file = (path: string) =>
    `  body:\n    type: file\n    data:\n      - filePath: ${quoted(path)}\n        contentType: text/plain\n        selected: true\n`;
  const part = (path: string) =>
    `  body:\n    type: multipart-form\n    data:\n      - name: a\n        type: file\n        value:\n          - ${quoted(path)}\n`;
  const bodies: Readonly<Record<string, string>> = {
    above: file("../outside.txt"),
    absolute: file(outside),
    link: file("inside.txt"),
    "by the link": file("linked folder/outside.txt"),
    "by a variable": file("{{way}}/outside.txt"),
    system: file("/etc/hostname"),
    "part above": part("../outside.txt"),
    "part absolute": part(outside),
    "part link": part("inside.txt"),
  };
  const environment = `name: local\nvariables:\n  - name: way\n    value: ".."\n`;
  await writeFile(join(folder, "environments", "local.yml"), environment);
  for (const [name, body] of Object.entries(bodies)) {
    await writeFile(join(folder, `${name}.yml`), requestFile(name, `${recorder.url}/up`, body));
  }
  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  await expect(app.sidebar.item(/above/).first()).toBeVisible();
  await app.environments.choose("local");
  for (const name of Object.keys(bodies)) {
    await app.sidebar.item(new RegExp(`^\\S+\\s+${name}$`)).dblclick();
    await expect(app.activeTab).toContainText(name);
    await app.request.send();
    await expect(app.response.pane, name).toContainText("file-not-granted");
    await expect(app.response.pane, name).toContainText("outside the collection");
  }
  expect(await page.content()).not.toContain(secret);
  expect(recorder.received().toString("latin1")).toBe("");
});
