#!/usr/bin/env node
import { delayOptimizing } from "../../base/engine.ts";
import type { exitCodes as ExitCodes } from "./exit-code.ts";

// Each command is loaded when it is asked for: `envoi send` must not pay for the app. Nothing else is loaded before: the engine is set first.
const [command = "help", ...words] = process.argv.slice(2);

const exitCodes = async (): Promise<typeof ExitCodes> => (await import("./exit-code.ts")).exitCodes;

async function run(): Promise<number> {
  switch (command) {
    case "send":
      delayOptimizing();
      return (await import("./send.ts")).send(words);
    case "code":
      return (await import("./code.ts")).code(words);
    case "export":
      return (await import("./export.ts")).exportCommand(words);
    case "import":
      return (await import("./import.ts")).importCommand(words);
    case "secrets":
      return (await import("./secrets/command.ts")).secretsCommand(words);
    case "vars":
      return (await import("./vars.ts")).vars(words);
    case "search":
      return (await import("./search.ts")).searchCommand(words);
    case "workspace":
      return (await import("./workspace.ts")).workspaceCommand(words);
    case "changes":
      return (await import("./changes.ts")).changesCommand(words);
    case "serve":
      delayOptimizing();
      return (await import("../loopback/run.ts")).runLoopback(words);
    case "demo":
      return (await import("./demo.ts")).demo(words);
    case "--version":
    case "-V":
    case "version":
      process.stdout.write(
        `envoi ${(await import("../../base/program.ts")).findProgram(import.meta.url).version}\n`,
      );
      return (await exitCodes()).ok;
    case "help":
    case "--help":
    case "-h":
      process.stdout.write((await import("./help.ts")).usage);
      return (await exitCodes()).ok;
    default:
      process.stderr.write(
        `envoi: unknown command ${command}\n${(await import("./help.ts")).usage}`,
      );
      return (await exitCodes()).usage;
  }
}

process.exitCode = await run();
