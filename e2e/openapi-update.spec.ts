import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";

const description = (paths: string) => `openapi: 3.1.0
info: { title: Harbour, version: "1" }
servers: [{ url: "http://127.0.0.1:1" }]
paths:
${paths}`;

const berths = (parameter: string) => `  /berths:
    get:
      tags: [Berths]
      operationId: listBerths
      summary: List berths
      parameters: [{ name: ${parameter}, in: query, schema: { type: string } }]
      responses: { "200": { description: ok } }
`;
const orders = `  /orders:
    post:
      tags: [Orders]
      operationId: createOrder
      summary: Create order
      responses: { "201": { description: made } }
`;
const ships = `  /ships:
    get:
      tags: [Ships]
      operationId: listShips
      summary: List ships
      responses: { "200": { description: ok } }
`;

test("a newer description is looked at part by part and merged; what a person wrote stays", async ({
  app,
  page,
  workFolder,
}) => {
  // Two imports and a merge, each in a thread that is started for it.
  test.setTimeout(120_000);
  const api = join(workFolder, "api");
  await mkdir(api);
  const first = join(api, "first.yaml");
  const second = join(api, "second.yaml");
  await writeFile(first, description(berths("free") + orders));
  await writeFile(second, description(berths("empty") + ships));

  await test.step("the first one is imported, and stays linked", async () => {
    await app.runFromPalette("Import");
    await page.locator("input[data-import=files]").setInputFiles(first);
    const dialog = page.getByRole("dialog", { name: "From OpenAPI 3.1" });
    await expect(dialog.getByRole("switch", { name: /^Stay linked/ })).toBeChecked();
    await dialog.getByRole("textbox", { name: "Place" }).fill(workFolder);
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  });

  const folder = join(workFolder, "Harbour");
  const list = join(folder, "Berths", "List berths.yml");
  await test.step("a person writes a header of their own", async () => {
    await app.sidebar.expand("Harbour");
    await app.sidebar.expand("Berths");
    await app.sidebar.item(/List berths$/).dblclick();
    await app.request.setHeaders(["X-Mine: yes"]);
    await app.save();
    await expect.poll(() => readFile(list, "utf8")).toContain("X-Mine");
  });

  const dialog = page.getByRole("dialog", { name: "Update Harbour from OpenAPI" });
  await test.step("what cannot be read is said, and what was typed stays", async () => {
    await app.sidebar.act("Harbour", "Update from OpenAPI…");
    const source = dialog.getByRole("textbox", { name: "Path or address of the description" });
    await source.fill(join(api, "none.yaml"));
    await dialog.getByRole("button", { name: "Look at it" }).click();
    await expect(dialog.getByRole("alert")).toContainText("none.yaml");
    await expect(source).toHaveValue(join(api, "none.yaml"));
    await source.fill(second);
    await dialog.getByRole("button", { name: "Look at it" }).click();
  });

  await test.step("what is new, changed and gone is shown, each with its switch", async () => {
    const section = (name: string) => dialog.getByRole("region", { name });
    await expect(section("New (1)").getByRole("switch", { name: "Take List ships" })).toBeChecked();
    await expect(section("Changed (1)")).toContainText("query.free removed");
    await expect(section("Changed (1)")).toContainText("query.empty added");
    await expect(section("Changed (1)")).not.toContainText("X-Mine");
    const gone = section("Gone from the description (1)").getByRole("switch");
    await expect(gone).not.toBeChecked();
    await dialog.getByRole("button", { name: "Merge" }).click();
    await dialog.waitFor({ state: "detached" });
  });

  const text = await readFile(list, "utf8");
  expect(text).toContain("name: empty");
  expect(text).not.toContain("name: free");
  expect(text).toContain("X-Mine");
  expect(await readdir(join(folder, "Ships"))).toContain("List ships.yml");
  expect(await readdir(join(folder, "Orders"))).toContain("Create order.yml");
  await app.sidebar.expand("Ships");
  await expect(app.sidebar.item(/List ships$/)).toBeVisible();
});
