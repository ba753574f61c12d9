import { maskTemplates, splitUrl } from "../../../shared/model/url.ts";
import type { TextRange } from "../variables/text-runs.ts";

/** Where the `:name` segments of a URL's path stand, colon included. */
export function pathMarks(url: string): readonly TextRange[] {
  const { path } = splitUrl(url);
  const masked = maskTemplates(url);
  const stop = masked.search(/[?#]/);
  const start = (stop === -1 ? url.length : stop) - path.length;
  return [...masked.slice(start, start + path.length).matchAll(/\/(:[^/]+)/g)].map((match) => ({
    from: start + match.index + 1,
    to: start + match.index + match[0].length,
  }));
}
