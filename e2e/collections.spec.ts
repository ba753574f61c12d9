import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import type { EnvoiPage } from "./pages/envoi-page.ts";

/** Paths of all files below a folder, with `/`, sorted; Envoi's own .gitignore left out. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== ".gitignore")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

async function textOf(folder: string): Promise<string> {
  const files = await filesIn(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.join("\n");
}

/** Makes requests through the menu of a row. */
async function makeRequests(app: EnvoiPage, parent: string, ...names: readonly string[]) {
  for (const name of names) {
    await app.sidebar.act(parent, "New request here");
    await app.sidebar.typeName(name);
    await expect(app.sidebar.item(new RegExp(`${name}$`))).toBeVisible();
  }
}

test("make, name, copy, delete and take back", async ({ app, workFolder, page }) => {
  await app.newCollection(workFolder, "Harbour");
  const folder = join(workFolder, "Harbour");
  await app.sidebar.act("Harbour", "New folder here");
  await app.sidebar.typeName("Berths");
  await makeRequests(app, "Berths", "List");
  await expect.poll(() => filesIn(folder)).toContain("Berths/List.yml");

  await app.sidebar.item(/List$/).click();
  await app.request.setUrl("http://127.0.0.1:9/edited");
  await app.sidebar.tree.focus();
  await page.keyboard.press("F2");
  await app.sidebar.typeName("List all: a/b");
  await expect(app.sidebar.item(/List all: a\/b/)).toBeVisible();
  const renamed = (await filesIn(join(folder, "Berths"))).find((file) => file.startsWith("List"));
  expect(renamed).toMatch(/^List all[^/]*\.yml$/);
  expect(await textOf(join(folder, "Berths"))).toMatch(/name: "?List all: a\/b/);
  // An edit that was not saved is none of the rename's business.
  await app.save();
  await expect.poll(() => textOf(join(folder, "Berths"))).toContain("9/edited");
  expect(await textOf(join(folder, "Berths"))).toMatch(/name: "?List all: a\/b/);
  await expect(app.conflict).toHaveCount(0);

  await app.sidebar.act(/List all/, "Duplicate");
  await expect(app.sidebar.item(/List all/)).toHaveCount(2);
  await app.sidebar.item("Berths").click({ button: "right" });
  await app.sidebar.choose("Delete");
  await expect(app.sidebar.item("Berths")).toHaveCount(0);
  await expect.poll(() => filesIn(folder)).toEqual(["opencollection.yml"]);
  await app.answer("Undo");
  await expect(app.sidebar.item(/List all/)).toHaveCount(2);
  expect((await filesIn(folder)).filter((file) => file.startsWith("Berths/"))).toHaveLength(3);
});

test("order and place: keyboard and pointer", async ({ app, dataFolder, workFolder, page }) => {
  await app.newCollection(workFolder, "Harbour");
  const folder = join(workFolder, "Harbour");
  await app.sidebar.act("Harbour", "New folder here");
  await app.sidebar.typeName("Berths");
  await makeRequests(app, "Harbour", "One", "Two", "Three");
  const order = async () =>
    (await app.sidebar.rows()).map((row) => row.replace(/^\s*[A-Z]+\s+/, "").trim());

  await app.sidebar.item(/Three$/).click();
  await app.sidebar.tree.focus();
  // The second press does not wait for the first.
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(order).toEqual(["Harbour", "Berths", "Three", "One", "Two"]);
  await expect.poll(async () => readFile(join(folder, "Three.yml"), "utf8")).toContain("seq: 1");

  await app.sidebar.dragOnto(/Two$/, "Berths");
  await expect.poll(() => filesIn(folder)).toContain("Berths/Two.yml");
  // The folder opens by itself.
  await expect.poll(order).toEqual(["Harbour", "Berths", "Two", "Three", "One"]);

  // Which folders are open is kept a moment after it changed.
  await expect.poll(() => readFile(join(dataFolder, "session.json"), "utf8")).toContain(":Berths");
  await page.reload();
  await expect.poll(order).toEqual(["Harbour", "Berths", "Two", "Three", "One"]);
});

test("environments: variables on the wire, a secret nowhere in the files or the page", async ({
  app,
  workFolder,
  recorder,
  page,
}) => {
  const secret = "s3cret-of-the-harbour";
  await app.newCollection(workFolder, "Harbour");
  await makeRequests(app, "Harbour", "Berth");
  await app.environments.create("local");
  await app.environments.add(1, "base", recorder.url);
  await app.environments.addSecret(2, "token", secret);
  await app.save();
  const file = join(workFolder, "Harbour", "environments", "local.yml");
  await expect.poll(async () => readFile(file, "utf8")).toContain("secret: true");

  await app.sidebar.item(/Berth$/).dblclick();
  await app.request.setUrl("{{base}}/berth/{{token}}");
  await app.request.setHeaders(["X-Token: {{token}}"]);
  await app.request.send();
  await expect(app.response.status).toHaveText(/200 OK/);
  const got = recorder.received().toString("latin1");
  expect(got).toContain(`GET /berth/${secret} HTTP/1.1`);
  expect(got).toContain(`X-Token: ${secret}`);
  await app.save();
  await expect(app.activeTab).not.toContainText("Unsaved changes");

  expect(await textOf(join(workFolder, "Harbour"))).not.toContain(secret);
  await app.tab("local").getByRole("button").first().click();
  await expect(app.environments.cell("Value", 2)).toHaveValue("");
  expect(await page.content()).not.toContain(secret);
});

test("a broken file is opened as text, never rewritten, and mended", async ({
  app,
  workFolder,
  page,
}) => {
  await app.newCollection(workFolder, "Harbour");
  await makeRequests(app, "Harbour", "Berth");
  const file = join(workFolder, "Harbour", "Berth.yml");
  const whole = (await readFile(file, "utf8")).replace("name: Berth", "name: Mended");
  const broken = "info:\n  name: [Berth\nhttp: {\n";
  await writeFile(file, broken);
  await expect(app.sidebar.item(/Berth/).getByRole("img", { name: "Problem" })).toBeVisible();
  await app.sidebar.act(/Berth/, "Open as text");
  const editor = page.getByRole("textbox", { name: "Berth.yml" });
  await editor.focus();
  expect(await readFile(file, "utf8")).toBe(broken);
  await page.keyboard.press("ControlOrMeta+A");
  await app.paste(whole);
  await app.save();
  await expect.poll(async () => readFile(file, "utf8")).toBe(whole);
  const mended = app.sidebar.item(/Mended/);
  await expect(mended).toBeVisible();
  await expect(mended.getByRole("img", { name: "Problem" })).toHaveCount(0);
});

test("closed and opened again: the same tree", async ({ app, workFolder }) => {
  await app.newCollection(workFolder, "Harbour");
  await makeRequests(app, "Harbour", "One", "Two");
  const rows = await app.sidebar.rows();
  await app.sidebar.act("Harbour", "Close collection");
  await expect(app.sidebar.item(/./)).toHaveCount(0);
  expect(await filesIn(join(workFolder, "Harbour"))).toHaveLength(3);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(join(workFolder, "Harbour"));
  await expect.poll(() => app.sidebar.rows()).toEqual(rows);
});
