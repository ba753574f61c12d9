import { downloadContent } from "../../views/download.ts";
import type { App } from "../../app/app.ts";

/** Saves exchanges as an HTTP archive: where the system's dialog says, or among the browser's downloads. Rejects with FailureError. */
export async function saveHar(
  app: App,
  ids: readonly string[],
  { credentials, title }: { readonly credentials: boolean; readonly title: string },
): Promise<void> {
  const name = "history.har";
  if (app.info.capabilities.nativeDialogs) {
    const file = await app.remote["dialogs.saveFile"]({ title, name });
    if (file !== null) await app.remote["exchange.har"]({ ids, credentials, file });
    return;
  }
  const text = await app.remote["exchange.har"]({ ids, credentials, file: null });
  downloadContent(text, name, "application/json");
}
