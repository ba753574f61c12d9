import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultSettings } from "../settings.ts";
import {
  appSettingChange,
  ownOfApp,
  ownOfRequest,
  withDefaultsSetting,
  withRequestSetting,
} from "./own-settings.ts";
import { defaultSendSettings, effectiveSettings, sourceOf } from "./send-settings.ts";

test("the documentation has a line for every setting", () => {
  const page = readFileSync(new URL("../../../docs/network-settings.md", import.meta.url), "utf8");
  const documented = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+)/gm)].flatMap(([, names = ""]) =>
    [...names.matchAll(/\w+/g)].map(([name]) => name),
  );
  expect(documented.toSorted()).toEqual(Object.keys(defaultSendSettings).toSorted());
});

test("a setting is set, and taken back without a trace", () => {
  const request = { omitHeaders: ["Accept"], network: { retries: 1 } };
  const set = withRequestSetting(withRequestSetting(request, "timeout", 5), "caFile", "a");
  expect(set).toEqual({
    omitHeaders: ["Accept"],
    timeout: 5,
    network: { retries: 1, caFile: "a" },
  });
  const back = withRequestSetting(
    withRequestSetting(set, "timeout", undefined),
    "caFile",
    undefined,
  );
  expect(back).toEqual(request);
  expect(withRequestSetting(back, "retries", undefined)).toEqual({ omitHeaders: ["Accept"] });
  const defaults = {
    name: "n",
    headers: [],
    auth: { kind: "none" },
    variables: [],
    docs: "",
  } as const;
  const folder = withDefaultsSetting(withDefaultsSetting(defaults, "timeout", 5), "retries", 2);
  expect(folder).toEqual({ ...defaults, settings: { timeout: 5 }, network: { retries: 2 } });
  expect(
    withDefaultsSetting(withDefaultsSetting(folder, "timeout", undefined), "retries", undefined),
  ).toEqual(defaults);
});

test("inherit, said or not said, inherits; the app speaks where it differs from Envoi by itself", () => {
  expect(ownOfRequest({ timeout: "inherit", followRedirects: false })).toEqual({
    followRedirects: false,
  });
  expect(ownOfApp(defaultSettings)).toEqual({});
  const app = { ...defaultSettings, ...appSettingChange(defaultSettings, "timeout", 5) };
  expect(ownOfApp({ ...app, network: { retries: 1 } })).toEqual({ timeout: 5, retries: 1 });
  expect(appSettingChange(app, "timeout", undefined)).toEqual({ timeout: 0 });
});

test("the nearest place counts, falsy values too; nobody is the default", () => {
  const layers = [
    {
      place: "request" as const,
      name: "",
      own: { retries: 0, servername: null, sendCookies: false },
    },
    {
      place: "folder" as const,
      name: "f",
      own: { retries: 5, servername: "x", sendCookies: true },
    },
  ];
  expect(effectiveSettings(layers)).toMatchObject({
    retries: 0,
    servername: null,
    sendCookies: false,
    idleTimeout: 0,
  });
  expect(sourceOf(layers, "retries").place).toBe("request");
  expect(sourceOf(layers, "idleTimeout").place).toBe("default");
});
