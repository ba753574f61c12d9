import { toFailure } from "../../shared/model/failure.ts";
import { showOverlay } from "../state/overlay.ts";
import type { App } from "./app.ts";

/**
 * Opens a folder: as a collection, or, when it is none, as a workspace. One of Bruno's `.bru` files is shown as an import of it. Rejects
 * with the failure of the first.
 */
export async function openPlace(app: App, folder: string): Promise<void> {
  try {
    await app.remote["collections.open"]({ folder });
  } catch (thrown) {
    if (toFailure(thrown).code !== "not-a-collection") throw thrown;
    try {
      await app.remote["workspace.open"]({ folder });
    } catch (second) {
      const listing = await app.remote["files.list"]({ path: folder, files: false }).catch(
        () => null,
      );
      if (listing?.bruno === true)
        return showOverlay(app.overlay, { kind: "import", given: null, from: listing.path });
      // There is a workspace.yml, and it says why it cannot be one; without any the first failure says more.
      throw toFailure(second).kind === "not-found" ? thrown : second;
    }
  }
}
