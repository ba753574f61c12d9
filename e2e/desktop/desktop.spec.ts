import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { type DesktopApp, ground, startDesktop, startSecond } from "./desktop-app.ts";

// What only the desktop has: window, scheme, preload, menu, dialogs, one instance. Behaviour of the app itself is covered through the
// loopback host. Runs on the real Electron where its program is, else on the stand-in; the report says which.

const test = base.extend<{ dataFolder: string; app: DesktopApp }>({
  dataFolder: async ({}, use, info) => {
    info.annotations.push({ type: "ground", description: ground });
    const folder = mkdtempSync(join(tmpdir(), "envoi-desktop-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ dataFolder }, use) => {
    const app = await startDesktop(dataFolder);
    await use(app);
    await app.quit();
  },
});

test.beforeAll(() => console.log(`Desktop specs run on the ${ground}.`));

test("opens the page through its scheme, with the policy and no error", async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole("main").first()).toBeVisible();
  const policy = await page.evaluate(async () => {
    const answer = await fetch("/");
    return answer.headers.get("content-security-policy");
  });
  expect(policy).toContain("script-src 'self'");
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) =>
          resolve(event.effectiveDirective),
        );
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
      }),
  );
  expect(blocked).toMatch(/^script-src/);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});

test("gives the page two functions and nothing of Electron or Node", async ({ app }) => {
  const seen = await app.page.evaluate(() => ({
    envoi: Object.keys((window as never as { envoi: object }).envoi).sort(),
    globals: ["require", "process", "module", "Buffer", "electron", "ipcRenderer"].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ envoi: ["onFrame", "send"], globals: [] });
});

test("stays on its page: no navigation, no window, no other origin", async ({ app }) => {
  const { page } = app;
  const before = page.url();
  const results = await page.evaluate(async () => {
    const refused = (url: string) =>
      fetch(url).then(
        () => `${url} was answered`,
        () => null,
      );
    return Promise.all([
      refused("https://example.org/"),
      refused("http://127.0.0.1:9/"),
      fetch("/../package.json").then(({ status }) => (status === 404 ? null : "climbed")),
      fetch("/assets/%2e%2e%2f%2e%2e/main/cli.js").then(({ status }) =>
        status === 404 ? null : "climbed",
      ),
    ]);
  });
  expect(results.filter((result) => result !== null)).toEqual([]);
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "https://example.org/";
    document.body.append(frame);
    window.open("file:///etc/passwd");
    window.location.href = "https://example.org/away";
  });
  await expect(page.getByRole("main").first()).toBeVisible();
  expect(page.url()).toBe(before);
  expect(page.context().pages()).toHaveLength(1);
});

test("builds the native menu from the page's actions and runs what is chosen", async ({ app }) => {
  await expect(async () => expect((await app.menuTitles()).length).toBeGreaterThan(4)).toPass();
  expect(await app.chooseMenu("settings.open")).toBe(true);
  await expect(app.page.getByRole("dialog")).toBeVisible();
  expect(await app.chooseMenu("no.such.action")).toBe(false);
});

test("remembers where its window was", async ({ app, dataFolder }) => {
  await expect(app.page.getByRole("main").first()).toBeVisible();
  await app.quit();
  const state: unknown = JSON.parse(readFileSync(join(dataFolder, "window.json"), "utf8"));
  expect(state).toMatchObject({ bounds: { width: 1360 }, maximized: false });
});

test("is there once: a second start hands over and ends", async ({ app, dataFolder }) => {
  test.skip(ground !== "stand-in", "the second process is started by the stand-in's loader");
  await expect(app.page.getByRole("main").first()).toBeVisible();
  expect(await startSecond(dataFolder)).toBe(0);
  await expect(app.page.getByRole("main").first()).toBeVisible();
});

test("the preload needs Electron and nothing else", () => {
  const preload = readFileSync(new URL("../../dist/desktop/preload.cjs", import.meta.url), "utf8");
  const required = [...preload.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name);
  expect(required).toEqual(['"electron"']);
  expect(preload).not.toMatch(/\bimport\b\s*\(/);
  expect(preload.length).toBeLessThan(2000);
});
