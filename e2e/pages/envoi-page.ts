import type { Locator, Page } from "@playwright/test";
import { DialogPages } from "./dialog-pages.ts";
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

  constructor(page: Page) {
    this.page = page;
    this.sidebar = new SidebarPage(page);
    this.request = new RequestPage(page);
    this.response = new ResponsePage(page);
    this.dialogs = new DialogPages(page);
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

  notice(text: string | RegExp): Locator {
    return this.page.getByRole("region", { name: "Notices" }).getByText(text);
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
