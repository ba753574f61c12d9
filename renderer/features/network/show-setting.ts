import { focusPlace } from "../../actions/focus-place.ts";
import type { App } from "../../app/app.ts";
import { choose } from "../../state/session.ts";
import { groups, type SettingKey } from "./fields.ts";
import { openGroup } from "./open-groups.ts";

/** Brings a setting of the request of a tab into sight and gives it the focus. */
export function showSetting(app: App, tabKey: string, key: SettingKey | "verification"): void {
  const group =
    key === "verification" ? "tls" : groups.find(({ keys }) => keys.includes(key))?.name;
  if (group !== undefined) openGroup(app.session, tabKey, group);
  choose(app.session, tabKey, "request", "settings");
  focusPlace(`setting-${key}`);
}
