import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { removeFolder, tempFolder } from "../loopback/envoi.ts";
import { EnvoiPage } from "../pages/envoi-page.ts";
import { startRecorder } from "../peers/recorder.ts";
import { ground, startDesktop } from "./desktop-app.ts";

const test = base.extend<{ dataFolder: string; workFolder: string }>({
  dataFolder: async ({}, use, info) => {
    info.annotations.push({ type: "ground", description: ground });
    const folder = await tempFolder();
    await use(folder);
    await removeFolder(folder);
  },
  workFolder: async ({}, use) => {
    const folder = await tempFolder();
    await use(folder);
    await removeFolder(folder);
  },
});

test("the main job in the desktop window: create, send, see the wire, save, be killed, start again", async ({
  dataFolder,
  workFolder,
}) => {
  test.setTimeout(120_000);
  const recorder = await startRecorder();
  const first = await startDesktop(dataFolder);
  const file = join(workFolder, "Harbour", "Berth seven.yml");
  try {
    const app = new EnvoiPage(first.page);
    await first.page.getByRole("main").waitFor();
    await app.offer("New collection");
    const dialog = app.dialogs.dialog("New collection");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Harbour");
    await first.answerFile(workFolder);
    await dialog.getByRole("button", { name: "Change" }).click();
    await expect(dialog.getByRole("textbox", { name: "Place" })).toHaveValue(workFolder);
    await dialog.getByRole("button", { name: "Create collection" }).click();
    await expect(app.sidebar.item("Harbour")).toBeVisible();

    expect(await first.chooseMenu("request.new")).toBe(true);
    await app.request.setUrl(`${recorder.url}/get?berth=7`);
    expect(await first.chooseMenu("request.send")).toBe(true);
    await expect(app.response.status).toHaveText(/200 OK/);
    await app.response.view("Wire");
    await expect(app.response.wire).toContainText("GET /get?berth=7 HTTP/1.1");
    expect(recorder.received().toString("latin1")).toMatch(/^GET \/get\?berth=7 HTTP\/1\.1\r\n/);

    expect(await first.chooseMenu("tab.save")).toBe(true);
    await app.dialogs.saveRequest("Berth seven");
    await expect.poll(() => existsSync(file)).toBe(true);
    expect(await readFile(file, "utf8")).toContain(`url: ${recorder.url}/get?berth=7`);
    // What is open is written a moment after it changes.
    const session = join(dataFolder, "session.json");
    await expect.poll(() => readFile(session, "utf8").catch(() => "")).toContain("Berth seven.yml");
  } finally {
    await first.kill();
  }

  const second = await startDesktop(dataFolder);
  try {
    const app = new EnvoiPage(second.page);
    await expect(app.sidebar.item("Harbour")).toBeVisible();
    await expect(app.request.url).toHaveValue(`${recorder.url}/get?berth=7`);
    await expect(app.response.status).toHaveText(/200 OK/);
  } finally {
    await second.quit();
    await recorder.close();
  }
});
