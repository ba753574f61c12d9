import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EnvoiPage } from "./pages/envoi-page.ts";
import { expect, test } from "./fixtures.ts";
import { startPlain } from "./peers/plain.ts";
import { startScripted } from "./peers/scripted.ts";

// Every button an error offers is pressed, and does what it says.

test("after an error: send again, edit the URL", async ({ app, recorder }) => {
  await app.newRequest();
  await app.request.setUrl("http://127.0.0.1:9/");
  await app.request.send();
  await expect(app.response.problem).toContainText("ECONNREFUSED");
  await app.response.remedy("Edit the URL").click();
  await expect(app.request.url).toBeFocused();
  await app.page.keyboard.insertText(`${recorder.url}/up`);
  await expect(app.request.url).toHaveValue(`${recorder.url}/up`);
  await app.response.remedy("Send again").click();
  await expect(app.response.status).toHaveText(/200 OK/);
  // The button is gone; the focus is not.
  await expect(app.request.sendButton).toBeFocused();
});

test("a port without TLS: over http, without TLS, or in the URL where a variable says https", async ({
  app,
  workFolder,
}) => {
  const plain = await startPlain();
  try {
    await openRequests(app, workFolder, {
      Typed: http(`https://${plain.place}/typed`),
      Variable: `${http("'{{base}}/variable'")}runtime:
  variables:
    - name: base
      value: https://${plain.place}
`,
      Raw: raw(plain.place, true),
    });
    const unsecured = async (name: string) => {
      await send(app, name);
      await expect(app.response.problem).toContainText("The server speaks plain HTTP");
    };
    await unsecured("Typed");
    await app.response.remedy("Send over http://").click();
    await expect(app.response.pane).toContainText("path /typed");
    await expect(app.request.url).toHaveValue(`http://${plain.place}/typed`);

    await unsecured("Variable");
    await expect(app.response.remedy("Send over http://")).toHaveCount(0);
    await app.response.remedy("Edit the URL").click();
    await expect(app.request.url).toBeFocused();

    await unsecured("Raw");
    await app.response.remedy("Send without TLS").click();
    await expect(app.response.pane).toContainText("path /raw");
  } finally {
    await plain.close();
  }
});

test("an exchange without an end: change the timeout", async ({ app, workFolder }) => {
  const silent = await startScripted({ slow: { bytes: "", end: "stay" } });
  try {
    await openRequests(app, workFolder, {
      Slow: `${http(`${silent.url}/slow`)}settings:\n  timeout: 50\n`,
    });
    await send(app, "Slow");
    await app.response.remedy("Change the timeout").click();
    await expect(app.request.partTab).toHaveText(/^Settings/);
    await expect(app.page.getByRole("textbox", { name: "Timeout, ms" })).toBeFocused();
  } finally {
    await silent.close();
  }
});

test("a file nobody picked here: edit the body, pick it, send again", async ({
  app,
  recorder,
  workFolder,
}) => {
  const file = join(workFolder, "outside.txt");
  await writeFile(file, "from outside");
  await openRequests(app, workFolder, {
    Outside: `${http(recorder.url, "POST")}  body:
    type: file
    data:
      - filePath: ${file}
        contentType: text/plain
        selected: true
`,
  });
  await send(app, "Outside");
  await expect(app.response.problem).toContainText("was not picked on this machine");
  await app.response.remedy("Edit the body").click();
  await expect(app.request.partTab).toHaveText(/^Body/);
  await app.page.getByRole("button", { name: "Choose a file" }).click();
  await app.request.pickFile(file);
  await app.response.remedy("Send again").click();
  await expect(app.response.status).toHaveText(/200 OK/);
  expect(recorder.received().toString("latin1")).toMatch(/\r\n\r\nfrom outside$/);
});

test("what cannot be sent as it is meant: to the place where it stands", async ({
  app,
  workFolder,
}) => {
  const url = "http://127.0.0.1:9/";
  await openRequests(app, workFolder, {
    Header: `${http(url)}  headers:\n    - name: X-Two\n      value: "a\\nb"\n`,
    Scheme: `${http(url)}  auth:\n    type: unheard-of\n    username: somebody\n`,
    Shape: `${http(url, "POST")}  body:\n    type: unheard-of\n    data: x\n`,
    Verb: http(url, '"GET IT"'),
    Space: http(`'${url}a b'`),
    Place: raw("127.0.0.1:9/path", false),
    Missing: http(`'${url}?token={{token}}'`),
  });
  const to = async (name: string, button: string) => {
    await send(app, name);
    await app.response.remedy(button).click();
  };
  for (const [name, button, part] of [
    ["Header", "Edit the headers", /^Headers/],
    ["Scheme", "Edit the authentication", /^Auth/],
    ["Shape", "Edit the body", /^Body/],
  ] as const) {
    await to(name, button);
    await expect(app.request.partTab, name).toHaveText(part);
    await expect(app.request.partTab, name).toBeFocused();
  }
  await to("Verb", "Edit the method");
  await expect(app.request.method).toBeFocused();
  await to("Space", "Change the encoding of the URL");
  await expect(app.page.getByRole("switch", { name: "Encode the URL" })).toBeFocused();
  await to("Place", "Edit the target");
  await expect(app.request.rawTarget).toBeFocused();

  await app.sidebar.item(/Missing$/).dblclick();
  await app.environments.choose("dev");
  await to("Missing", "Edit the environment");
  await expect(app.page.getByRole("heading", { name: "dev", exact: true })).toBeVisible();
});

const http = (url: string, method = "GET"): string => `http:\n  method: ${method}\n  url: ${url}\n`;

const raw = (target: string, tls: boolean): string => `${http("http://unused.test/")}extensions:
  envoi:
    raw:
      target: ${target}
      tls: ${tls}
      encoding: text
      newline: crlf
      data: |+
        GET /raw HTTP/1.1
        Host: unused.test

`;

/** Opens a collection of these requests, with an environment that names a secret without a value. */
async function openRequests(
  app: EnvoiPage,
  folder: string,
  requests: Readonly<Record<string, string>>,
): Promise<void> {
  const collection = join(folder, "Faulty");
  await mkdir(join(collection, "environments"), { recursive: true });
  const files = {
    "opencollection.yml": "opencollection: 1.0.0\ninfo:\n  name: Faulty\n",
    "environments/dev.yml": "name: dev\nvariables:\n  - secret: true\n    name: token\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(collection, name), text);
  for (const [name, text] of Object.entries(requests)) {
    const info = `info:\n  name: ${name}\n  type: http\n`;
    await writeFile(join(collection, `${name}.yml`), info + text);
  }
  await app.offer("Open a folder");
  await app.dialogs.openCollection(collection);
  await app.sidebar.expand("Faulty");
}

async function send(app: EnvoiPage, name: string): Promise<void> {
  await app.sidebar.item(new RegExp(`${name}$`)).dblclick();
  await expect(app.activeTab).toContainText(name);
  await app.request.send();
  await expect(app.response.problem).toBeVisible();
}
