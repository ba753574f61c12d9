import { readFile } from "node:fs/promises";
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

/** The response of the active tab. */
export class ResponsePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get pane(): Locator {
    return this.page.getByRole("region", { name: "Response", exact: true });
  }

  get status(): Locator {
    return this.pane.getByRole("status").first();
  }

  /** A figure of the status line, by its text. */
  figure(text: string | RegExp): Locator {
    return this.pane.getByRole("button", { name: text });
  }

  async view(name: string): Promise<void> {
    await this.pane
      .getByRole("tablist", { name: "Parts of the response" })
      .getByRole("tab", { name: new RegExp(`^${name}`) })
      .click();
  }

  /** What went wrong, where an error is the result. */
  get problem(): Locator {
    return this.pane.getByRole("region", { name: "Error" });
  }

  /** A button of an error. */
  remedy(name: string): Locator {
    return this.problem.getByRole("button", { name, exact: true });
  }

  get saveBodyButton(): Locator {
    return this.pane.getByRole("button", { name: "Save the body to a file" });
  }

  /** The body as the browser's download gives it. */
  async saveBody(): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [saved] = await Promise.all([
      this.page.waitForEvent("download"),
      this.saveBodyButton.click(),
    ]);
    return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
  }

  /** Which bytes of a coded body are shown: Decoded, or as they came. */
  async bodyCoding(name: string): Promise<void> {
    await this.pane.getByRole("button", { name: /Content coding$/ }).click();
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  /** Everything the wire view has drawn. */
  get wire(): Locator {
    return this.pane.getByRole("region", { name: "Bytes on the wire" });
  }

  /** The whole record of the exchange, as "Save the record" gives it. */
  async saveRecord(): Promise<Buffer> {
    await this.view("Wire");
    const [saved] = await Promise.all([
      this.page.waitForEvent("download"),
      this.pane.getByRole("button", { name: "Save the record" }).click(),
    ]);
    return readFile(await saved.path());
  }

  /** The requests of an exchange that took more than one. */
  get hops(): Locator {
    return this.pane.getByRole("group", { name: "Requests of this exchange" }).getByRole("button");
  }

  /** How the body is shown: Pretty, Raw, Hex or Preview. */
  async bodyView(name: string): Promise<void> {
    await this.pane
      .getByRole("radiogroup", { name: "How to show the body" })
      .getByRole("radio", { name })
      .click();
  }

  /** Scrolls the body to `text` with its own search, and waits until it is drawn. */
  async find(text: string): Promise<void> {
    await this.pane.getByRole("button", { name: "Find in the body" }).click();
    await this.pane.getByRole("textbox", { name: "Find" }).fill(text);
    await expect(this.pane.locator(".view-lines")).toContainText(text);
  }

  get frame(): Locator {
    return this.pane.getByTitle(/^Preview of/);
  }

  /** Inside the preview of a page. */
  get preview(): FrameLocator {
    return this.frame.contentFrame();
  }

  get picture(): Locator {
    return this.pane.getByRole("img", { name: /^Preview of/ });
  }

  /** What of the reply was not as the standard says; absent when all was. */
  get faults(): Locator {
    return this.pane.getByRole("status").filter({ hasText: "Show in Wire" });
  }

  get marks(): Locator {
    return this.pane.getByRole("listbox", { name: "What the bytes mean" });
  }

  /** The HTTP/2 frames of the exchange, and what open ones say. */
  get frameTree(): Locator {
    return this.pane.getByRole("tree", { name: "Frames" });
  }

  get frames(): Locator {
    return this.frameTree.getByRole("treeitem");
  }

  frameOf(text: string | RegExp): Locator {
    return this.frames.filter({ hasText: text }).first();
  }

  /** Lists the frames of one stream, or of the connection. */
  async onlyStream(name: string): Promise<void> {
    await this.pane.getByRole("button", { name: /Which stream$/ }).click();
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  /** How the wire is shown: Frames, Text, Hex or Both. */
  async wireMode(name: string): Promise<void> {
    await this.pane
      .getByRole("radiogroup", { name: "How to show the bytes" })
      .getByRole("radio", { name })
      .click();
  }

  /** Runs of bytes that are lit. */
  get litBytes(): Locator {
    return this.wire.locator("[class*=_lit_]");
  }
}
