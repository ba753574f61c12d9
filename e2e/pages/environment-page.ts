import type { Locator, Page } from "@playwright/test";

/** The picker of environments, and the editor of one. */
export class EnvironmentPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get picker(): Locator {
    return this.page.getByRole("button", { name: /^Environment: / });
  }

  async choose(entry: string): Promise<void> {
    await this.picker.click();
    // The one in use has a tick before its name.
    const item = this.page.getByRole("menuitem", { name: new RegExp(`^(✓\\s*)?${entry}$`) });
    await item.click();
  }

  /** Makes an empty environment; it opens and is the one in use. */
  async create(name: string): Promise<void> {
    await this.choose("New environment");
    const dialog = this.page.getByRole("dialog", { name: "New environment" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Create environment" }).click();
    await dialog.waitFor({ state: "detached" });
    await this.page.getByRole("heading", { name, exact: true }).waitFor();
  }

  cell(column: string, row: number | "new"): Locator {
    const place = row === "new" ? "new row" : `row ${row}`;
    return this.page.getByLabel(new RegExp(`^${column}, ${place}(\\.|$)`));
  }

  /** Adds a variable as row `row`. */
  async add(row: number, name: string, value: string): Promise<void> {
    await this.cell("Name", "new").fill(name);
    await this.cell("Value", row).fill(value);
  }

  /** Adds a variable as row `row` whose value stays on this machine. */
  async addSecret(row: number, name: string, value: string): Promise<void> {
    await this.cell("Name", "new").fill(name);
    await this.cell("Secret", row).click();
    await this.cell("Value", row).fill(value);
    await this.cell("Value", row).press("Enter");
    await this.cell("Value", row)
      .and(this.page.getByPlaceholder("Stored on this machine"))
      .waitFor();
  }
}
