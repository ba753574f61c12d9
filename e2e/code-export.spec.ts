import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

test("a request as code: found by name, secrets left out until asked for, copied", async ({
  app,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.newRequest();
  await app.request.setUrl("http://127.0.0.1:1/berths?free=yes");
  await app.request.setHeaders(["X-Mine: it's"]);
  await page.keyboard.press("ControlOrMeta+Alt+c");
  const dialog = app.dialogs.dialog("Request as code");
  const find = dialog.getByRole("searchbox", { name: "Find a language" });
  await expect(find).toBeFocused();
  await page.keyboard.type("bash");
  await expect(dialog.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Code copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^curl /);
  expect(copied).toContain("http://127.0.0.1:1/berths?free=yes");
  await dialog.getByRole("searchbox", { name: "Find a language" }).fill("no such thing");
  await expect(dialog).toContainText("No such language");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a collection is exported: secrets by name, what has no place said, the file as chosen", async ({
  app,
  page,
}) => {
  await app.offer("Try the demo");
  await app.sidebar.act("Envoi demo", "Export");
  const dialog = page.getByRole("dialog", { name: /^Export/ });
  await expect(dialog.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
  await dialog.getByRole("button", { name: /Format$/ }).click();
  await page.getByRole("option", { name: /^Postman/ }).click();
  await expect(dialog.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save", exact: true }).click(),
  ]);
  const file: unknown = JSON.parse(await readFile(await saved.path(), "utf8"));
  expect(file).toMatchObject({ info: { name: "Envoi demo" } });
  await expect(dialog).toBeHidden();
});

test("edit as raw: a multipart body with a file becomes the bytes that are sent", async ({
  app,
  page,
  recorder,
  workFolder,
}) => {
  const { writeFile } = await import("node:fs/promises");
  const file = `${workFolder}/cargo.bin`;
  await writeFile(
    file,
    Uint8Array.from({ length: 300 }, (_, at) => at % 256),
  );
  await app.newRequest();
  await app.request.setMethod("POST");
  await app.request.setUrl(`${recorder.url}/up`);
  await app.request.chooseBody("Multipart");
  await app.request.addTextPart(1, "note", "hello");
  await app.request.addFilePart(2, "cargo", file);
  await app.request.send();
  await expect(app.response.status).toHaveText(/200 OK/);
  const ordinary = recorder.received().toString("latin1");

  await app.request.chooseBody("Raw exchange");
  await expect(app.request.rawTarget).toHaveValue(recorder.place);
  await expect(page.getByText("stay bytes")).toBeVisible();
  await app.request.send();
  await expect.poll(() => recorder.received().length).toBe(ordinary.length * 2);
  const again = recorder.received().toString("latin1").slice(ordinary.length);
  const steady = (text: string) => text.replaceAll(/envoi-[\w-]{24}/g, "boundary");
  expect(steady(again)).toBe(steady(ordinary));
});
