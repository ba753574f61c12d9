import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import type { Bounds } from "./security.ts";

/** Where the window was. Nothing of a person's work, so the newest write wins and a damaged file is forgotten. */
export interface WindowState {
  readonly bounds: Bounds;
  readonly maximized: boolean;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32_768));
const place = v.pipe(v.number(), v.integer(), v.minValue(-65_536), v.maxValue(65_536));
const schema = v.object({
  bounds: v.object({ x: place, y: place, width: size, height: size }),
  maximized: v.boolean(),
});

const usual: WindowState = { bounds: { width: 1360, height: 860 }, maximized: false };

/** The stored state, or the usual one. Never throws. */
export function readWindowState(file: string): WindowState {
  try {
    const result = v.safeParse(schema, JSON.parse(readFileSync(file, "utf8")));
    return result.success ? result.output : usual;
  } catch {
    return usual;
  }
}

/** Never throws: a full disk must not keep a window from closing. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, file);
  } catch {
    return;
  }
}

/** Enough of the title bar to take hold of, in px. */
const grip = { width: 120, height: 32 };

/**
 * Bounds that can be seen and moved: on a screen that is still there, no larger than it. Without a place, the system
 * centres the window.
 * @param areas work areas of the screens, the primary one first
 */
export function visibleBounds(bounds: Bounds, areas: readonly Area[]): Bounds {
  const { x, y } = bounds;
  const home =
    x === undefined || y === undefined ? undefined : areas.find((area) => shows(area, bounds));
  const area = home ?? areas[0];
  const width = Math.min(bounds.width, area?.width ?? bounds.width);
  const height = Math.min(bounds.height, area?.height ?? bounds.height);
  return home === undefined || x === undefined || y === undefined
    ? { width, height }
    : { x, y, width, height };
}

/** True when the window's title bar can be taken hold of on this screen. */
function shows(area: Area, { x = 0, y = 0, width }: Bounds): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= grip.width && y >= area.y && y <= area.y + area.height - grip.height;
}
