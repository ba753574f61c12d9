import type { VariablePlace } from "../../../shared/model/variable.ts";
import type { App } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { choose } from "../../state/session.ts";
import { keyOf, type Target } from "../../state/tab.ts";

/** Opens the file a variable is defined in, on the page that shows it; its row gets the focus when the variable is named. */
export function openPlace(
  app: App,
  collectionId: string,
  place: VariablePlace,
  name: string | null = null,
): void {
  const open = (target: Target, id: string, path: string) => {
    const ref = { collectionId: id, path };
    const key = keyOf(target, ref);
    openItem(app, target, ref);
    if (target === "defaults") choose(app.session, key, "part", "variables");
    if (target === "request") choose(app.session, key, "request", "variables");
    if (name !== null) app.sought.setState({ sought: { key, name } });
  };
  switch (place.kind) {
    case "environment":
      return open("environment", collectionId, place.name);
    case "defaults":
      return open("defaults", collectionId, place.path);
    case "request":
      return open("request", collectionId, place.path);
    case "globals": {
      const { id } = app.workspace.getState().value.globals;
      if (id !== null) open("environment", id, place.name);
    }
  }
}
