import { _electron } from "@playwright/test";
import type { DesktopApp } from "./desktop-app.ts";

/** The same on the real Electron. What the tests must not see for themselves (dialogs, the browser) is answered inside main. */
export async function startOnElectron(
  program: string,
  words: readonly string[],
): Promise<DesktopApp> {
  const app = await _electron.launch({ executablePath: program, args: ["--no-sandbox", ...words] });
  await app.evaluate(({ dialog, shell }) => {
    const world = {
      files: [] as (string | null)[],
      buttons: [] as number[],
      opened: [] as string[],
    };
    Object.assign(globalThis, { envoiTest: world });
    dialog.showOpenDialog = () => {
      const path = world.files.shift() ?? null;
      return Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] });
    };
    dialog.showSaveDialog = () => {
      const path = world.files.shift() ?? null;
      return Promise.resolve({ canceled: path === null, filePath: path ?? "" });
    };
    dialog.showMessageBox = () =>
      Promise.resolve({ response: world.buttons.shift() ?? 0, checkboxChecked: false });
    shell.openExternal = (url) => Promise.resolve(void world.opened.push(url));
  });
  const page = await app.firstWindow();
  return {
    page,
    chooseMenu: (id) =>
      app.evaluate(({ Menu }, wanted) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
        item?.click();
        return item !== null && item !== undefined;
      }, id),
    menuTitles: () =>
      app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []),
    answerFile: (path) =>
      app.evaluate((_electronModule, value) => {
        (globalThis as never as { envoiTest: { files: unknown[] } }).envoiTest.files.push(value);
      }, path),
    answerQuestion: (button) =>
      app.evaluate((_electronModule, value) => {
        (globalThis as never as { envoiTest: { buttons: unknown[] } }).envoiTest.buttons.push(
          value,
        );
      }, button),
    opened: () =>
      app.evaluate(
        () => (globalThis as never as { envoiTest: { opened: string[] } }).envoiTest.opened,
      ),
    quit: () => app.close(),
    kill: async () => {
      const child = app.process();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}
