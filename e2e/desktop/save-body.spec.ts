import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { removeFolder, tempFolder } from "../loopback/envoi.ts";
import { EnvoiPage } from "../pages/envoi-page.ts";
import { startRecorder } from "../peers/recorder.ts";
import { startDesktop } from "./desktop-app.ts";

const everyByte = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) % 256));

test("a body is saved through the dialog, byte for byte: decoded, and as it came", async () => {
  const dataFolder = await tempFolder();
  const folder = await tempFolder();
  const coded = gzipSync(everyByte);
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`;
  const peer = await startRecorder(Buffer.concat([Buffer.from(head, "latin1"), coded]));
  const desktop = await startDesktop(dataFolder);
  try {
    const app = new EnvoiPage(desktop.page);
    const saved = app.response.pane.getByText(/^Saved /);
    await app.newRequest();
    await app.request.setUrl(peer.url);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);

    await desktop.answerFile(null);
    await app.response.saveBodyButton.click();
    await desktop.answerFile(join(folder, "decoded.bin"));
    await app.response.saveBodyButton.click();
    await expect(saved).toHaveText("Saved 4.1\u00a0kB");
    expect(await readFile(join(folder, "decoded.bin"))).toEqual(everyByte);

    await app.response.bodyCoding("As sent (gzip)");
    await desktop.answerFile(join(folder, "as sent.gz"));
    await app.response.saveBodyButton.click();
    await expect(saved).toBeVisible();
    expect(await readFile(join(folder, "as sent.gz"))).toEqual(coded);

    await desktop.answerFile(join(folder, "no such folder", "file"));
    await app.response.saveBodyButton.click();
    await expect(app.response.pane).toContainText("Could not be saved");
    expect((await readdir(folder)).toSorted()).toEqual(["as sent.gz", "decoded.bin"]);
  } finally {
    await desktop.quit();
    await peer.close();
    await removeFolder(folder);
    await removeFolder(dataFolder);
  }
});
