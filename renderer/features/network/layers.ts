import type { Defaults } from "../../../shared/model/collection.ts";
import {
  ownOfApp,
  ownOfDefaults,
  ownOfRequest,
} from "../../../shared/model/network/own-settings.ts";
import type { SettingsLayer } from "../../../shared/model/network/send-settings.ts";
import type { RequestSettings } from "../../../shared/model/request.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import type { Workspace } from "../../../shared/model/workspace.ts";

/** What speaks for every request of a collection, and is not in it. */
export interface Outside {
  readonly app: Settings;
  /** The open workspace, when it lists the collection. */
  readonly workspace: Workspace | null;
}

/** What speaks for a request, nearest first. `above`: outer to inner, the collection first. */
export function layersOfRequest(
  settings: RequestSettings,
  above: readonly Defaults[],
  outside: Outside,
): readonly SettingsLayer[] {
  return [
    { place: "request", name: "", own: ownOfRequest(settings) },
    ...layersOfDefaults(above),
    ...layersOutside(outside),
  ];
}

/** What speaks for everything below a folder or collection, that place first. */
export function layersBelow(
  value: Defaults,
  above: readonly Defaults[],
  outside: Outside,
): readonly SettingsLayer[] {
  return [...layersOfDefaults([...above, value]), ...layersOutside(outside)];
}

/** The workspace, when there is one, and the app. */
export function layersOutside({ app, workspace }: Outside): readonly SettingsLayer[] {
  const own = workspace === null ? null : ownOfDefaults(workspace);
  return [
    ...(own === null || workspace === null
      ? []
      : [{ place: "workspace" as const, name: workspace.name, own }]),
    appLayer(app),
  ];
}

export function appLayer(app: Settings): SettingsLayer {
  return { place: "app", name: "", own: ownOfApp(app) };
}

function layersOfDefaults(defaults: readonly Defaults[]): readonly SettingsLayer[] {
  return defaults
    .map((place, index): SettingsLayer => ({
      place: index === 0 ? "collection" : "folder",
      name: place.name,
      own: ownOfDefaults(place),
    }))
    .reverse();
}
