import type { Locator, Page } from "@playwright/test";

/** The dialog of the cookie jars. */
export class CookiesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: "Cookies" });
  }

  /** By the action of that name. */
  async open(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.page.getByRole("combobox").fill("cookies");
    await this.page.keyboard.press("Enter");
    await this.dialog.waitFor();
  }

  async close(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Close" }).last().click();
    await this.dialog.waitFor({ state: "detached" });
  }

  get form(): Locator {
    return this.dialog.locator("form");
  }

  field(label: string): Locator {
    return this.form.getByRole("textbox", { name: label, exact: true });
  }

  async add(cookie: {
    readonly name: string;
    readonly value: string;
    readonly domain: string;
    readonly path: string;
  }): Promise<void> {
    await this.dialog.getByRole("button", { name: "Add" }).click();
    await this.field("Name").fill(cookie.name);
    await this.field("Value").fill(cookie.value);
    await this.field("Domain").fill(cookie.domain);
    await this.field("Path").fill(cookie.path);
    await this.form.getByRole("button", { name: "Keep" }).click();
  }

  async keep(): Promise<void> {
    await this.form.getByRole("button", { name: "Keep" }).click();
    await this.form.waitFor({ state: "detached" });
  }

  row(name: string): Locator {
    return this.dialog
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  async edit(name: string, domain: string): Promise<void> {
    await this.dialog.getByRole("button", { name: `Edit ${name} of ${domain}` }).click();
  }

  async importFile(file: string): Promise<void> {
    const chosen = this.page.waitForEvent("filechooser");
    await this.dialog.getByRole("button", { name: "Import…" }).click();
    await (await chosen).setFiles(file);
  }

  /** The path of the downloaded file. */
  async exportFile(): Promise<string> {
    const started = this.page.waitForEvent("download");
    await this.dialog.getByRole("button", { name: "Export" }).click();
    return (await started).path();
  }

  async endSession(): Promise<void> {
    await this.dialog.getByRole("button", { name: "End the session" }).click();
  }
}
