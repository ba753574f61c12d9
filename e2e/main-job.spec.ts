import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { startEnvoi } from "./loopback/envoi.ts";
import { EnvoiPage } from "./pages/envoi-page.ts";
import { hasHttpbin, startHttpbin } from "./peers/httpbin.ts";

test("create, add, send, see the wire, save, be killed, start again: all there", async ({
  app,
  envoi,
  dataFolder,
  workFolder,
  recorder,
  page,
}) => {
  const peer = hasHttpbin() ? await startHttpbin() : { ...recorder, close: async () => undefined };
  await app.offer("New collection");
  await app.dialogs.createCollection(workFolder, "Harbour");
  await expect(app.sidebar.item("Harbour")).toBeVisible();

  await app.newRequest();
  await app.request.setUrl(`${peer.url}/get?berth=7`);
  await app.request.send();
  await expect(app.response.status).toHaveText(/200 OK/);
  await app.response.view("Wire");
  await expect(app.response.wire).toContainText("GET /get?berth=7 HTTP/1.1");
  await expect(app.response.wire).toContainText("HTTP/1.1 200 OK");

  await page.keyboard.press("ControlOrMeta+s");
  await app.dialogs.saveRequest("Berth seven");
  await expect(app.sidebar.item(/Berth seven/)).toBeVisible();
  const file = join(workFolder, "Harbour", "Berth seven.yml");
  expect(await readFile(file, "utf8")).toContain(`url: ${peer.url}/get?berth=7`);

  await app.request.setUrl(`${peer.url}/get?berth=8`);
  await expect(app.tab("Berth seven")).toContainText("Unsaved changes");
  // The journal is told of an edit at the latest a moment after it; its file says when it is on disk.
  const drafts = join(dataFolder, "drafts");
  await expect.poll(async () => (await textsIn(drafts)).includes("berth=8")).toBe(true);
  await envoi.kill();

  const again = await startEnvoi(dataFolder);
  try {
    const second = new EnvoiPage(page);
    await second.open(again.address);
    await expect(second.sidebar.item("Harbour")).toBeVisible();
    await expect(second.tab("Berth seven")).toContainText("Unsaved changes");
    await expect(second.request.url).toHaveValue(`${peer.url}/get?berth=8`);
    await expect(second.response.status).toHaveText(/200 OK/);
    await expect(second.response.wire).toContainText("GET /get?berth=7 HTTP/1.1");
    expect(await readFile(file, "utf8")).toContain("berth=7");
    expect(await again.stop()).toBe(0);
  } finally {
    await again.kill();
    await peer.close();
  }
});

async function textsIn(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")),
  );
  return texts.join("\n");
}
