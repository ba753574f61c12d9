import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";

const request = (url: string) => `# mine
info:
  name: List
  type: http

http:
  method: GET
  url: ${url}
`;

test("settings are inherited with their origin, set, saved and reset at every level", async ({
  app,
  recorder,
  workFolder,
}) => {
  const folder = join(workFolder, "harbour");
  await mkdir(join(folder, "Orders"), { recursive: true });
  await writeFile(
    join(folder, "opencollection.yml"),
    `opencollection: 1.0.0

info:
  name: Harbour
request:
  settings:
    http:
      timeout: 30000 # enough
`,
  );
  await writeFile(join(folder, "Orders", "folder.yml"), "info:\n  name: Orders\n  type: folder\n");
  const file = join(folder, "Orders", "List.yml");
  await writeFile(file, request(recorder.url));
  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  await app.sidebar.expandAll();
  await app.sidebar.item(/List/).click();
  await app.request.part(/^Settings/);
  const { settings } = app;

  await test.step("a value comes from the collection, and says so", async () => {
    await expect(settings.group("Timeouts")).toContainText("Timeout: 30 s");
    await settings.group("Timeouts").click();
    await expect(settings.line("Timeout")).toContainText("from collection Harbour");
    await expect(settings.number("Timeout")).toHaveValue("30000");
  });

  await test.step("the request says something itself; the file holds that alone", async () => {
    await settings.number("Timeout").fill("5000");
    await expect(settings.line("Timeout")).toContainText("instead of 30 s, collection Harbour");
    await settings.filter("keep POST");
    await settings.line("Keep POST on").getByRole("button", { name: "302" }).click();
    await settings.filter("");
    await app.save();
    await expect
      .poll(() => readFile(file, "utf8"))
      .toBe(
        `${request(recorder.url)}
settings:
  timeout: 5000
extensions:
  envoi:
    network:
      keepMethod:
        - "302"
`,
      );
  });

  await test.step("a reset gives the file back as it was", async () => {
    await settings
      .line("Timeout")
      .getByRole("button", { name: /back to 30 s/ })
      .click();
    await expect(settings.line("Timeout")).toContainText("from collection Harbour");
    await settings.group("Redirects").click();
    await settings
      .line("Keep POST on")
      .getByRole("button", { name: /back to none/ })
      .click();
    await app.save();
    await expect.poll(() => readFile(file, "utf8")).toBe(request(recorder.url));
  });

  await test.step("a folder and the app speak for what is below", async () => {
    await app.sidebar.act(/^Orders/, "Settings");
    await app.page.getByRole("tab", { name: /^Settings/ }).click();
    await settings.group("Connection").click();
    await settings.text("Addresses of one’s own").fill("nowhere.test:80:127.0.0.1");
    await app.save();
    await expect.poll(() => readFile(join(folder, "Orders", "folder.yml"), "utf8")).toBe(`info:
  name: Orders
  type: folder
extensions:
  envoi:
    network:
      resolve:
        - nowhere.test:80:127.0.0.1
`);
    await app.tab("List").click();
    await expect(settings.group("Connection")).toContainText("nowhere.test:80:127.0.0.1");
    await settings.group("Connection").click();
    await expect(settings.line("Addresses of one’s own")).toContainText("from folder Orders");
    const port = new URL(recorder.url).port;
    await app.request.setUrl(`http://nowhere.test:${port}/`);
    await settings.text("Addresses of one’s own").fill(`nowhere.test:${port}:127.0.0.1`);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);
    expect(recorder.received().toString("latin1")).toContain(`Host: nowhere.test:${port}\r\n`);
  });
});

test("settings of the workspace are kept in its file, and hold for every request below", async ({
  app,
  page,
  workFolder,
}) => {
  await app.newCollection(workFolder, "Harbour");
  await page.getByRole("button", { name: /^Workspace and recent places/ }).click();
  const form = page.getByRole("form", { name: "New workspace" });
  await form.getByRole("textbox", { name: "Name" }).fill("Port");
  await form.getByRole("textbox", { name: "Place" }).fill(workFolder);
  await form.getByRole("button", { name: "Create workspace" }).click();
  const made = page.getByRole("dialog", { name: "Port" });
  await expect(made.getByRole("region", { name: "Collections" })).toContainText("Harbour");
  // The button that was pressed is switched off, and the keys still are the dialog's.
  await page.keyboard.press("Escape");
  await made.waitFor({ state: "detached" });

  const { settings } = app;
  const file = join(workFolder, "Port", "workspace.yml");
  await page.keyboard.press("ControlOrMeta+,");
  const dialog = app.dialogs.dialog("Settings");
  await dialog.getByRole("tab", { name: "Workspace" }).click();
  await settings.group("Timeouts").click();
  await settings.number("Timeout").fill("7000");
  await expect.poll(() => readFile(file, "utf8")).toContain("timeout: 7000");
  await dialog.getByRole("button", { name: "Close" }).click();

  await app.sidebar.act("Harbour", "New request here");
  await app.sidebar.typeName("List");
  await app.sidebar.item(/List$/).dblclick();
  await app.request.part(/^Settings/);
  await expect(settings.group("Timeouts")).toContainText("Timeout: 7 s");
  await settings.group("Timeouts").click();
  await expect(settings.line("Timeout")).toContainText("from the workspace");

  await page.keyboard.press("ControlOrMeta+,");
  await dialog
    .getByRole("group", { name: "Timeout", exact: true })
    .getByRole("button", { name: /back to/ })
    .click();
  await expect.poll(() => readFile(file, "utf8")).not.toContain("timeout");
});
