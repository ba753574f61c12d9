import type { Locator, Page } from "@playwright/test";

/** What lies over the window. */
export class DialogPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  dialog(name: string): Locator {
    return this.page.getByRole("dialog", { name });
  }

  /** Makes a collection in a folder of this machine. */
  async createCollection(parent: string, name: string): Promise<void> {
    const dialog = this.dialog("New collection");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("textbox", { name: "Place" }).fill(parent);
    await dialog.getByRole("button", { name: "Create collection" }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Opens a folder that holds a collection. */
  async openCollection(folder: string): Promise<void> {
    const dialog = this.dialog("Open a collection");
    await dialog.getByRole("button", { name: "Type a path" }).click();
    await dialog.getByRole("textbox", { name: "Path" }).fill(folder);
    await dialog.getByRole("textbox", { name: "Path" }).press("Enter");
    await dialog.getByRole("button", { name: /^Open ./ }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Gives a request its first file, in the collection that is offered. */
  async saveRequest(name: string): Promise<void> {
    const dialog = this.dialog("Save request");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }
}
