import { percentEncode } from "../../shared/model/percent.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import { queryOf } from "../../shared/model/url-params.ts";

/** The URL with a query parameter added, unless its query has one of that name already. */
export function addQuery(
  url: RequestUrl,
  query: { readonly name: string; readonly value: string } | null,
): RequestUrl {
  if (query === null) return url;
  const name = percentEncode(query.name, "value", false);
  if (queryOf(url.target).some((row) => row.name === name || row.name === query.name)) return url;
  const pair = `${name}=${percentEncode(query.value, "value", false)}`;
  const joint = !url.target.includes("?") ? "?" : /[?&]$/.test(url.target) ? "" : "&";
  const added = `${joint}${pair}`;
  return { ...url, target: url.target + added, display: url.display + added };
}
