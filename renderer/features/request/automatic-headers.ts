import type { Preview } from "../../../shared/contract/index.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { HeaderOrigin } from "../../../shared/model/header.ts";
import type { HttpRequest, RequestSettings } from "../../../shared/model/request.ts";

export type AutomaticOrigin = Exclude<HeaderOrigin, "request" | "raw">;

/** A header the person did not write into this request. */
export interface AutomaticHeader {
  readonly name: string;
  /** As it will be sent, secrets masked; null when it is switched off. */
  readonly value: string | null;
  readonly origin: AutomaticOrigin | null;
  /** The folder or collection it is written in; "" for other origins. */
  readonly place: string;
}

/**
 * Headers that come from elsewhere: those of the preview, or, while there is none, those the folders give; then the
 * names switched off. `inherited` is outer to inner.
 */
export function automaticHeaders(
  request: HttpRequest,
  inherited: readonly Defaults[],
  preview: Preview | null,
): readonly AutomaticHeader[] {
  const off = request.settings.omitHeaders ?? [];
  const isOff = (name: string) => off.some((one) => one.toLowerCase() === name.toLowerCase());
  const known: AutomaticHeader[] = preview
    ? preview.headers.flatMap(({ name, value, origin }) =>
        origin === "request" || origin === "raw" || isOff(name)
          ? []
          : [{ name, value, origin, place: placeOf(name, origin, inherited) }],
      )
    : inherited.flatMap((place, index) =>
        place.headers
          .filter((row) => row.disabled !== true && row.name !== "" && !isOff(row.name))
          .map(({ name, value }) => ({
            name,
            value,
            origin: index === 0 ? ("collection" as const) : ("folder" as const),
            place: place.name,
          })),
      );
  const silenced = off.map((name) => ({ name, value: null, origin: null, place: "" }));
  return [...known, ...silenced];
}

/** The innermost place that writes this header. */
function placeOf(name: string, origin: AutomaticOrigin, inherited: readonly Defaults[]): string {
  if (origin !== "folder" && origin !== "collection") return "";
  const wanted = name.toLowerCase();
  const places = origin === "collection" ? inherited.slice(0, 1) : inherited.slice(1);
  const place = places.findLast(({ headers }) =>
    headers.some((row) => row.disabled !== true && row.name.toLowerCase() === wanted),
  );
  return place?.name ?? "";
}

/** The settings with a header switched on or off. An empty list is left out of the file. */
export function withHeader(settings: RequestSettings, name: string, on: boolean): RequestSettings {
  const { omitHeaders = [], ...rest } = settings;
  const others = omitHeaders.filter((one) => one.toLowerCase() !== name.toLowerCase());
  const next = on ? others : [...others, name];
  return next.length === 0 ? rest : { ...rest, omitHeaders: next };
}
