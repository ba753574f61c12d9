import type { VariablePlace } from "../../../shared/model/variable.ts";
import type { App } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { choose } from "../../state/session.ts";
import { keyOf } from "../../state/tab.ts";

/** Opens the file a variable is defined in, on the page that shows it. */
export function openPlace(app: App, collectionId: string, place: VariablePlace): void {
  switch (place.kind) {
    case "environment":
      openItem(app, "environment", { collectionId, path: place.name });
      return;
    case "defaults":
      openItem(app, "defaults", { collectionId, path: place.path });
      return;
    case "request": {
      const ref = { collectionId, path: place.path };
      openItem(app, "request", ref);
      choose(app.session, keyOf("request", ref), "request", "variables");
      return;
    }
    case "globals":
  }
}
