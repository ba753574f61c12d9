import { readFile } from "node:fs/promises";
import type { EnvoiPage } from "./pages/envoi-page.ts";
import { expect, test } from "./fixtures.ts";
import { startHeld } from "./peers/held.ts";

// The demo collection: every request of it is sent and shows what it is there to show.

interface Shown {
  readonly status?: RegExp;
  /** In the body as it is shown first. */
  readonly body?: string | RegExp;
  readonly also?: (app: EnvoiPage) => Promise<void>;
}

const decoded = (coding: string): Shown => ({
  body: `This line was sent as ${coding} and is shown decoded.`,
  also: async (app) => expect(app.response.pane).toContainText("decoded)"),
});

const broken = (fault: string): Shown => ({
  status: /./,
  also: async (app) => expect(app.response.faults).toContainText(fault),
});

const groups: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  "": {
    Echo: {
      also: async (app) => {
        // The whole of it is longer than the window shows.
        await app.response.find("envoi-demo");
        await app.response.find("12345678901234567890");
      },
    },
    Status: { status: /418/, body: "This is status 418." },
    "Basic auth": { status: /401/, body: "Sign in with that user name" },
    "A page": { also: pageWithoutScripts },
    "A picture": {
      also: async (app) => {
        await expect(app.response.picture).toBeVisible();
        await expect(app.response.pane).toContainText("96 × 64 px");
      },
    },
    "Raw exchange": { body: "/echo" },
  },
  Flow: {
    "Redirect chain": {
      also: async (app) => {
        await expect(app.response.hops).toHaveCount(4);
        await app.response.hops.first().click();
        await expect(app.response.status).toHaveText(/302 Found/);
      },
    },
    Cookies: {
      body: "flavour=vanilla",
      also: async (app) => {
        await app.response.hops.first().click();
        await app.response.view("Cookies");
        await expect(app.response.pane).toContainText("flavour");
        await expect(app.response.pane).toContainText("Stored");
        await app.response.view("Body");
      },
    },
    "Slow answer": { body: "/delay/3000" },
  },
  Codings: {
    gzip: decoded("gzip"),
    deflate: decoded("deflate"),
    br: decoded("br"),
    zstd: decoded("zstd"),
  },
  Streams: {
    "Chunks and trailers": {
      also: async (app) => {
        await app.response.view("Headers");
        await expect(app.response.pane.getByRole("table", { name: "Trailers" })).toBeVisible();
        await app.response.view("Body");
      },
    },
    "Early hints": {
      body: "103 Early Hints came before this.",
      also: async (app) => {
        await app.response.view("Headers");
        await expect(app.response.pane).toContainText("103 Early Hints");
        await expect(app.response.pane).toContainText("rel=preload");
        await app.response.view("Body");
      },
    },
    "Server-sent events": { body: "The crew says hello" },
  },
  Malformed: {
    "Bad chunk size": broken("A chunk does not begin with its size in hex."),
    "Cut short": broken("The connection ended before Content-Length bytes had come."),
    "Two framings": broken("Both Content-Length and Transfer-Encoding are there"),
    "Bare line feeds": broken("A line ends with LF alone."),
    "Broken status line": broken("The status code is not a number."),
  },
};

for (const [folder, requests] of Object.entries(groups)) {
  test(`every request of the demo: ${folder || "top"}`, async ({ app }) => {
    await openDemo(app);
    if (folder !== "") await app.sidebar.expand(new RegExp(`^${folder}`));
    for (const [name, shown] of Object.entries(requests)) {
      await app.sidebar.item(new RegExp(`(^|\\s)${name}$`)).dblclick();
      await expect(app.tab(name)).toBeVisible();
      await app.request.send();
      await expect(app.response.status, name).toHaveText(shown.status ?? /200/);
      if (shown.body !== undefined) {
        await expect(app.response.pane, name).toContainText(shown.body);
      }
      await shown.also?.(app);
    }
  });
}

async function openDemo(app: EnvoiPage): Promise<void> {
  await app.offer("Try the demo");
  await expect(app.sidebar.item("Envoi demo")).toBeVisible();
  await app.sidebar.expand("Envoi demo");
  await expect(app.sidebar.item(/Echo$/)).toBeVisible();
}

/** The page of the demo holds a script that would turn its sentence red. */
async function pageWithoutScripts(app: EnvoiPage): Promise<void> {
  await app.response.bodyView("Preview");
  const page = app.response.preview;
  await expect(page.getByText("No script of this page runs here")).toHaveCSS(
    "color",
    "rgb(0, 0, 0)",
  );
  await expect(app.response.frame).toHaveAttribute("sandbox", "");
}

test("100 MB to disk: the window answers while it comes, the server's memory does not grow with it", async ({
  app,
  envoi,
}) => {
  test.setTimeout(120_000);
  const held = await startHeld(100_000_000);
  try {
    await app.newRequest();
    await app.request.setUrl(held.url);
    const before = await peakMemory(envoi.process.pid);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200/);
    // Still running: another request is made and named meanwhile.
    await expect(app.request.cancelButton).toBeVisible();
    await app.newRequest();
    await app.request.setUrl("http://127.0.0.1:9/typed-meanwhile");
    await expect(app.request.url).toHaveValue("http://127.0.0.1:9/typed-meanwhile");
    await app.tabs.first().getByRole("button").first().click();
    await expect(app.request.cancelButton).toBeVisible();
    held.release();
    await expect(app.request.sendButton).toBeVisible({ timeout: 90_000 });
    await expect(app.response.pane).toContainText("100\u00a0MB");
    const grown = (await peakMemory(envoi.process.pid)) - before;
    expect(grown, "MB of memory at the peak above the memory before").toBeLessThan(80);
  } finally {
    await held.close();
  }
});

/** The most memory a process has had so far, in MB (VmHWM of proc(5)). */
async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
