import type { Locator, Page } from "@playwright/test";

/** The request of the active tab. */
export class RequestPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get url(): Locator {
    return this.page.getByLabel("URL", { exact: true });
  }

  get method(): Locator {
    return this.page.getByLabel("Method", { exact: true });
  }

  get sendButton(): Locator {
    return this.page.getByRole("main").getByRole("button", { name: "Send", exact: true });
  }

  get cancelButton(): Locator {
    return this.page.getByRole("main").getByRole("button", { name: "Cancel", exact: true }).first();
  }

  /** What stands in the way of sending. */
  get problem(): Locator {
    return this.page.getByRole("main").getByRole("status");
  }

  async setUrl(url: string): Promise<void> {
    await this.url.fill(url);
  }

  async setMethod(method: string): Promise<void> {
    await this.method.fill(method);
    await this.method.press("Escape");
  }

  async send(): Promise<void> {
    await this.sendButton.click();
  }

  get parts(): Locator {
    return this.page.getByRole("tablist", { name: "Parts of the request" });
  }

  async part(name: string | RegExp): Promise<void> {
    await this.parts.getByRole("tab", { name }).click();
  }

  get partTab(): Locator {
    return this.parts.getByRole("tab", { selected: true });
  }

  /** In the settings of the request. */
  get verification(): Locator {
    return this.page.getByRole("switch", { name: "Verify the certificate" });
  }

  /** All headers of the request's own, one a line: `Name: value`. */
  async setHeaders(lines: readonly string[]): Promise<void> {
    await this.part(/^Headers/);
    await this.#editAsText();
    await this.page.getByRole("textbox", { name: "Headers, one a line" }).fill(lines.join("\n"));
  }

  automaticHeader(name: string): Locator {
    return this.page.getByRole("checkbox", { name: `Send ${name}`, exact: true });
  }

  /** Leaves out headers that Envoi would add. Their rows come with the preview. */
  async leaveOut(...names: readonly string[]): Promise<void> {
    await this.part(/^Headers/);
    for (const name of names) await this.automaticHeader(name).uncheck();
  }

  async chooseBody(kind: string): Promise<void> {
    const choose = this.page.getByRole("button", { name: "Kind of body" });
    if (!(await choose.isVisible())) await this.part(/^Body/);
    await choose.click();
    await this.page.getByRole("option", { name: kind, exact: true }).click();
  }

  /** The code editor of a JSON, XML or text body. */
  get body(): Locator {
    return this.page.getByRole("textbox", { name: "Body", exact: true });
  }

  async setBody(kind: string, text: string): Promise<void> {
    await this.chooseBody(kind);
    await this.type("Body", text);
  }

  /** What the code editors underline as wrong. */
  get mistakes(): Locator {
    return this.page.locator(".squiggly-error");
  }

  /** Replaces what a code editor holds. */
  async type(editor: string, text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: editor, exact: true }).focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  /** Form fields, one a line: `name=value`. */
  async setForm(lines: readonly string[]): Promise<void> {
    await this.chooseBody("Form");
    await this.#editAsText();
    await this.page
      .getByRole("textbox", { name: "Form fields, one a line" })
      .fill(lines.join("\n"));
  }

  /** A cell of a table of rows; `row` counts from 1, or the empty row at the end. */
  cell(column: string, row: number | "new"): Locator {
    const place = row === "new" ? "new row" : `row ${row}`;
    return this.page.getByRole("table").getByLabel(`${column}, ${place}`, { exact: true });
  }

  async addTextPart(row: number, name: string, value: string): Promise<void> {
    await this.cell("Name", "new").fill(name);
    await this.cell("Value", row).fill(value);
  }

  /** Adds a part that is a file, picked from this machine. */
  async addFilePart(row: number, name: string, file: string): Promise<void> {
    await this.cell("Name", "new").fill(name);
    await this.page.getByRole("button", { name: `Kind, row ${row}` }).click();
    await this.page.getByRole("option", { name: "File", exact: true }).click();
    await this.page
      .getByRole("row")
      .nth(row - 1)
      .getByRole("button", { name: "Choose a file" })
      .click();
    await this.pickFile(file);
  }

  async setFileBody(file: string): Promise<void> {
    await this.chooseBody("File");
    await this.page.getByRole("button", { name: "Add a file" }).click();
    await this.pickFile(file);
  }

  /** In the picker that is open. */
  async pickFile(file: string): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    const at = file.lastIndexOf("/");
    await dialog.getByRole("button", { name: "Type a path" }).click();
    await dialog.getByRole("textbox", { name: "Path" }).fill(file.slice(0, at));
    await dialog.getByRole("textbox", { name: "Path" }).press("Enter");
    await dialog.getByRole("treeitem", { name: file.slice(at + 1) }).click();
    await dialog.getByRole("button", { name: "Choose", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }

  get rawTarget(): Locator {
    return this.page.getByLabel("Target host and port", { exact: true });
  }

  get rawText(): Locator {
    return this.page.getByRole("textbox", { name: "Bytes to send, as text" });
  }

  async setLineEnds(ends: "CR LF" | "LF"): Promise<void> {
    await this.page
      .getByRole("radiogroup", { name: "Line ends" })
      .getByRole("radio", { name: ends, exact: true })
      .click();
  }

  async #editAsText(): Promise<void> {
    await this.page
      .getByRole("radiogroup", { name: "Edit as" })
      .getByRole("radio", { name: "Text" })
      .click();
  }
}
