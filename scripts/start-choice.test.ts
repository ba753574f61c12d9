import { describe, expect, test } from "vitest";
import { chooseHost, desktopObstacle, isStale, readStartArguments } from "./start-choice.mjs";

describe("the command line of npm start", () => {
  test.each([
    [[], { host: null, rest: [] }],
    [["--host", "loopback"], { host: "loopback", rest: [] }],
    [["--host=desktop"], { host: "desktop", rest: [] }],
    [["--port", "8080", "--no-open"], { host: null, rest: ["--port", "8080", "--no-open"] }],
    [["--port=0", "--data=/a=b"], { host: null, rest: ["--port", "0", "--data", "/a=b"] }],
  ])("%j", (args, read) => {
    expect(readStartArguments(args)).toEqual(read);
  });

  test.each([[["--host", "web"]], [["--host"]], [["--port="]], [["--sparkle"]], [["start"]]])(
    "%j is a problem",
    (args) => {
      expect(readStartArguments(args)).toHaveProperty("problem");
    },
  );
});

describe("where a desktop window can open", () => {
  test.each([
    ["darwin", {}, true, true],
    ["win32", {}, false, true],
    ["linux", { DISPLAY: ":0" }, false, true],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, false, true],
    ["linux", {}, false, false],
    ["linux", { DISPLAY: "" }, false, false],
    ["linux", { DISPLAY: ":0" }, true, false],
  ])("%s %j root=%s", (platform, env, root, can) => {
    expect(desktopObstacle({ platform, env, root }) === null).toBe(can);
  });
});

describe("the host", () => {
  test("the desktop where nothing is in the way", () => {
    expect(chooseHost(null, null)).toEqual({ host: "desktop", sentence: null });
    expect(chooseHost("desktop", null)).toEqual({ host: "desktop", sentence: null });
  });

  test("otherwise the browser, with one sentence why", () => {
    expect(chooseHost(null, "No.")).toEqual({
      host: "loopback",
      sentence: "No. Envoi opens in the browser instead.",
    });
  });

  test("what was asked for is not replaced by something else", () => {
    expect(chooseHost("loopback", null)).toEqual({ host: "loopback", sentence: null });
    expect(chooseHost("desktop", "No.")).toEqual({ host: null, sentence: "No." });
  });
});

test("built means there, and no older than the sources", () => {
  expect(isStale([], 0)).toBe(true);
  expect(isStale([10, null], 5)).toBe(true);
  expect(isStale([10, 4], 5)).toBe(true);
  expect(isStale([10, 5], 5)).toBe(false);
});
