import os from "node:os";
import { type Contract, kinds } from "../../../shared/contract/index.ts";
import { serve } from "../../../shared/contract/server.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { createApp } from "../../app.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { delayOptimizing } from "../../base/engine.ts";
import { logFault } from "../../base/log.ts";
import { findProgram } from "../../base/program.ts";
import { errorCode } from "../../base/storage-failure.ts";
import { type LoopbackArguments, loopbackUsage, readArguments } from "./arguments.ts";
import { openBrowser } from "./browser.ts";
import { type LoopbackServerOptions, startServer } from "./server.ts";
import { listStaticFiles, type StaticFile } from "./static-files.ts";

/** Envoi in a browser, running. */
export interface Loopback {
  /** Works once: it holds the one-time token. */
  readonly url: string;
  readonly origin: string;
  /** Closes the page's link, ends what runs and writes what is not on disk yet. */
  close(): Promise<void>;
}

/** The built page is not where it should be. */
export class PageMissingError extends Error {
  constructor() {
    super("Envoi's page is not built.");
    this.name = "PageMissingError";
  }
}

/** Builds the app and opens its server. Rejects with PageMissingError, FailureError `storage`, or the error of `listen`. */
export async function openLoopback(
  options: Omit<LoopbackArguments, "open"> & Pick<LoopbackServerOptions, "page">,
): Promise<Loopback> {
  const program = findProgram(import.meta.url);
  const files =
    options.page === undefined
      ? await listStaticFiles(options.pageFolder ?? program.page).catch(() => null)
      : new Map<string, StaticFile>();
  if (files === null || (options.page === undefined && !files.has("/")))
    throw new PageMissingError();
  const dataFolder =
    options.dataFolder ?? defaultDataFolder(process.platform, process.env, os.homedir());
  const app = await createApp({
    dataFolder,
    ports: {
      host: "loopback",
      version: program.version,
      keyLogFile: process.env["SSLKEYLOGFILE"] ?? "",
      secretVariables: process.env,
      capabilities: {
        nativeDialogs: false,
        nativeMenu: false,
        systemTrash: false,
        keychain: false,
        windowChrome: false,
      },
    },
  });
  try {
    const server = await startServer({
      port: options.port,
      files,
      page: options.page,
      openContent: (route) =>
        route.kind === "body"
          ? app.openBody(route.id, route.encoded, route.use === "download")
          : app.openWire(route.id, route.side),
      accept: (link) => void serve<Contract>(link, kinds, app.handlers, { onUnexpected: logFault }),
    });
    return {
      url: server.url,
      origin: server.origin,
      close: async () => {
        await server.close();
        await app.close();
      },
    };
  } catch (thrown) {
    await app.close();
    throw thrown;
  }
}

/**
 * `envoi serve`: runs until SIGINT, SIGTERM or SIGHUP. Gives the exit code: 0, 1 (could not start) or 2 (command line).
 * @param page development only: where the page comes from instead of the built files
 */
export async function runLoopback(
  words: readonly string[],
  page?: LoopbackServerOptions["page"],
): Promise<number> {
  if (words.includes("--help")) {
    process.stdout.write(loopbackUsage);
    return 0;
  }
  const args = readArguments(words);
  if ("problem" in args) {
    process.stderr.write(`${args.problem}\n${loopbackUsage}`);
    return 2;
  }
  delayOptimizing();
  const stopped = nextSignal();
  // One forgotten promise must not take the person's work down with it.
  process.on("unhandledRejection", (thrown) => logFault("background", thrown));
  let running: Loopback;
  try {
    running = await openLoopback({ ...args, page });
  } catch (thrown) {
    process.stderr.write(`${whyNot(thrown, args.port)}\n`);
    return 1;
  }
  process.stdout.write(`Envoi is open at ${running.url}\n`);
  if (args.open) openBrowser(running.url);
  await stopped;
  await running.close();
  return 0;
}

/** The first signal asks to end well; a second one ends at once, as it would by itself. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
}

function whyNot(thrown: unknown, port: number): string {
  if (thrown instanceof PageMissingError) return `${thrown.message} Run: npm run build`;
  const code = errorCode(thrown);
  if (code === "EADDRINUSE")
    return `Port ${port} is taken by another program. Choose another, or none.`;
  if (code === "EACCES" && port > 0 && port < 1024)
    return `Port ${port} needs rights that you do not have.`;
  if (thrown instanceof FailureError) {
    const { message, remedy } = thrown.failure;
    return [`Envoi could not be started: ${message}`, remedy].filter(Boolean).join("\n");
  }
  logFault("start", thrown);
  return "Envoi could not be started.";
}
