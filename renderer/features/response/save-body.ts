import type { BodyRef } from "../../../shared/model/body.ts";
import type { Host } from "../../host/connect.ts";
import { download } from "../../views/download.ts";

/**
 * Writes a body, in the form that is shown, to a file: through the system's dialog where there is one, else as a browser download.
 * Resolves to bytes written, or null when the person cancelled or the browser took over. Rejects with FailureError.
 */
export async function saveBody(
  host: Pick<Host, "remote" | "info" | "bodyUrl">,
  exchangeId: string,
  body: BodyRef,
  encoded: boolean,
  title: string,
): Promise<number | null> {
  if (!host.info.capabilities.nativeDialogs) {
    download(host.bodyUrl(body.id, { encoded, as: "download" }), body.fileName);
    return null;
  }
  const file = await host.remote["dialogs.saveFile"]({ title, name: body.fileName });
  if (file === null) return null;
  const form = encoded ? "encoded" : "decoded";
  return host.remote["exchange.saveBody"]({ id: exchangeId, bodyId: body.id, form, file });
}
