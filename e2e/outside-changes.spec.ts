import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./fixtures.ts";
import type { EnvoiPage } from "./pages/envoi-page.ts";

const samples = fileURLToPath(new URL("../../shared/samples/opencollection", import.meta.url));

/** A saved request whose URL is then edited inside and outside. Gives the file and its text as changed outside. */
async function editOnBothSides(app: EnvoiPage, workFolder: string) {
  await app.newCollection(workFolder, "Harbour");
  await app.newRequest();
  await app.request.setUrl("http://127.0.0.1:9/first");
  await app.save();
  await app.dialogs.saveRequest("Berth");
  const file = join(workFolder, "Harbour", "Berth.yml");
  const first = await readFile(file, "utf8");
  await app.request.setUrl("http://127.0.0.1:9/inside");
  const outside = `# a note\n${first.replace("/first", "/outside")}`;
  await writeFile(file, outside);
  await expect(app.conflict).toContainText("changed on disk while you were editing");
  expect(await readFile(file, "utf8")).toBe(outside);
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/inside");
  return { file, outside };
}

test("changed outside while edited: the file on disk is taken", async ({ app, workFolder }) => {
  const { file, outside } = await editOnBothSides(app, workFolder);
  await app.conflict.getByRole("button", { name: "Use the file on disk" }).click();
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/outside");
  await expect(app.conflict).toHaveCount(0);
  expect(await readFile(file, "utf8")).toBe(outside);
});

test("changed outside while edited: a plain save asks, the edit is kept when told so", async ({
  app,
  workFolder,
}) => {
  const { file, outside } = await editOnBothSides(app, workFolder);
  await app.save();
  await expect(app.conflict).toBeVisible();
  expect(await readFile(file, "utf8")).toBe(outside);
  await app.conflict.getByRole("button", { name: "Keep my edit" }).click();
  await expect.poll(async () => readFile(file, "utf8")).toContain("/inside");
  // What only the file had stays there: a save changes what was edited.
  expect(await readFile(file, "utf8")).toContain("# a note");
  await expect(app.conflict).toHaveCount(0);
});

test("changed outside and not edited: the tab follows", async ({ app, workFolder }) => {
  await app.newCollection(workFolder, "Harbour");
  await app.newRequest();
  await app.request.setUrl("http://127.0.0.1:9/first");
  await app.save();
  await app.dialogs.saveRequest("Berth");
  const file = join(workFolder, "Harbour", "Berth.yml");
  await writeFile(file, (await readFile(file, "utf8")).replace("/first", "/outside"));
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/outside");
  await expect(app.conflict).toHaveCount(0);
});

test("a real collection, opened, edited and put back, saved: git sees no change", async ({
  app,
  workFolder,
}) => {
  if (!existsSync(samples)) console.log("skipped: no sample collections beside the repository");
  test.skip(!existsSync(samples));
  const folder = join(workFolder, "agentboard");
  await cp(join(samples, "agentboard"), folder, { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=e2e", "-c", "user.email=e2e@localhost", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  git("init", "-q");
  git("add", "-A", "-f");
  git("commit", "-qm", "as it was");

  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  await expect(app.sidebar.item(/./).first()).toBeVisible();
  await app.sidebar.expandAll();
  const requests = app.sidebar.requests;
  const count = Math.min(await requests.count(), 12);
  expect(count).toBeGreaterThan(0);
  for (let index = 0; index < count; index += 1) {
    await requests.nth(index).dblclick();
    const url = await app.request.url.inputValue();
    await app.request.setUrl(`${url}x`);
    await expect(app.activeTab).toContainText("Unsaved changes");
    await app.request.setUrl(url);
    await app.save();
    await expect(app.activeTab).not.toContainText("Unsaved changes");
  }
  expect(git("status", "--porcelain")).toBe("");
});
