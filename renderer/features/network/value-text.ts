import { assertNever } from "../../../shared/model/failure.ts";
import type { ProxySetting } from "../../../shared/model/network/proxy.ts";
import type { SendSettings } from "../../../shared/model/network/send-settings.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatCount, formatDuration } from "../../i18n/format.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { fieldShapes, type SettingKey } from "./fields.ts";

/** Longer lists are counted instead of listed. */
const listed = 2;

/** A value as a few words: "30 s", "Off", "http://proxy.test:3128". Never a password. */
export function valueText<K extends SettingKey>(
  key: K,
  value: SendSettings[K],
  language: Language,
): string {
  const words = networkWords[language];
  const shape = fieldShapes[key];
  switch (shape.kind) {
    case "switch":
      return value === true ? words.on : words.off;
    case "choice":
      return choiceText(key, textOf(value), language);
    case "wait":
      if (value === 0 && shape.zero !== "number") return words[shape.zero];
      return formatDuration(Number(value), language);
    case "size":
      return value === 0 ? words.noLimit : formatBytes(Number(value), language);
    case "rate":
      return value === 0 ? words.noLimit : words.perSecond(formatBytes(Number(value), language));
    case "count":
      return value === 0 ? words.none : formatCount(Number(value), language);
    case "text":
    case "path":
      return value === "" ? words.empty : textOf(value);
    case "servername":
      return value === null ? words.empty : `“${textOf(value)}”`;
    case "lines":
      return listText(value as readonly string[], language);
    case "many":
      return listText(
        (value as SendSettings["retryOn" | "keepMethod" | "schemes"]).map(
          (cause) => words.causes[cause],
        ),
        language,
      );
    case "trailers":
      return listText(
        (value as SendSettings["trailers"]).map(({ name }) => name),
        language,
      );
    case "certificates":
      return listText(
        (value as SendSettings["clientCertificates"])
          .filter(({ disabled }) => disabled !== true)
          .map(({ domain }) => (domain === "" ? words.empty : domain)),
        language,
      );
    case "proxy":
      return proxyText(value as ProxySetting, language);
    default:
      return assertNever(shape);
  }
}

/** The words of one choice of a setting. */
export function choiceText(key: SettingKey, id: string, language: Language): string {
  const { values } = networkWords[language];
  const choices: Readonly<Record<string, string>> = Object.hasOwn(values, key)
    ? values[key as keyof typeof values]
    : {};
  return choices[id] ?? id;
}

function listText(items: readonly string[], language: Language): string {
  const words = networkWords[language];
  if (items.length === 0) return words.none;
  const rest = items.length - listed;
  const shown = items.slice(0, listed).join(", ");
  return rest > 0 ? `${shown} ${words.more(formatCount(rest, language))}` : shown;
}

function proxyText(proxy: ProxySetting, language: Language): string {
  const words = networkWords[language];
  if (proxy.kind === "none") return words.none;
  if (proxy.kind !== "server") return words.proxy.kinds[proxy.kind];
  const { scheme, host, port } = proxy.server;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** A value whose shape says that it is text. */
export function textOf(value: SendSettings[SettingKey]): string {
  return typeof value === "string" ? value : "";
}
