import type { ActionInForce } from "../../shared/model/action.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import type { KeptResult } from "../../shared/model/kept-value.ts";
import type { SendContext } from "../collections/send-context.ts";
import type { KeptValues } from "../variables/kept-values.ts";
import { longestBody, takeValues } from "../variables/take.ts";
import type { Bodies } from "./bodies.ts";
import { createMasking, textMask } from "./masking.ts";

export interface TakeFor {
  readonly actions: readonly ActionInForce[];
  readonly exchange: Exchange;
  /** Its heads have masks where secrets were. */
  readonly masked: boolean;
  /** What it held. */
  readonly secrets: Iterable<string>;
  readonly collectionId: CollectionId | null;
  readonly path: ItemPath;
  readonly environment: string | null;
  /** Where the request is. */
  readonly layers: SendContext["layers"];
}

/** Keeps what actions find in the last response of an exchange that has ended. Never rejects. */
export async function takeFor(
  input: TakeFor,
  bodies: Pick<Bodies, "open">,
  kept: KeptValues,
): Promise<readonly KeptResult[]> {
  const { actions, exchange, layers, secrets, masked, ...place } = input;
  const values = new Set(secrets);
  const masking = createMasking(values);
  const folder = layers.findLast(({ scope }) => scope === "folder")?.path ?? null;
  return await takeValues(
    {
      actions,
      exchange,
      mask: masked ? textMask : null,
      place: { ...place, folder },
      holdsSecret: (text) =>
        text !== "" && (values.has(text) || (masking !== null && masking.text(text) !== text)),
      async readText(hop) {
        if (hop.body === null) return "";
        const content = await bodies.open(hop.body.id, "decoded");
        if (content.size > longestBody) return null;
        const parts: Uint8Array[] = [];
        for await (const part of content.read(0, content.size)) parts.push(part);
        return decoderOf(content.charset).decode(Buffer.concat(parts));
      },
    },
    kept,
  );
}

/** JSON is UTF-8 unless the response says otherwise; a charset nobody knows is read as UTF-8. */
function decoderOf(charset: string) {
  try {
    return new TextDecoder(charset === "" ? "utf-8" : charset);
  } catch {
    return new TextDecoder();
  }
}
