import type { Locator, Page } from "@playwright/test";
import { ConnectionsPage } from "./connections-page.ts";
import { CookiesPage } from "./cookies-page.ts";
import { DialogPages } from "./dialog-pages.ts";
import { EnvironmentPage } from "./environment-page.ts";
import { PalettePage } from "./palette-page.ts";
import { RequestPage } from "./request-page.ts";
import { ResponsePage } from "./response-page.ts";
import { SettingsPage } from "./settings-page.ts";
import { SidebarPage } from "./sidebar-page.ts";

/** The window, by what a person can see of it. All locators of the specs are in this folder. */
export class EnvoiPage {
  readonly page: Page;
  readonly sidebar: SidebarPage;
  readonly request: RequestPage;
  readonly response: ResponsePage;
  readonly dialogs: DialogPages;
  readonly environments: EnvironmentPage;
  readonly palette: PalettePage;
  readonly settings: SettingsPage;
  readonly cookies: CookiesPage;
  readonly connections: ConnectionsPage;

  constructor(page: Page) {
    this.page = page;
    this.sidebar = new SidebarPage(page);
    this.request = new RequestPage(page);
    this.response = new ResponsePage(page);
    this.dialogs = new DialogPages(page);
    this.environments = new EnvironmentPage(page);
    this.palette = new PalettePage(page);
    this.settings = new SettingsPage(page);
    this.cookies = new CookiesPage(page);
    this.connections = new ConnectionsPage(page);
  }

  /** Opens the address Envoi printed and waits for the window. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.getByRole("main").waitFor();
  }

  get tabs(): Locator {
    return this.page.getByRole("navigation", { name: "Open tabs" }).getByRole("listitem");
  }

  tab(name: string | RegExp): Locator {
    return this.tabs.filter({ hasText: name });
  }

  /** The tab that is shown. */
  get activeTab(): Locator {
    return this.tabs.filter({ has: this.page.locator('[aria-current="page"]') });
  }

  /** Makes a collection through the welcome screen. */
  async newCollection(parent: string, name: string): Promise<void> {
    await this.offer("New collection");
    await this.dialogs.createCollection(parent, name);
    await this.sidebar.item(name).waitFor();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+s");
  }

  notice(text: string | RegExp): Locator {
    return this.page.getByRole("region", { name: "Notices" }).getByText(text);
  }

  /** Presses the button of a notice. */
  async answer(button: string): Promise<void> {
    await this.page
      .getByRole("region", { name: "Notices" })
      .getByRole("button", { name: button, exact: true })
      .click();
  }

  /** Chooses the language in the settings, whichever is spoken now. */
  async speak(language: "English" | "Français"): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    if (!(await dialog.isVisible())) await this.openSettings();
    await this.chooseLanguage(language);
    await dialog.getByRole("button", { name: /^(Close|Fermer)$/ }).click();
    await dialog.waitFor({ state: "detached" });
  }

  async openSettings(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+,");
  }

  /** In the settings, which stay open. */
  async chooseLanguage(language: "English" | "Français"): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: /(Language|Langue)$/ }).click();
    await this.page.getByRole("option", { name: language, exact: true }).click();
  }

  /** Pastes as from another program: an editor then changes nothing of it, as it would of typed lines. */
  async paste(text: string): Promise<void> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press("ControlOrMeta+V");
  }

  /** Runs an action by its name, by keyboard. */
  async runFromPalette(name: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.palette.run(name);
  }

  /**
   * Where the focus is, by a path that tells elements apart, and the stop before it, if nothing of it or around it was drawn
   * otherwise while it had the focus.
   */
  async focusStop(): Promise<{ readonly path: string; readonly unseen: string | null }> {
    return this.page.evaluate(() => {
      const look = (nodes: readonly Element[]) =>
        nodes
          .map((node) => {
            const style = getComputedStyle(node);
            const { outlineStyle, outlineColor, boxShadow, borderColor, backgroundColor } = style;
            return [outlineStyle, outlineColor, boxShadow, borderColor, backgroundColor].join();
          })
          .join(" | ");
      const probe = globalThis as { focusProbe?: { nodes: Element[]; look: string; name: string } };
      const before = probe.focusProbe;
      const element = document.activeElement ?? document.body;
      const chain: Element[] = [];
      for (let node: Element | null = element; node; node = node.parentElement) chain.push(node);
      const indexOf = (node: Element) => [...(node.parentElement?.children ?? [])].indexOf(node);
      const nodes = chain.slice(0, 4);
      const name = `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 40)}`;
      probe.focusProbe = { nodes, look: look(nodes), name };
      return {
        path: chain.map(indexOf).join("/"),
        // The body is where the browser's own controls come between; it is no control.
        unseen:
          before && !before.name.startsWith("BODY") && look(before.nodes) === before.look
            ? before.name
            : null,
      };
    });
  }

  /** What an open tab says of a file that changed outside. */
  get conflict(): Locator {
    return this.page.getByRole("alert").filter({ has: this.page.getByRole("button") });
  }

  /** A new request without a file, in a tab of its own. */
  async newRequest(): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Open tabs" })
      .getByRole("button", { name: "New request" })
      .click();
  }

  async offer(name: string): Promise<void> {
    await this.page.getByRole("main").getByRole("button", { name }).click();
  }
}
