import type { Imported } from "../../../shared/formats/import/imported.ts";
import {
  isPicked,
  type PickEntry,
  pickEntries,
  type PickFilter,
  withOnly,
} from "../../../shared/formats/import/pick.ts";

/** Options that say which requests of an import are wanted, with their values. */
export type PickOptions = ReadonlyMap<string, string>;

/** Names of those options; each takes a value. */
export const pickNames: readonly string[] = [
  "--method",
  "--host",
  "--type",
  "--status",
  "--match",
  "--entries",
];

/** The import with only what the options ask for; without any, all of it. Null: `--entries` is no list of places. */
export function pickedBy(imported: Imported, options: PickOptions): Imported | null {
  if (options.size === 0) return imported;
  const places = placesOf(options.get("--entries") ?? null);
  if (places === "wrong") return null;
  const filter = filterOf(options);
  const kept = pickEntries(imported).filter(
    (entry) => isPicked(entry, filter) && (places === null || places(entry.index + 1)),
  );
  return withOnly(imported, new Set(kept.map(({ index }) => index)));
}

function filterOf(options: PickOptions): PickFilter {
  const list = (name: string): readonly string[] =>
    (options.get(name) ?? "").split(",").filter((one) => one.trim() !== "");
  const text = options.get("--match");
  return {
    methods: list("--method"),
    hosts: list("--host"),
    types: list("--type"),
    statuses: list("--status"),
    ...(text === undefined ? {} : { text }),
  };
}

/** `1-5,9`, counted from 1. */
function placesOf(list: string | null): ((place: number) => boolean) | null | "wrong" {
  if (list === null) return null;
  const runs: (readonly [number, number])[] = [];
  for (const part of list.split(",")) {
    const [, from = "", to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    if (from === "") return "wrong";
    runs.push([Number(from), Number(to)]);
  }
  return (place) => runs.some(([from, to]) => place >= from && place <= to);
}

/** One line for each request: place, method, status, media type, URL. */
export function pickList(imported: Imported): string {
  return pickEntries(imported)
    .map((entry: PickEntry) => {
      const { index, method, status, type, url } = entry;
      return `${[index + 1, method, status || "-", type || "-", url].join("\t")}\n`;
    })
    .join("");
}
