import { isRecord, recordsIn, textOf } from "../conformance/suites.ts";
import { createTally, type Found } from "./tally.ts";

/**
 * Insomnia's own importers (to version 4). null: they do not know the file. Examples are not theirs to have; rejects where they cannot read
 * what they know.
 */
export async function byInsomnia(
  text: string,
  load: NodeJS.Require,
): Promise<Partial<Found> | null> {
  const { convert } = load("insomnia-importers") as {
    readonly convert: (text: string) => Promise<unknown>;
  };
  const made = await convert(text);
  const data = isRecord(made) ? made["data"] : undefined;
  if (!isRecord(data)) return null;
  const tally = createTally();
  for (const resource of recordsIn(data["resources"])) {
    const type = textOf(resource["_type"]) ?? "";
    if (type === "request_group") tally.folders += 1;
    else if (/^(?:request|grpc_request|websocket_request)$/.test(type)) tally.requests += 1;
    else continue;
    const auth = isRecord(resource["authentication"]) ? resource["authentication"] : {};
    if (auth["disabled"] !== true) tally.addAuth(textOf(auth["type"]) ?? "");
  }
  const { folders, requests, auth } = tally.found();
  return { folders, requests, auth };
}
