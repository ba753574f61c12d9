import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { SecretsPage } from "./pages/secrets-page.ts";

const canary = "CANARY-e2e-41c7";

/** A collection with an environment whose secrets have no values, and a request that sends one. */
async function makeCollection(folder: string, url: string): Promise<void> {
  await mkdir(join(folder, "environments"), { recursive: true });
  await writeFile(
    join(folder, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\n",
  );
  await writeFile(
    join(folder, "environments", "staging.yml"),
    "name: staging\nvariables:\n  - secret: true\n    name: apiToken\n  - secret: true\n    name: other\n",
  );
  await writeFile(
    join(folder, "List.yml"),
    `info:\n  name: List\n  type: http\nhttp:\n  method: GET\n  url: ${url}\n  headers:\n    - name: X-Token\n      value: "{{apiToken}}"\n`,
  );
}

test("a program gives a secret its value: named in the settings, tried, sent, changed beside the value and dropped", async ({
  app,
  page,
  recorder,
  workFolder,
}) => {
  const folder = join(workFolder, "shop");
  await makeCollection(folder, recorder.url);
  const count = join(workFolder, "count");
  const tool = join(workFolder, "vault tool");
  await writeFile(tool, `#!/bin/sh\necho x >> '${count}'\nprintf '%s\\n' '${canary}'"$1"\n`, {
    mode: 0o755,
  });
  const asked = async () => (await readFile(count, "utf8").catch(() => "")).length / 2;
  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  const secrets = new SecretsPage(page);

  await test.step("named in the settings", async () => {
    await secrets.open();
    await expect(secrets.programs).toContainText("No program gives a value yet.");
    await secrets.programs.getByRole("button", { name: "Add a program" }).click();
    await secrets.choose(secrets.programs, "Secret", "apiToken");
    await secrets.choose(secrets.programs, "Comes from", "Any program");
    await secrets.programs.getByRole("textbox", { name: "Program" }).fill("/no/such/program");
    await secrets.programs.getByRole("button", { name: "Save and try" }).click();
    await expect(secrets.programs.getByRole("alert")).toContainText("is not there");
    await secrets.programs.getByRole("textbox", { name: "Program" }).fill(tool);
    await secrets.programs.getByRole("textbox", { name: "Arguments" }).fill("-$(id) a b");
    await secrets.programs.getByRole("button", { name: "Save", exact: true }).click();
    await expect(secrets.programs.getByRole("listitem")).toContainText(`Any program: ${tool}`);
    expect(await asked()).toBe(0);
    await secrets.programs.getByRole("button", { name: "Try", exact: true }).click();
    await expect(app.notice("The program gives apiToken a value.")).toBeVisible();
    expect(await asked()).toBe(1);
    await secrets.programs.getByRole("button", { name: "Forget fetched values" }).click();
    await secrets.close();
  });

  await test.step("fetched when it is sent, and hidden", async () => {
    await app.sidebar.item(/List/).click();
    await app.environments.choose("staging");
    await app.request.send();
    await expect
      .poll(() => recorder.received().toString())
      .toContain(`X-Token: ${canary}-$(id) a b\r\n`);
    await expect(page.getByText("200 OK").first()).toBeVisible();
    expect(await asked()).toBe(2);
    await expect(page.locator("body")).not.toContainText("CANARY");
    await app.request.send();
    await expect.poll(() => recorder.received().toString().split("X-Token").length).toBe(3);
    expect(await asked()).toBe(2);
  });

  await test.step("said beside the value, and dropped there", async () => {
    await app.environments.choose("Edit staging");
    await expect(app.environments.cell("Value", 1)).toHaveAttribute(
      "placeholder",
      new RegExp(`^Any program: `),
    );
    await expect(app.environments.cell("Value", 2)).toHaveAttribute(
      "placeholder",
      "No value on this machine",
    );
    await secrets.from("apiToken", "Stop asking the program");
    await expect(app.environments.cell("Value", 1)).toHaveAttribute(
      "placeholder",
      "No value on this machine",
    );
    await secrets.from("other", "Value from a program…");
    const dialog = page.getByRole("dialog", { name: "Value of other from a program" });
    await secrets.choose(dialog, "Comes from", "pass");
    await dialog.getByRole("textbox", { name: "Entry" }).fill("shop/other");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(app.environments.cell("Value", 2)).toHaveAttribute(
      "placeholder",
      "pass: shop/other",
    );
  });
  expect(await readFile(join(folder, "environments", "staging.yml"), "utf8")).not.toMatch(
    /vault tool|pass/,
  );
});

const age = spawnSync("age-keygen", ["--version"]).status === 0;

test("a secret is shared with a team, somebody is added and removed, and an identity is imported", async ({
  app,
  page,
  recorder,
  workFolder,
}) => {
  test.skip(!age, "age-keygen is not installed");
  const folder = join(workFolder, "shop");
  await makeCollection(folder, recorder.url);
  const keys = join(workFolder, "bob.txt");
  spawnSync("age-keygen", ["-o", keys]);
  const bob = /age1[a-z0-9]+/.exec(await readFile(keys, "utf8"))?.[0] ?? "";
  await app.offer("Open a folder");
  await app.dialogs.openCollection(folder);
  const secrets = new SecretsPage(page);
  const shared = join(folder, "environments", "staging.age.yaml");
  await app.environments.choose("staging");
  await app.environments.choose("Edit staging");
  const cell = app.environments.cell("Value", 1);

  await test.step("shared: the file counts from then on", async () => {
    await cell.fill(canary);
    await cell.press("Enter");
    await expect(cell).toHaveAttribute("placeholder", "Stored on this machine");
    await secrets.from("apiToken", "Share with the team");
    await expect(cell).toHaveAttribute("placeholder", "Shared with the team");
    const text = await readFile(shared, "utf8");
    expect(text).toContain("apiToken: ");
    expect(text).not.toContain("CANARY");
    await expect(secrets.team.getByRole("listitem")).toHaveCount(1);
    await expect(secrets.team).toContainText("This machine");
  });

  await test.step("somebody is added; what is no key is refused by name", async () => {
    await secrets.team.getByRole("textbox", { name: "Public key" }).fill("age1nonsense");
    await secrets.team.getByRole("textbox", { name: "Whose it is" }).fill("Bob");
    await secrets.team.getByRole("button", { name: "Add", exact: true }).click();
    await expect(app.notice("This is not a recipient that Envoi can encrypt for.")).toBeVisible();
    await secrets.team.getByRole("textbox", { name: "Public key" }).fill(bob);
    await secrets.team.getByRole("button", { name: "Add", exact: true }).click();
    await expect(secrets.team.getByRole("listitem")).toHaveCount(2);
    expect(await readFile(shared, "utf8")).toContain(`- ${bob} # Bob`);
  });

  await test.step("it is sent from the shared file", async () => {
    await app.sidebar.item(/List/).click();
    await app.request.send();
    await expect.poll(() => recorder.received().toString()).toContain(`X-Token: ${canary}\r\n`);
  });

  await test.step("removed again, and unshared", async () => {
    await app.environments.choose("Edit staging");
    await secrets.team.getByRole("button", { name: "Remove Bob" }).click();
    await expect(secrets.team.getByRole("listitem")).toHaveCount(1);
    await expect(app.notice(/Bob can no longer open new values/)).toBeVisible();
    await secrets.from("apiToken", "Stop sharing");
    await expect(cell).toHaveAttribute("placeholder", "Stored on this machine");
    expect(await readFile(shared, "utf8")).not.toContain("apiToken");
  });

  await test.step("this machine's public key, and an identity from elsewhere", async () => {
    await secrets.open();
    await secrets.sharing.getByRole("button", { name: "Show public key" }).click();
    await expect(secrets.sharing.getByRole("listitem")).toHaveText(/^age1[a-z0-9]{58}$/);
    await secrets.sharing.getByRole("button", { name: "Import an identity" }).click();
    const field = secrets.sharing.getByRole("textbox", { name: "Path of the identity file" });
    await field.fill(join(workFolder, "none.txt"));
    await field.press("Enter");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await field.fill(keys);
    await field.press("Enter");
    await expect(app.notice("The identity is kept on this machine.")).toBeVisible();
    await expect(secrets.sharing.getByRole("listitem")).toHaveCount(2);
    await expect(secrets.sharing).toContainText(bob);
  });
});

test("the store is put under a passphrase, locked, unlocked with it and no other", async ({
  app,
  page,
}) => {
  const secrets = new SecretsPage(page);
  await secrets.open();
  await expect(app.page.getByText("A key file", { exact: true })).toBeVisible();
  const { dialog } = secrets;
  await dialog.getByRole("button", { name: "Choose" }).first().click();
  await dialog.getByRole("textbox", { name: "New passphrase" }).fill("short");
  await expect(dialog.getByText(/At least 8 characters/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "New passphrase" }).fill("four plain words here");
  await dialog.getByRole("textbox", { name: "The same again" }).fill("four plain words");
  await expect(dialog.getByText("The two are not the same.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "The same again" }).fill("four plain words here");
  await dialog.getByRole("button", { name: "Use a passphrase" }).click();
  await expect(dialog.getByRole("button", { name: "Change", exact: true })).toBeFocused();
  await dialog.getByRole("button", { name: "Lock", exact: true }).click();
  const field = dialog.getByRole("textbox", { name: "Locked. Passphrase" });
  await field.fill("another phrase");
  await field.press("Enter");
  await expect(dialog.getByText(/This is not the passphrase/)).toBeVisible();
  await field.fill("four plain words here");
  await field.press("Enter");
  await expect(dialog.getByText("Unlocked", { exact: true })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Lock", exact: true })).toBeFocused();
  await dialog.getByRole("button", { name: "Make a new key" }).click();
  await expect(app.notice("Every value is sealed with a new key.")).toBeVisible();
});
