import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { setTheme, violations } from "./pages/axe.ts";
import { WorkspacePage } from "./pages/workspace-page.ts";

const request = (name: string, url: string) =>
  `info:\n  name: ${name}\n  type: http\n\nhttp:\n  method: GET\n  url: ${url} # as agreed\n`;

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const harbour = {
  "harbour/opencollection.yml": "opencollection: 1.0.0\n\ninfo:\n  name: Harbour\n",
  "harbour/Berths.yml": request("Berths", "http://127.0.0.1:9/berths"),
  "harbour/Ships.yml": request("Ships", "http://127.0.0.1:9/ships?at=berths"),
};

test("search: found in files, replaced in place, and taken back", async ({
  app,
  page,
  workFolder,
}) => {
  await write(workFolder, harbour);
  const pages = new WorkspacePage(page);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(join(workFolder, "harbour"));
  await pages.find("berths");
  await expect(pages.search.getByRole("status").last()).toContainText("3 matches in 2 files");
  await pages.search.getByRole("button", { name: "Match case" }).click();
  await expect(pages.search.getByRole("status").last()).toContainText("2 matches in 2 files");
  await pages.search.getByRole("button", { name: "Replace", exact: true }).click();
  await pages.search.getByRole("textbox", { name: "Replace with" }).fill("quays");
  await expect(pages.results.filter({ hasText: "quays" })).toHaveCount(2);
  const replaceAll = pages.search.getByRole("button", { name: "Replace all" });
  await replaceAll.click();
  const file = join(workFolder, "harbour/Berths.yml");
  await expect
    .poll(() => readFile(file, "utf8"))
    .toBe(request("Berths", "http://127.0.0.1:9/quays"));
  await expect(pages.search.getByText("2 matches replaced in 2 files")).toBeVisible();
  // There is nothing left to replace, and the keys are still where they were.
  await expect(replaceAll).toBeDisabled();
  await expect(replaceAll).toBeFocused();
  await pages.search.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => readFile(file, "utf8")).toBe(harbour["harbour/Berths.yml"]);
  await pages.results.filter({ hasText: "/ships?at=" }).dblclick();
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/ships?at=berths");
});

test("the palette hands what was typed to the search", async ({ app, page, workFolder }) => {
  await write(workFolder, harbour);
  const pages = new WorkspacePage(page);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(join(workFolder, "harbour"));
  await page.keyboard.press("ControlOrMeta+k");
  await app.palette.field.fill("at=berths");
  await app.palette.options.filter({ hasText: "Search collections for" }).click();
  await expect(pages.search.getByRole("status").last()).toContainText("1 match in 1 file");
});

test("changes: the branch, the files, and what of a request differs", async ({
  app,
  page,
  workFolder,
}) => {
  await write(workFolder, harbour);
  const git = (...words: readonly string[]) =>
    execFileSync("git", ["-C", workFolder, "-c", "user.name=t", "-c", "user.email=t@t", ...words]);
  git("init", "-q", "-b", "trunk");
  git("add", "-A");
  git("-c", "commit.gpgsign=false", "commit", "-q", "-m", "first");
  const pages = new WorkspacePage(page);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(join(workFolder, "harbour"));
  await app.sidebar.item(/Berths$/).click();
  await app.request.setUrl("http://127.0.0.1:9/quays");
  await app.save();
  const branch = page.getByRole("button", { name: "Branch trunk: show changes" });
  await expect(branch).toContainText("1");
  await branch.click();
  await expect(pages.changes.getByRole("treeitem")).toHaveText(/Berths\.yml$/);
  const row = pages.changes.getByRole("row", { name: /^URL/ });
  await expect(row).toContainText("http://127.0.0.1:9/berths");
  await expect(row).toContainText("http://127.0.0.1:9/quays");
  await page.keyboard.press("Escape");

  // A script is in no part that is compared: the text of the file tells it.
  const ships = `${harbour["harbour/Ships.yml"]}\nruntime:\n  scripts:\n    - type: tests\n      code: check()\n`;
  await writeFile(join(workFolder, "harbour/Ships.yml"), ships);
  await expect(branch).toContainText("2");
  await branch.click();
  await pages.changes.getByRole("treeitem", { name: /Ships/ }).click();
  await expect(pages.changes.locator(".monaco-diff-editor")).toBeVisible();
  for (const theme of ["dark", "light"] as const) {
    await setTheme(page, theme);
    expect(await violations(page, theme === "dark" ? null : ["color-contrast"])).toEqual([]);
  }
});

test("a workspace: its tabs come back with it, and a collection that moved is found again", async ({
  app,
  page,
  workFolder,
}) => {
  await write(workFolder, harbour);
  const pages = new WorkspacePage(page);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(join(workFolder, "harbour"));
  await pages.show();
  await pages.create(workFolder, "Port");
  await expect(pages.line(pages.dialog("Port"), "Harbour")).toContainText("../harbour");
  await pages.dialog("Port").getByRole("button", { name: "Close", exact: true }).click();
  await pages.dialog("Port").waitFor({ state: "detached" });
  await app.sidebar.item(/Berths$/).dblclick();
  await app.sidebar.item(/Ships$/).dblclick();
  await expect(app.tabs).toHaveCount(2);

  const other = join(workFolder, "other");
  await write(other, {
    "workspace.yml":
      "info: {name: Other, type: workspace}\ncollections: [{name: Cranes, path: cranes}]\n",
    "cranes/bruno.json": '{"version": "1", "name": "Cranes", "type": "collection"}',
    "cranes/Lift.bru": "meta {\n  name: Lift\n  type: http\n}\n\nget {\n  url: http://h/\n}\n",
  });
  await page.keyboard.press("ControlOrMeta+o");
  await app.dialogs.openCollection(other);
  await expect(app.tabs).toHaveCount(0);
  // What the file lists and could not be opened is said, and Bruno's own files can be imported from there.
  await page.getByRole("button", { name: "1 collection of the workspace not open" }).click();
  await pages.dialog("Other").getByRole("button", { name: "Import Cranes" }).click();
  await expect(app.dialogs.dialog("From Bruno")).toContainText("1 request");
  await page.keyboard.press("Escape");
  await pages.show();
  await pages
    .dialog("Other")
    .getByRole("listitem")
    .filter({ hasText: "Port" })
    .getByRole("button", { name: "Open", exact: true })
    .click();
  await expect(app.tabs).toHaveCount(2);
  await expect(app.activeTab).toContainText("Ships");
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/ships?at=berths");

  await rename(join(workFolder, "harbour"), join(workFolder, "moved"));
  // The file is looked at again when it changes.
  const file = join(workFolder, "Port/workspace.yml");
  await writeFile(file, `# looked at again\n${await readFile(file, "utf8")}`);
  await pages.show();
  const line = pages.line(pages.dialog("Port"), "Harbour");
  await expect(line).toContainText("not found");
  await line.getByRole("button", { name: "Find Harbour" }).click();
  const finder = page.getByRole("dialog", { name: "Find Harbour" });
  await finder.getByRole("button", { name: "Type a path" }).click();
  await finder.getByRole("textbox", { name: "Path" }).fill(join(workFolder, "moved"));
  await finder.getByRole("textbox", { name: "Path" }).press("Enter");
  await finder.getByRole("button", { name: /^Open ./ }).click();
  await expect(pages.line(pages.dialog("Port"), "Harbour")).toContainText("../moved");
  expect(await readFile(file, "utf8")).toContain("# looked at again");
});

test("Ctrl-click on a variable leads to where it is defined; the editor has our own menu", async ({
  app,
  page,
  workFolder,
}) => {
  await write(workFolder, {
    "opencollection.yml": "opencollection: 1.0.0\ninfo: {name: C}\n",
    "environments/dev.yml": "variables:\n  - name: host\n    value: 127.0.0.1\n",
    "R.yml":
      'info: {name: R, type: http}\nhttp:\n  method: POST\n  url: "http://{{host}}/"\n  body: {type: json, data: \'"{{host}}"\'}\n',
  });
  await app.offer("Open a folder");
  await app.dialogs.openCollection(workFolder);
  await app.environments.choose("dev");
  await app.sidebar.item(/R$/).dblclick();
  // Drawn as known: what it is has been looked up.
  const inside = page.locator("[data-variable=host][class*=_known_]").first();
  await expect(inside).toBeVisible();
  const box = await inside.boundingBox();
  if (box === null) throw new Error("the variable is not in sight");
  await page.keyboard.down("ControlOrMeta");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.up("ControlOrMeta");
  await expect(app.activeTab).toContainText("dev");

  await app.tab(/R/).first().click();
  await page.getByRole("tab", { name: /^Body/ }).first().click();
  await page.locator(".view-line").filter({ hasText: "host" }).click({ button: "right" });
  const menu = page.getByRole("menu", { name: "Editor" });
  await expect(menu.getByRole("menuitem", { name: "Copy" })).toBeDisabled();
  await menu.getByRole("menuitem", { name: "Select all" }).click();
  await page.locator(".view-line").filter({ hasText: "host" }).click({ button: "right" });
  await expect(menu.getByRole("menuitem", { name: "Copy" })).toBeEnabled();
  await page.keyboard.press("Escape");
});
