import type { Locator, Page } from "@playwright/test";

/** The settings about secrets, and what an environment says of each. */
export class SecretsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: "Settings" });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+,");
    await this.dialog.getByRole("tab", { name: "Secrets" }).click();
  }

  async close(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Close" }).click();
    await this.dialog.waitFor({ state: "detached" });
  }

  get programs(): Locator {
    return this.dialog.getByRole("region", { name: "Password managers and programs" });
  }

  get sharing(): Locator {
    return this.dialog.getByRole("region", { name: "Sharing with a team" });
  }

  get team(): Locator {
    return this.page.getByRole("region", { name: "Shared secrets" });
  }

  /** Chooses in a list that shows what is chosen. */
  async choose(within: Locator, label: string, option: string): Promise<void> {
    await within.getByRole("button", { name: new RegExp(`${label}$`) }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  /** An entry of the menu beside a secret's value. */
  async from(name: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: `Where ${name} comes from` }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
