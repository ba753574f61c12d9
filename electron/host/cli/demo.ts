import { once } from "node:events";
import { toFailure } from "../../../shared/model/failure.ts";
import { startDemo } from "../../demo/server.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { portOf } from "./port.ts";

/** `envoi demo [--port N]`: runs the demo server until interrupted. */
export async function demo(words: readonly string[]): Promise<number> {
  const port = portOf(words);
  if (port === "bad") {
    process.stderr.write("envoi demo: --port takes a number from 0 to 65535\n");
    return exitCodes.usage;
  }
  try {
    const server = await startDemo(port === null ? {} : { port });
    process.stdout.write(`Demo server at ${server.url}\n`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    await server.close();
    return exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    process.stderr.write(`envoi: ${failure.message} ${failure.remedy ?? ""}\n`);
    return exitCodeOf(failure);
  }
}
