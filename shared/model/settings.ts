import type { OwnNetwork } from "./network/network.ts";

export interface Settings {
  readonly theme: "system" | "light" | "dark" | "contrast";
  readonly language: "system" | "en" | "fr";
  /** px, 11–16. */
  readonly fontSize: number;
  readonly layout: "horizontal" | "vertical";
  /** ms; 0 = none. */
  readonly timeout: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  readonly encodeUrl: boolean;
  /** How requests travel when nothing nearer says otherwise. */
  readonly network: OwnNetwork;
  /** File to append the secrets of TLS connections to (NSS key log format, for Wireshark); "": none. Of this machine alone. */
  readonly keyLogFile: string;
  /** Exchanges kept on disk before the oldest go. */
  readonly historyLimit: number;
  /** Whether large files that are sent are copied into the history; else it refers to them, and shows their bytes as long as they stay the same. */
  readonly copySentFiles: boolean;
  /** Remapped keys: action id → key text such as "Mod+Enter". */
  readonly keys: Readonly<Record<string, string>>;
}

export const defaultSettings: Settings = {
  theme: "system",
  language: "system",
  fontSize: 13,
  layout: "vertical",
  timeout: 0,
  followRedirects: true,
  maxRedirects: 50,
  encodeUrl: false,
  network: {},
  keyLogFile: "",
  historyLimit: 200,
  copySentFiles: false,
  keys: {},
};
