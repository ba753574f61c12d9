import { expect, test } from "./fixtures.ts";
import { HistoryPage } from "./pages/history-page.ts";
import { ComparePage } from "./pages/compare-page.ts";
import { startScripted } from "./peers/scripted.ts";

const reply = (headers: readonly string[], body: string | Buffer) =>
  Buffer.concat([
    Buffer.from(
      ["HTTP/1.1 200 OK", ...headers, `Content-Length: ${body.length}`, "", ""].join("\r\n"),
    ),
    Buffer.from(body),
  ]);

test("two exchanges of the history: heads, bodies, timing, by click and by keyboard", async ({
  app,
  page,
}) => {
  const json = "Content-Type: application/json";
  const peer = await startScripted({
    one: { bytes: reply([json, "X-Twice: 1", "X-Twice: 2", "ETag: a"], '{"a":1,"b":2}') },
    two: { bytes: reply([json, "x-twice: 1", "X-Twice: 2"], '{"a":1,"b":3}') },
  });
  const history = new HistoryPage(page);
  const compare = new ComparePage(page);
  try {
    await app.newRequest();
    for (const name of ["one", "two"]) {
      await app.request.setUrl(`${peer.url}/${name}`);
      await app.request.send();
      await expect(app.response.status).toHaveText(/200 OK/);
      await expect(app.request.sendButton).toBeVisible();
    }
    await history.open();
    await history.compare(1);
    await expect(compare.side("Left")).toContainText("/one");
    await expect(compare.side("Right")).toContainText("/two");
    await expect(compare.line(/X-Twice: 1\s*x-twice: 1/)).toContainText("spelling differs");
    await expect(compare.line("X-Twice: 2")).not.toContainText("differs");
    await expect(compare.line("ETag: a")).toContainText("only left");
    await compare.part(/^Request \d/);
    await expect(compare.line("GET /one HTTP/1.1")).toContainText("GET /two HTTP/1.1");
    await compare.part(/^Request body/);
    await expect(compare.dialog).toContainText("Neither has a body.");
    await compare.part(/^Response body/);
    await expect(compare.verdict).toContainText("First difference at byte 11 (0xb)");
    await expect(compare.dialog.locator(".monaco-diff-editor")).toBeVisible();
    await compare.bodyMode("Hex");
    await expect(compare.dialog.locator("[class*=_lit_]").first()).toHaveText("32");
    // Left while texts are still being compared, a comparison ends without a word.
    for (let turn = 0; turn < 8; turn += 1) {
      await compare.bodyMode("As received");
      await compare.bodyMode("Hex");
    }
    await compare.part(/^Timing and connection/);
    await expect(compare.line("Total")).toBeVisible();
    await compare.close();

    // By keyboard: what is shown, beside what the same request sent before it.
    await app.runFromPalette("Compare exchanges");
    await expect(compare.side("Left")).toContainText("/one");
    await page.keyboard.press("Escape");
    await expect(compare.dialog).toBeHidden();
    await app.response.view("Wire");
    await app.response.pane.getByRole("button", { name: "Compare exchanges" }).click();
    await expect(compare.side("Right")).toContainText("/two");
  } finally {
    await peer.close();
  }
});

test("bodies too large for text, and bytes that are none, are compared byte by byte", async ({
  app,
  page,
}) => {
  const large = Buffer.alloc(3_000_000, "a");
  const other = Buffer.from(large);
  other[2_500_000] = 0x62;
  const peer = await startScripted({
    one: { bytes: reply(["Content-Type: text/plain"], large) },
    two: { bytes: reply(["Content-Type: text/plain"], other) },
  });
  const compare = new ComparePage(page);
  try {
    await app.newRequest();
    for (const name of ["one", "two"]) {
      await app.request.setUrl(`${peer.url}/${name}`);
      await app.request.send();
      await expect(app.response.status).toHaveText(/200 OK/);
      await expect(app.request.sendButton).toBeVisible();
    }
    await app.runFromPalette("Compare exchanges");
    await compare.part(/^Response body/);
    await expect(compare.verdict).toContainText("First difference at byte 2,500,000");
    await expect(compare.verdict).toContainText("Above 2.1 MB");
    await expect(compare.dialog.locator("[class*=_lit_]").first()).toHaveText("61");
  } finally {
    await peer.close();
  }
});

test("nothing to compare with is said", async ({ app, page }) => {
  await app.runFromPalette("Compare exchanges");
  await expect(new ComparePage(page).dialog).toContainText("Two exchanges are needed");
});
