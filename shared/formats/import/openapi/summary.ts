import type { Notes, NoteSeverity } from "../note.ts";
import type { NoteCode } from "../note-text.ts";

/** Of what happens in many requests, the summary has one line. */
export interface Summary {
  /** Counts one more place; `what` is named once. */
  count(code: SummaryCode, what: string, place: readonly string[]): void;
  /** Says everything that was counted. */
  tell(notes: Notes): void;
}

const severities = {
  "openapi-other-auth": "info",
  "openapi-optional-auth": "info",
  "openapi-also-needed": "warning",
  "openapi-other-body": "info",
  "openapi-other-example": "info",
  "openapi-part-headers": "info",
  "openapi-path-undeclared": "warning",
  "openapi-path-unused": "warning",
  "openapi-other-server": "info",
  "openapi-link": "info",
  "openapi-callback": "info",
  "openapi-vendor": "info",
  "openapi-file": "info",
} as const satisfies Partial<Record<NoteCode, NoteSeverity>>;

export type SummaryCode = keyof typeof severities;

const mostNames = 12;

export function createSummary(): Summary {
  const counted = new Map<
    SummaryCode,
    { readonly names: Set<string>; readonly places: Map<string, readonly string[]> }
  >();
  return {
    count: (code, what, place) => {
      const entry = counted.get(code) ?? { names: new Set(), places: new Map() };
      counted.set(code, entry);
      for (const name of what.split(", ")) entry.names.add(name);
      entry.places.set(place.join("\n"), place);
    },
    tell: (notes) => {
      for (const [code, { names, places }] of counted) {
        const shown = [...names].slice(0, mostNames).join(", ");
        const [only] = places.values();
        notes.add(
          severities[code],
          code,
          { count: `${places.size}`, names: names.size > mostNames ? `${shown} …` : shown },
          places.size === 1 && only !== undefined ? { item: only } : {},
        );
      }
    },
  };
}
