/** Colours an environment may take. They are values of the file, so they are the same in every theme. */
export const colours = [
  { name: "red", value: "#e5484d" },
  { name: "orange", value: "#f76b15" },
  { name: "yellow", value: "#e2a336" },
  { name: "green", value: "#46a758" },
  { name: "teal", value: "#12a594" },
  { name: "blue", value: "#3e8ef7" },
  { name: "purple", value: "#8e4ec6" },
  { name: "pink", value: "#d6409f" },
] as const;

/** A colour from a file as CSS may have it: only `#rgb` and `#rrggbb`; anything else is no colour. */
export function safeColour(colour: string | undefined): string | null {
  return colour !== undefined && /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(colour) ? colour : null;
}
