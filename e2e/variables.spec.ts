import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "./fixtures.ts";

const collection = (url: string): Readonly<Record<string, string>> => ({
  "opencollection.yml": `opencollection: 1.0.0

info:
  name: Harbour
request:
  auth: none
  variables:
    - name: base
      value: ${url}
    - name: lonely # nobody uses it
      value: x
`,
  "Login.yml": `info:
  name: Login
  type: http
  seq: 1

http:
  method: GET
  url: "{{base}}/{{?Account}}/{{nowhere}}"
  auth: inherit
`,
});

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

test("a question is asked once for all, its answer remembered; cancelling sends nothing", async ({
  app,
  page,
  workFolder,
  recorder,
}) => {
  await write(workFolder, collection(recorder.url));
  await app.offer("Open a folder");
  await app.dialogs.openCollection(workFolder);
  await app.sidebar.item(/Login$/).click();
  await app.request.send();
  const dialog = page.getByRole("dialog", { name: "Before it is sent" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(recorder.received()).toHaveLength(0);
  await app.request.send();
  await dialog.getByRole("textbox", { name: "Account" }).fill("seven");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => recorder.received().toString("latin1"))
    .toContain("GET /seven/{{nowhere}} HTTP/1.1");
  await app.request.send();
  await expect(dialog.getByRole("textbox", { name: "Account" })).toHaveValue("seven");
});

test("the list of variables: unused, undefined, uses; a rename changes the names alone and is taken back", async ({
  app,
  page,
  workFolder,
}) => {
  const files = collection("http://127.0.0.1:9");
  await write(workFolder, files);
  await app.offer("Open a folder");
  await app.dialogs.openCollection(workFolder);
  await app.sidebar.item(/Login$/).click();
  await app.environments.choose("All variables");
  const dialog = page.getByRole("dialog", { name: "Variables of Harbour" });
  await dialog.getByRole("radio", { name: "Undefined 1" }).click();
  await expect(dialog.getByRole("button", { name: /^nowhere/ })).toBeVisible();
  await dialog.getByRole("radio", { name: "Unused 1" }).click();
  await expect(dialog.getByRole("button", { name: /^lonely/ })).toBeVisible();
  await dialog.getByRole("radio", { name: "All" }).click();
  await dialog.getByRole("button", { name: /^base/ }).click();
  await expect(dialog.getByRole("button", { name: /^Login URL/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Rename everywhere…" }).click();
  const name = dialog.getByRole("textbox", { name: "New name" });
  await name.fill("lonely");
  await expect(dialog.getByText("This name is already used in this collection.")).toBeVisible();
  await name.fill("origin");
  await expect(dialog.getByText("2 lines in 2 files")).toBeVisible();
  await dialog.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(dialog.getByRole("button", { name: /^origin/ })).toBeVisible();
  const textOf = (file: string) => readFile(join(workFolder, file), "utf8");
  expect(await textOf("Login.yml")).toBe(files["Login.yml"]?.replace("{{base}}", "{{origin}}"));
  expect(await textOf("opencollection.yml")).toBe(
    files["opencollection.yml"]?.replace("name: base", "name: origin"),
  );
  // The notice lies above the dialog and can be pressed.
  await app.answer("Undo");
  await expect.poll(() => textOf("Login.yml")).toBe(files["Login.yml"]);
  await expect(dialog.getByRole("button", { name: /^base/ })).toBeVisible();
  await dialog.getByRole("button", { name: /^lonely/ }).click();
  await dialog.getByRole("button", { name: "Open Collection Harbour" }).click();
  await expect(app.environments.cell("Value", 2)).toBeFocused();
  await expect(app.environments.cell("Value", 2)).toHaveValue("x");
});
