import { join } from "node:path";
import { formPairs } from "../../electron/client/auth/oauth1.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { requestUrl, splitUrl, type UrlParts } from "../../shared/model/url.ts";
import { resolveLocation } from "../../shared/model/url-redirect.ts";
import { type Area, areaOf, type Case, compared, type TryArea } from "./area.ts";
import { isRecord, jsonFiles, missing, recordsIn, textOf } from "./suites.ts";

type One = Readonly<Record<string, unknown>>;

/** Node 20's own parser passes 876 of the standard's 891; the form a person is shown is made by it. */
const parserFigure = 876 / 891;
/** The data is newer than the parsers of Node 20: Ada's own additions, setters, names in Unicode 16. Envoi brings no parser of its own. */
const extraFigure = 0.8;
const setterFigure = 0.94;
const idnaFigure = 0.96;

/**
 * The URL standard's data, read by its shape: what is shown as the normalised URL, where a redirect leads, IDNA, form data. And every input
 * there is through Envoi's own rule, which must refuse or send, and never fail otherwise.
 */
export const url: TryArea = async (suites) => {
  const absent = missing(suites, "url");
  if (absent !== null) return absent;
  const standard: Case[] = [];
  const extra: Case[] = [];
  const location: Case[] = [];
  const setters: Case[] = [];
  const ascii: Case[] = [];
  const form: Case[] = [];
  const percent: Case[] = [];
  const inputs = new Set<string>();
  for (const { name, data } of await jsonFiles(join(suites, "url"))) {
    // URLPattern is no part of Envoi; the limits of DNS are none of the URL standard's.
    if (/^(?:urlpattern|verifydnslength)/.test(name)) continue;
    for (const one of recordsIn(data)) {
      const input = textOf(one["input"]);
      if (input === null) continue;
      inputs.add(input);
      const id = `${name} ${JSON.stringify(input).slice(0, 60)}`;
      if ("href" in one || one["failure"] === true) {
        (name.startsWith("urltestdata") ? standard : extra).push(parseCase(id, input, one));
        location.push(...locationCase(id, input, one));
      } else if (Array.isArray(one["output"]))
        form.push(compared(id, () => formPairs(input), one["output"]));
      else if (isRecord(one["output"])) percent.push(percentCase(id, input, one["output"]));
      else if ("output" in one) ascii.push(asciiCase(id, input, one["output"]));
    }
    if (!isRecord(data)) continue;
    for (const [property, list] of Object.entries(data)) {
      for (const one of recordsIn(list)) {
        setters.push(setterCase(`${name} ${property}`, property, one));
        inputs.add(`${textOf(one["href"]) ?? ""}${textOf(one["new_value"]) ?? ""}`);
      }
    }
  }
  const own = [...inputs].flatMap((input) => ownCases(input));
  const areas: Area[] = [
    areaOf("url", parserFigure, standard),
    areaOf("url-extra", extraFigure, extra),
    areaOf("url-location", parserFigure, location),
    areaOf("url-setters", setterFigure, setters),
    areaOf("url-toascii", idnaFigure, ascii),
    areaOf("url-encoded", 1, form),
    areaOf("url-percent", 1, percent),
    areaOf("url-own-rule", 1, own),
  ];
  return areas.filter(({ total }) => total > 0);
};

const fields = [
  "href",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "hash",
] as const;

function parse(input: string, base: string | null): URL | null {
  try {
    return base === null ? new URL(input) : new URL(input, base);
  } catch {
    return null;
  }
}

function parseCase(id: string, input: string, one: One): Case {
  const parsed = parse(input, textOf(one["base"]));
  if (one["failure"] === true)
    return { id, problem: parsed === null ? null : `read as ${parsed.href}` };
  const named = fields.filter((field) => field in one);
  const got = (): unknown => (parsed === null ? null : named.map((field) => parsed[field]));
  return compared(
    id,
    got,
    named.map((field) => one[field]),
  );
}

/** A Location as it comes from the wire: UTF-8, one code unit a byte. Where it names a base, this one is HTTP. */
function locationCase(id: string, input: string, one: One): readonly Case[] {
  const base = textOf(one["base"]);
  const wanted = one["failure"] === true ? null : textOf(one["href"]);
  if (base === null || !/^https?:/.test(base)) return [];
  const received = Buffer.from(input, "utf8").toString("latin1");
  return [compared(id, () => resolveLocation(base, received), wanted)];
}

function setterCase(id: string, property: string, one: One): Case {
  const href = textOf(one["href"]) ?? "";
  const value = textOf(one["new_value"]) ?? "";
  const expected = isRecord(one["expected"]) ? one["expected"] : {};
  const names = fields.filter((field) => field in expected);
  const set = (): unknown => {
    const changed = new URL(href);
    Reflect.set(changed, property, value);
    return names.map((name) => changed[name]);
  };
  const wanted = names.map((name) => expected[name]);
  return compared(`${id} ${JSON.stringify([href, value]).slice(0, 60)}`, set, wanted);
}

/** The host that is connected to; a name typed in ASCII goes as it is. */
function asciiCase(id: string, input: string, output: unknown): Case {
  const host = (): string | null => {
    try {
      return requestUrl(`https://${input}/x`, { encode: true }).hostField.toLowerCase();
    } catch (thrown) {
      if (thrown instanceof FailureError) return null;
      throw thrown;
    }
  };
  // Nothing at all between the slashes is no host to ask, whatever the standard makes of it.
  return compared(id, host, output === "" ? null : output);
}

/** Envoi writes UTF-8 and nothing else. */
function percentCase(id: string, input: string, output: One): Case {
  return compared(id, () => parse(`http://a/?${input}`, null)?.search.slice(1), output["utf-8"]);
}

/** Cut into parts and joined it is the same; it is sent, or refused as input, and what is sent can stand in a request line. */
function ownCases(input: string): readonly Case[] {
  const id = JSON.stringify(input).slice(0, 60);
  return [
    compared(`${id} joined`, () => joined(splitUrl(input), input), input),
    ...[false, true].map((encode) => ({ id: `${id} sent`, problem: sentProblem(input, encode) })),
  ];
}

function joined(parts: UrlParts, input: string): string {
  const authority = `${parts.userinfo === null ? "" : `${parts.userinfo}@`}${parts.host}${parts.port === null ? "" : `:${parts.port}`}`;
  const slashes = parts.scheme === "" ? (input.startsWith("//") ? "//" : "") : `${parts.scheme}://`;
  const query = parts.query === null ? "" : `?${parts.query}`;
  return `${slashes}${authority}${parts.path}${query}${parts.fragment === null ? "" : `#${parts.fragment}`}`;
}

function sentProblem(input: string, encode: boolean): string | null {
  try {
    const { target, hostField } = requestUrl(input, { encode });
    return /[\u0000-\u0020\u007f]/.test(target + hostField) ? "would break the request line" : null;
  } catch (thrown) {
    if (thrown instanceof FailureError && thrown.failure.kind === "input") return null;
    return `threw ${thrown instanceof Error ? thrown.name : "something"}`;
  }
}
