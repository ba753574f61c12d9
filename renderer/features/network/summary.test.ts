import { expect, test } from "vitest";
import {
  defaultSendSettings,
  type OwnSendSettings,
  type SettingsLayer,
} from "../../../shared/model/network/send-settings.ts";
import { networkFields } from "../../i18n/messages/network-fields.ts";
import { fieldShapes, groups, type SettingKey } from "./fields.ts";
import { groupSummary, ownCount } from "./summary.ts";
import { valueText } from "./value-text.ts";

const layers = (...own: readonly OwnSendSettings[]): readonly SettingsLayer[] =>
  own.map((each, index) => ({
    place: index === 0 ? "request" : "collection",
    name: "Harbour",
    own: each,
  }));
const summary = (name: string, ...own: readonly OwnSendSettings[]) => {
  const group = groups.find((candidate) => candidate.name === name);
  return group === undefined
    ? ""
    : groupSummary(group, layers(...own), "en").replaceAll("\u00a0", " ");
};

test("every setting stands in one group, with words in both languages", () => {
  const keys = Object.keys(defaultSendSettings).toSorted();
  expect(Object.keys(fieldShapes).toSorted()).toEqual(keys);
  expect(groups.flatMap((group) => group.keys).toSorted()).toEqual(keys);
  for (const language of ["en", "fr"] as const)
    expect(Object.keys(networkFields[language]).toSorted()).toEqual(keys);
});

test("every value Envoi has by itself can be said", () => {
  for (const key of Object.keys(defaultSendSettings) as SettingKey[]) {
    const text = valueText(key, defaultSendSettings[key], "fr");
    expect(text, key).not.toBe("");
    expect(text, key).not.toContain("[object");
  }
});

test("a summary says what differs, nearest first, and never a password", () => {
  expect(summary("timeouts", {})).toBe("No limits");
  expect(summary("timeouts", { connectTimeout: 5000 }, { timeout: 30_000 })).toBe(
    "Timeout: 30 s · Connecting: 5 s",
  );
  expect(summary("timeouts", { timeout: 0 }, { timeout: 30_000 })).toBe("No limits");
  expect(
    summary("tls", {
      tlsMin: "1.0",
      tlsMax: "1.2",
      servername: "",
      groups: "X25519",
      caFile: "ca.pem",
    }),
  ).toBe("Lowest version: TLS 1.0 · Highest version: TLS 1.2 · Server name: “” +2");
  expect(
    summary("proxy", {
      proxy: {
        kind: "server",
        server: {
          scheme: "socks5h",
          host: "::1",
          port: 1080,
          username: "ana",
          password: "hunter2",
          auth: "any",
          tunnel: false,
        },
        bypass: "",
      },
    }),
  ).toBe("socks5h://[::1]:1080");
  expect(summary("retries", { retries: 2, retryOn: ["timeout", "429", "503"] })).toBe(
    "Tries after the first: 2 · Try again after: Timeout, 429 +1",
  );
});

test("what is counted is what the edited place says itself", () => {
  const keys = groups.find(({ name }) => name === "retries")?.keys ?? [];
  expect(ownCount(keys, layers({ retries: 0 }, { retryDelay: 5 }))).toBe(1);
});
