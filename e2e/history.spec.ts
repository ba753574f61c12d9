import { expect, test } from "./fixtures.ts";
import { HistoryPage } from "./pages/history-page.ts";

test("what was sent is listed, opened again, sent again byte for byte, and removed", async ({
  app,
  recorder,
}) => {
  const history = new HistoryPage(app.page);
  await app.page.keyboard.press("Alt+t");
  await app.request.setUrl(`${recorder.url}/first?a={{b}}`);
  await app.request.send();
  await expect(app.response.status).toHaveText(/200 OK/);
  const first = recorder.received();

  await app.request.setUrl(`${recorder.url}/second`);
  await app.request.send();
  await expect.poll(() => recorder.received().length).toBeGreaterThan(first.length);
  await expect(app.request.sendButton).toBeVisible();
  const before = recorder.received().length;

  await history.open();
  await expect(history.rows).toHaveCount(2);
  await expect(history.rows.nth(0)).toContainText("/second");
  await expect(history.rows.nth(1)).toContainText("/first?a={{b}}");

  // Open the first: its bytes, and the way back.
  await app.page.keyboard.press("Tab");
  await history.rows.nth(1).click();
  await expect(history.olderNote).toBeVisible();
  await app.response.view("Wire");
  await expect(app.response.wire).toContainText("GET /first?a={{b}} HTTP/1.1");
  await history.latestButton.click();
  await expect(app.response.wire).toContainText("GET /second HTTP/1.1");
  await expect(history.olderNote).toBeHidden();

  // Again: the server gets the very same bytes.
  await history.open();
  await history.replay(1);
  await expect.poll(() => recorder.received().length).toBe(before + first.length);
  expect(recorder.received().subarray(before).equals(first)).toBe(true);
  await expect(app.response.wire).toContainText("GET /first?a={{b}} HTTP/1.1");

  await history.open();
  await expect(history.rows).toHaveCount(3);
  await history.remove(2);
  await expect(history.rows).toHaveCount(2);
});

test("a request in another tab has a history of its own", async ({ app, recorder }) => {
  const history = new HistoryPage(app.page);
  for (const path of ["one", "two"]) {
    await app.page.keyboard.press("Alt+t");
    await app.request.setUrl(`${recorder.url}/${path}`);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);
  }
  await history.open();
  await expect(history.rows).toHaveCount(1);
  await history.of("All requests");
  await expect(history.rows).toHaveCount(2);
});
