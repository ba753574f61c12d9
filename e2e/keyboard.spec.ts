import { expect, test } from "./fixtures.ts";
import { startScripted } from "./peers/scripted.ts";

// Everything by keyboard alone: no pointer in this file but in the first step.

test("palette, new request, type, send, cancel, save, close, reopen", async ({
  app,
  workFolder,
  recorder,
  page,
}) => {
  const silent = await startScripted({ slow: { bytes: "HTTP/1.1 200 OK\r\n", end: "stay" } });
  try {
    await app.newCollection(workFolder, "Harbour");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(app.palette.field).toBeFocused();
    await page.keyboard.type("new requ");
    await expect(app.palette.options.first()).toContainText("New request");
    await page.keyboard.press("Enter");
    await expect(app.palette.field).toHaveCount(0);
    await expect(app.request.url).toBeFocused();

    await page.keyboard.type(`${recorder.url}/by-keys`);
    await page.keyboard.press("Enter");
    await expect(app.response.status).toHaveText(/200 OK/);
    expect(recorder.received().toString()).toContain("GET /by-keys HTTP/1.1");

    await page.keyboard.press("ControlOrMeta+s");
    const dialog = app.dialogs.dialog("Save request");
    await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("By keys");
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(app.sidebar.item(/By keys$/)).toBeVisible();

    await page.keyboard.press("ControlOrMeta+l");
    await expect(app.request.url).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(`${silent.url}/slow`);
    // A button under the focus does not take the keys that send.
    await page.getByRole("banner").getByRole("button", { name: "Settings" }).focus();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(app.request.cancelButton).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(app.response.status).toHaveText(/Cancelled/);
    await expect(app.request.sendButton).toBeVisible();

    await page.keyboard.press("Alt+t");
    await expect(app.tabs).toHaveCount(2);
    await expect(app.request.url).toBeFocused();
    await app.runFromPalette("Close tab");
    await expect(app.tabs).toHaveCount(1);
    await app.runFromPalette("Close tab");
    await expect(app.tabs).toHaveCount(0);
    await app.runFromPalette("Reopen closed tab");
    await expect(app.tab("By keys")).toBeVisible();
    await expect(app.request.url).toHaveValue(`${silent.url}/slow`);
  } finally {
    await silent.close();
  }
});

test("the tree: arrows, Enter, names by typing, menu, delete", async ({
  app,
  workFolder,
  page,
}) => {
  await app.newCollection(workFolder, "Harbour");
  await app.sidebar.act("Harbour", "New folder here");
  await app.sidebar.typeName("Berths");
  for (const name of ["Arrive", "Leave"]) {
    await app.sidebar.act("Berths", "New request here");
    await app.sidebar.typeName(name);
    await expect(app.sidebar.item(new RegExp(`${name}$`))).toBeVisible();
  }
  await app.sidebar.tree.focus();
  await page.keyboard.press("Home");
  await expect(app.sidebar.cursor).toContainText("Harbour");
  await page.keyboard.press("ArrowDown");
  await expect(app.sidebar.cursor).toContainText("Berths");
  await page.keyboard.press("ArrowLeft");
  await expect(app.sidebar.item("Berths")).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(app.sidebar.cursor).toContainText("Arrive");
  await page.keyboard.type("lea");
  await expect(app.sidebar.cursor).toContainText("Leave");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(app.activeTab).toContainText("Arrive");

  await app.sidebar.tree.focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.keyboard.press("Delete");
  await expect(app.sidebar.item(/Arrive$/)).toHaveCount(0);
});

test("Tab goes all the way round, each stop is seen, nothing holds it", async ({ app, page }) => {
  await app.newRequest();
  await app.request.setUrl("http://127.0.0.1:9/");
  await app.request.part(/^Headers/);
  await app.request.url.focus();
  const seen = new Set<string>();
  const unseen: string[] = [];
  for (let step = 0; step < 90; step += 1) {
    await page.keyboard.press("Tab");
    const { path, unseen: name } = await app.focusStop();
    if (name !== null) unseen.push(name);
    if (seen.has(path)) break;
    seen.add(path);
  }
  expect(unseen, "controls whose focus cannot be seen").toEqual([]);
  // The whole window was gone through, not a corner of it.
  expect(seen.size).toBeGreaterThan(20);
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/");
});

test("dialogs keep the focus inside and give it back", async ({ app, page }) => {
  await app.newRequest();
  await app.request.url.focus();
  await page.keyboard.press("ControlOrMeta+,");
  const dialog = app.dialogs.dialog("Settings");
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(app.request.url).toBeFocused();
});
