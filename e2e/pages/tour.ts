import { expect } from "@playwright/test";
import { AuthPage } from "./auth-page.ts";
import { ComparePage } from "./compare-page.ts";
import type { EnvoiPage } from "./envoi-page.ts";
import { WorkspacePage } from "./workspace-page.ts";

/** A step of the tour: brings a screen into sight, from where the step before left off. */
export interface Screen {
  readonly name: string;
  readonly show: (app: EnvoiPage) => Promise<void>;
}

const part = (name: string): Screen => ({
  name: `request, ${name}`,
  show: (app) => app.request.part(new RegExp(`^${name}`)),
});

const body = (kind: string): Screen => ({
  name: `request body, ${kind}`,
  show: (app) => app.request.chooseBody(kind),
});

const view = (name: string): Screen => ({
  name: `response, ${name}`,
  show: (app) => app.response.view(name),
});

const scheme = (name: string): Screen => ({
  name: `request auth, ${name}`,
  show: (app) => new AuthPage(app.page).choose(name),
});

/** Two exchanges side by side, opened when they are not. Its tabs say how many lines differ after their names. */
const compare = (name: string, tab: RegExp): Screen => ({
  name: `compare, ${name}`,
  show: async (app) => {
    const page = new ComparePage(app.page);
    if (!(await page.dialog.isVisible())) {
      await app.request.send();
      await expect(app.request.sendButton).toBeVisible();
      await app.runFromPalette("Compare exchanges");
    }
    await page.part(tab);
    await expect(page.dialog.getByRole("tabpanel", { name: tab })).toBeVisible();
  },
});

const settings = (section: string): Screen => ({
  name: `settings, ${section}`,
  show: async (app) => {
    const dialog = app.dialogs.dialog("Settings");
    if (!(await dialog.isVisible())) await app.page.keyboard.press("ControlOrMeta+,");
    await dialog.getByRole("tab", { name: section }).click();
  },
});

async function openDemoRequest(app: EnvoiPage, folder: string | null, name: string): Promise<void> {
  if ((await app.sidebar.item("Envoi demo").count()) === 0) await app.offer("Try the demo");
  await app.sidebar.expand("Envoi demo");
  if (folder !== null) await app.sidebar.expand(new RegExp(`^${folder}`));
  await app.sidebar.item(new RegExp(`(^|\\s)${name}$`)).dblclick();
  await expect(app.activeTab).toContainText(name);
}

async function sendDemo(app: EnvoiPage, folder: string | null, name: string): Promise<void> {
  await openDemoRequest(app, folder, name);
  await app.request.send();
  await expect(app.response.pane.getByRole("tablist")).toBeVisible();
  await expect(app.request.sendButton).toBeVisible();
}

/** Every screen, in walks that each begin at the welcome screen. */
export const tour: Readonly<Record<string, readonly Screen[]>> = {
  start: [
    { name: "welcome", show: async (app) => expect(app.page.getByRole("main")).toBeVisible() },
    { name: "new collection", show: (app) => app.offer("New collection") },
    {
      name: "open a collection",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.offer("Open a folder");
        await expect(app.page.getByRole("dialog").getByRole("tree")).toBeVisible();
      },
    },
    {
      name: "palette",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.page.keyboard.press("ControlOrMeta+k");
        await expect(app.palette.options.first()).toBeVisible();
      },
    },
    {
      name: "import",
      show: async (app) => {
        await app.palette.run("Import");
        await expect(app.dialogs.dialog("Import")).toBeVisible();
      },
    },
    {
      name: "import, seen before it is written",
      show: async (app) => {
        const dialog = app.dialogs.dialog("Import");
        await dialog
          .getByRole("textbox")
          .fill("curl http://127.0.0.1:1/a -H 'X-Api-Key: abc123def456'");
        await dialog.getByRole("button", { name: "Look at it" }).click();
        await expect(app.page.getByRole("dialog", { name: /^From curl/ })).toBeVisible();
      },
    },
    {
      name: "cookies",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.page.keyboard.press("ControlOrMeta+k");
        await app.palette.run("Cookies");
        await expect(app.page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "a new cookie",
      show: async (app) => {
        await app.cookies.dialog.getByRole("button", { name: "Add" }).click();
        await expect(app.cookies.form).toBeVisible();
      },
    },
    {
      name: "connections",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.page.keyboard.press("ControlOrMeta+k");
        await app.palette.run("Connections");
        await expect(app.connections.dialog).toBeVisible();
      },
    },
    {
      name: "settings, Appearance",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await settings("Appearance").show(app);
      },
    },
    settings("Requests"),
    settings("Secrets"),
    settings("Keys"),
    settings("Data and about"),
    {
      name: "workspace",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.runFromPalette("Workspace and recent places");
        await expect(app.dialogs.dialog("Workspace")).toBeVisible();
      },
    },
  ],
  request: [
    { name: "request, nothing sent", show: (app) => openDemoRequest(app, null, "Echo") },
    part("Params"),
    part("Headers"),
    part("Auth"),
    part("Vars"),
    part("Settings"),
    { name: "request, every setting", show: (app) => app.settings.openAll() },
    part("Docs"),
    ...["JSON", "GraphQL", "Form", "Multipart", "File", "None", "Raw exchange"].map(body),
    {
      name: "save a new request",
      show: async (app) => {
        await app.newRequest();
        await app.save();
        await expect(app.dialogs.dialog("Save request")).toBeVisible();
      },
    },
  ],
  tools: [
    {
      name: "request auth",
      show: async (app) => {
        await openDemoRequest(app, null, "Echo");
        await app.request.part(/^Auth/);
      },
    },
    ...["Basic", "OAuth 2", "AWS Signature 4"].map(scheme),
    {
      name: "a part of the body",
      show: async (app) => {
        await app.request.part(/^Headers/);
        await app.page.getByRole("button", { name: "Ask for a part" }).click();
        await expect(app.page.getByRole("dialog", { name: "A part of the body" })).toBeVisible();
      },
    },
    {
      name: "request as code",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.page.keyboard.press("ControlOrMeta+Alt+c");
        await expect(app.dialogs.dialog("Request as code")).toBeVisible();
      },
    },
  ],
  compare: [
    { name: "a first exchange", show: (app) => sendDemo(app, null, "Status") },
    compare("Request", /^Request(?! body)/),
    compare("Response", /^Response(?! body)/),
    compare("Response body", /^Response body/),
    compare("Timing and connection", /^Timing and connection/),
  ],
  response: [
    { name: "response, Body", show: (app) => sendDemo(app, "Flow", "Cookies") },
    view("Headers"),
    view("Cookies"),
    view("Timeline"),
    view("Connection"),
    view("Wire"),
    {
      name: "response with a fault",
      show: (app) => sendDemo(app, "Malformed", "Cut short"),
    },
    {
      name: "response, Hex",
      show: async (app) => {
        await sendDemo(app, null, "Status");
        await app.response.bodyView("Hex");
      },
    },
    {
      name: "response, preview of a page",
      show: async (app) => {
        await sendDemo(app, null, "A page");
        await app.response.bodyView("Preview");
      },
    },
    {
      name: "response, error",
      show: async (app) => {
        await app.newRequest();
        await app.request.setUrl("http://127.0.0.1:9/");
        await app.request.send();
        await expect(app.response.pane).toContainText("ECONNREFUSED");
      },
    },
  ],
  collection: [
    {
      name: "environment editor",
      show: async (app) => {
        await openDemoRequest(app, null, "Echo");
        await app.environments.choose("Edit Demo");
        await expect(app.page.getByRole("heading", { name: "Demo", exact: true })).toBeVisible();
      },
    },
    {
      name: "new environment",
      show: async (app) => {
        await app.environments.choose("New environment");
        await expect(app.page.getByRole("dialog")).toBeVisible();
      },
    },
    {
      name: "folder settings",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.sidebar.act(/^Flow/, "Settings");
        await expect(app.activeTab).toContainText("Flow");
      },
    },
    {
      name: "collection settings",
      show: async (app) => {
        await app.sidebar.act("Envoi demo", "Settings");
        await expect(app.activeTab).toContainText("Envoi demo");
      },
    },
    {
      name: "a file as text",
      show: async (app) => {
        await app.sidebar.act("Envoi demo", "Open as text");
        await expect(app.page.getByRole("textbox", { name: "opencollection.yml" })).toBeAttached();
      },
    },
    {
      name: "export",
      show: async (app) => {
        await app.sidebar.act("Envoi demo", "Export");
        const dialog = app.page.getByRole("dialog", { name: /^Export/ });
        await expect(dialog.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
      },
    },
    {
      name: "menu of a row",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.sidebar.openMenu(/Echo$/);
      },
    },
    {
      name: "search, with matches",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        const pages = new WorkspacePage(app.page);
        await pages.find("flavour");
        await expect(pages.results.first()).toBeVisible();
      },
    },
    {
      name: "variables of the collection",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.environments.choose("All variables");
        const line = app.page.getByRole("dialog").getByRole("button", { name: /^baseUrl/ });
        await line.first().click();
        await expect(app.page.getByRole("button", { name: "Rename everywhere…" })).toBeVisible();
      },
    },
    {
      name: "new globals",
      show: async (app) => {
        await app.page.keyboard.press("Escape");
        await app.environments.choose("New globals");
        await expect(app.dialogs.dialog("New globals")).toBeVisible();
      },
    },
    {
      name: "globals, with a secret",
      show: async (app) => {
        const dialog = app.dialogs.dialog("New globals");
        await dialog.getByRole("textbox", { name: "Name" }).fill("Demo");
        await dialog.getByRole("button", { name: "Create globals" }).click();
        await dialog.waitFor({ state: "detached" });
        await app.environments.addSecret(1, "size", "s3cret");
      },
    },
  ],
};
