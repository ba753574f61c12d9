import { parseArgs } from "node:util";

export interface LoopbackArguments {
  /** 0: any free port. */
  readonly port: number;
  readonly open: boolean;
  /** null: this person's own. */
  readonly dataFolder: string | null;
  /** null: the page that was built with this program. */
  readonly pageFolder: string | null;
}

export const loopbackUsage = `Usage: envoi serve [options]

Opens Envoi in the browser, from a server on 127.0.0.1 that only you can use.

  --port N      listen on this port (default: any free one)
  --no-open     print the address and do not open a browser
  --data DIR    keep Envoi's own data here
  --ui DIR      serve the built page from here
`;

/** Reads the command line of the loopback host. Gives one plain sentence when it cannot be followed. */
export function readArguments(
  args: readonly string[],
): LoopbackArguments | { readonly problem: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        "no-open": { type: "boolean" },
        data: { type: "string" },
        ui: { type: "string" },
      },
    }));
  } catch (error) {
    return {
      problem: error instanceof Error ? error.message : "This command line cannot be read.",
    };
  }
  const port = values.port ?? "0";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return { problem: "--port takes a number from 0 to 65535." };
  }
  if (values.data === "" || values.ui === "")
    return { problem: "A folder is missing after --data or --ui." };
  return {
    port: Number(port),
    open: values["no-open"] !== true,
    dataFolder: values.data ?? null,
    pageFolder: values.ui ?? null,
  };
}
