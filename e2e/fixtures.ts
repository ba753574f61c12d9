import { type Page, test as base } from "@playwright/test";
import { type Envoi, removeFolder, startEnvoi, tempFolder } from "./loopback/envoi.ts";
import { EnvoiPage } from "./pages/envoi-page.ts";
import { type Recorder, startRecorder } from "./peers/recorder.ts";

interface Fixtures {
  /** Envoi's own data; empty at first. */
  readonly dataFolder: string;
  /** For collections; empty at first. */
  readonly workFolder: string;
  readonly envoi: Envoi;
  /** Envoi in a page, as a person sees it first. */
  readonly app: EnvoiPage;
  readonly recorder: Recorder;
}

/** Each test has its own folders, process, port and token. */
export const test = base.extend<Fixtures>({
  dataFolder: async ({}, use) => {
    const folder = await tempFolder();
    await use(folder);
    await removeFolder(folder);
  },
  workFolder: async ({}, use) => {
    const folder = await tempFolder();
    await use(folder);
    await removeFolder(folder);
  },
  envoi: async ({ dataFolder }, use) => {
    const envoi = await startEnvoi(dataFolder);
    await use(envoi);
    await envoi.kill();
  },
  app: async ({ envoi, page }, use) => {
    const complaints = await collectComplaints(page);
    const app = new EnvoiPage(page);
    await app.open(envoi.address);
    await use(app);
    base.expect(complaints, "errors in the page's console").toEqual([]);
  },
  recorder: async ({}, use) => {
    const recorder = await startRecorder();
    await use(recorder);
    await recorder.close();
  },
});

export const { expect } = test;

const refused = "Refused by our own policy: ";

/** Uncaught errors, and what the content security policy of our own page refused. That of a preview is there to refuse. */
async function collectComplaints(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.text().startsWith(refused)) complaints.push(message.text());
  });
  // Runs in the page, and not in a preview: no script does there.
  await page.addInitScript((prefix) => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`${prefix}${violatedDirective} ${blockedURI}`);
    });
  }, refused);
  return complaints;
}
