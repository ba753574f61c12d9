import type { Defaults } from "../../../shared/model/collection.ts";
import {
  ownOfApp,
  ownOfDefaults,
  ownOfRequest,
} from "../../../shared/model/network/own-settings.ts";
import type { SettingsLayer } from "../../../shared/model/network/send-settings.ts";
import type { RequestSettings } from "../../../shared/model/request.ts";
import type { Settings } from "../../../shared/model/settings.ts";

/** What speaks for a request, nearest first. `above`: outer to inner, the collection first. */
export function layersOfRequest(
  settings: RequestSettings,
  above: readonly Defaults[],
  app: Settings,
): readonly SettingsLayer[] {
  return [
    { place: "request", name: "", own: ownOfRequest(settings) },
    ...layersOfDefaults(above),
    appLayer(app),
  ];
}

/** What speaks for everything below a folder or collection, that place first. */
export function layersBelow(
  value: Defaults,
  above: readonly Defaults[],
  app: Settings,
): readonly SettingsLayer[] {
  return [...layersOfDefaults([...above, value]), appLayer(app)];
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
