import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { startHttp2 } from "./peers/http2.ts";

const request = (name: string, url: string) => `info:
  name: ${name}
  type: http
http:
  method: GET
  url: ${url}
  headers:
    - name: X-Mixed
      value: "1"
extensions:
  envoi:
    network:
      httpVersion: h2c
`;

test("HTTP/2 is shown as frames, by stream, with their meaning and their bytes", async ({
  app,
  workFolder,
}) => {
  const peer = await startHttp2();
  const folder = join(workFolder, "two");
  await mkdir(folder);
  await writeFile(
    join(folder, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Two\n",
  );
  await writeFile(join(folder, "Hello.yml"), request("Hello", `${peer.url}/hello`));
  await writeFile(join(folder, "Reset.yml"), request("Reset", `${peer.url}/reset`));
  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  const { response } = app;

  await test.step("the reply says which version it came in", async () => {
    await app.sidebar.item(/Hello/).click();
    await app.request.send();
    await expect(response.status).toHaveText(/200/);
    await expect(response.pane.getByRole("button", { name: "HTTP/2", exact: true })).toBeVisible();
  });

  await test.step("frames of both directions in order; one opens to its fields", async () => {
    await response.view("Wire");
    await expect(response.frames.first()).toContainText("Preface");
    await expect(response.frameOf(/Sent.*HEADERS.*GET \/hello/)).toBeVisible();
    await expect(response.frameOf(/Received.*HEADERS.*103/)).toBeVisible();
    // Only the rows in sight exist: one is closed before the next is opened.
    await response.frameOf(/Received.*SETTINGS.*ACK/).click();
    await expect(response.frameOf(/taken over our settings/)).toBeVisible();
    await response.frameOf(/Received.*SETTINGS.*ACK/).click();
    await response.frameOf(/Sent.*HEADERS/).click();
    await expect(response.frameOf("x-mixed1")).toBeVisible();
    await response.frameOf(/Sent.*HEADERS/).click();
  });

  await test.step("one stream alone", async () => {
    await response.onlyStream("Stream 1");
    await expect(response.frameOf(/SETTINGS/)).toHaveCount(0);
    await expect(response.frameOf(/DATA/)).toBeVisible();
  });

  await test.step("pointing at a frame lights its bytes, by the keys too", async () => {
    await response.wireMode("Hex");
    await response.frameOf(/Received.*DATA/).click();
    await expect(response.litBytes.first()).toBeVisible();
    await response.frameTree.focus();
    await app.page.keyboard.press("Home");
    await expect(response.litBytes.first()).toBeVisible();
  });

  await test.step("the second request shares the connection, and its end is explained", async () => {
    await app.sidebar.item(/Reset/).click();
    await app.request.send();
    await expect(response.problem).toContainText("something went wrong inside it");
    await response.view("Wire");
    await expect(response.frameOf(/Received.*RST_STREAM.*INTERNAL_ERROR/)).toBeVisible();
    expect(peer.connections()).toBe(1);
  });
  await peer.close();
});
