import type { Locator, Page } from "@playwright/test";
import { DialogPages } from "./dialog-pages.ts";
import { EnvironmentPage } from "./environment-page.ts";
import { PalettePage } from "./palette-page.ts";
import { RequestPage } from "./request-page.ts";
import { ResponsePage } from "./response-page.ts";
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

  constructor(page: Page) {
    this.page = page;
    this.sidebar = new SidebarPage(page);
    this.request = new RequestPage(page);
    this.response = new ResponsePage(page);
    this.dialogs = new DialogPages(page);
    this.environments = new EnvironmentPage(page);
    this.palette = new PalettePage(page);
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

  /** Runs an action by its name, by keyboard. */
  async runFromPalette(name: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.palette.run(name);
  }

  /** Where the focus is: a name that tells elements apart, and whether something is drawn around it. */
  async focusStop(): Promise<{ path: string; name: string; marked: boolean } | null> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const steps: string[] = [];
      for (let node: Element | null = element; node; node = node.parentElement) {
        steps.unshift(String([...(node.parentElement?.children ?? [])].indexOf(node)));
      }
      const marked = (node: Element | null, depth: number): boolean => {
        if (!node || depth > 3) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
        const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
        return outlined || boxShadow !== "none" || marked(node.parentElement, depth + 1);
      };
      return {
        path: steps.join("/"),
        name: `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 40)}`,
        marked: marked(element, 0),
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
