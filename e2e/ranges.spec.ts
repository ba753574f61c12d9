import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures.ts";

const whole = Buffer.from("0123456789abcdefghij");

/** A real server that knows ranges (RFC 9110 §14). */
async function startRanges(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    if (asked === null) {
      response.writeHead(200, { ETag: '"v"', "Content-Type": "text/plain" });
      response.end(whole);
      return;
    }
    const first = Number(asked[1]);
    const last = Math.min(whole.length - 1, asked[2] === "" ? Infinity : Number(asked[2]));
    if (first >= whole.length) {
      response.writeHead(416, { "Content-Range": `bytes */${whole.length}` });
      response.end();
      return;
    }
    response.writeHead(206, {
      ETag: '"v"',
      "Content-Type": "text/plain",
      "Content-Range": `bytes ${first}-${last}/${whole.length}`,
    });
    response.end(whole.subarray(first, last + 1));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

test("a part is asked for, the next one after it, and the whole again; 416 is explained", async ({
  app,
  page,
}) => {
  const peer = await startRanges();
  const note = app.response.pane.getByRole("status");
  try {
    await app.newRequest();
    await app.request.setUrl(`${peer.url}/file`);
    await app.request.part(/^Headers/);
    await page.getByRole("button", { name: "Ask for a part" }).click();
    const form = page.getByRole("dialog", { name: "A part of the body" });
    await form.getByRole("textbox", { name: /^First byte/ }).fill("0");
    await form.getByRole("textbox", { name: /^Last byte/ }).fill("7");
    await expect(form).toContainText("Range: bytes=0-7");
    await form.getByRole("button", { name: "Write the header" }).click();
    await expect(app.request.cell("Value", 1)).toHaveValue("bytes=0-7");

    await app.request.send();
    await expect(app.response.status).toHaveText(/206/);
    await expect(note.filter({ hasText: "bytes 0 to 7 of 20" })).toBeVisible();
    await app.response.pane.getByRole("button", { name: "Get the next part" }).click();
    await expect(note.filter({ hasText: "bytes 8 to 15 of 20" })).toBeVisible();
    // What was asked for stands among the headers, guarded against another version.
    await expect(app.request.cell("Value", 1)).toHaveValue("bytes=8-15");
    await expect(app.request.cell("Name", 2)).toHaveValue("If-Range");
    await app.response.pane.getByRole("button", { name: "Get the whole" }).click();
    await expect(app.response.status).toHaveText(/200/);
    await expect(app.request.cell("Name", "new")).toBeVisible();

    await app.request.setHeaders(["Range: bytes=99-"]);
    await app.request.send();
    await expect(note.filter({ hasText: "There are no such bytes (416)" })).toBeVisible();
  } finally {
    await peer.close();
  }
});

test("a multipart reply is listed part by part, each with its head and content", async ({
  app,
  page,
}) => {
  const body = [
    "--b",
    "Content-Type: application/json",
    'Content-Disposition: form-data; name="meta"',
    "",
    '{"harbour":true}',
    "--b",
    "Content-Type: text/plain",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("hello from base64").toString("base64"),
    "--b--",
    "",
  ].join("\r\n");
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": 'multipart/mixed; boundary="b"' });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await app.newRequest();
    await app.request.setUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await app.request.send();
    const parts = app.response.pane.getByRole("listbox", { name: "Parts of the body" });
    await expect(parts.getByRole("option")).toHaveCount(2);
    await expect(app.response.pane.getByRole("region", { name: "Head of the part" })).toContainText(
      'form-data; name="meta"',
    );
    await expect(app.response.pane).toContainText('"harbour": true');
    await parts.getByRole("option").nth(1).click();
    await expect(app.response.pane).toContainText("hello from base64");
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      app.response.pane.getByRole("button", { name: "Save the part to a file" }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^part-2/);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
