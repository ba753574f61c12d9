import { spawn } from "node:child_process";

/** The command that opens an address in this person's browser; null where there is no display to open it on. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  url: string,
): readonly [command: string, ...args: string[]] | null {
  if (platform === "darwin") return ["open", url];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  const display = env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "";
  return display === "" ? null : ["xdg-open", url];
}

/** Opens the address if it can. It is printed anyway, so nothing is said when it cannot. */
export function openBrowser(url: string): void {
  const command = browserCommand(process.platform, process.env, url);
  if (command === null) return;
  const [name, ...args] = command;
  const child = spawn(name, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
