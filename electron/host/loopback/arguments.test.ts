import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { browserCommand } from "./browser.ts";

const none = { port: 0, open: true, dataFolder: null, pageFolder: null };

describe("the command line", () => {
  test.each([
    [[], none],
    [["--port", "8080"], { ...none, port: 8080 }],
    [["--port=0", "--no-open"], { ...none, open: false }],
    [["--data", "/a b", "--ui=/c"], { ...none, dataFolder: "/a b", pageFolder: "/c" }],
  ])("%j", (args, read) => {
    expect(readArguments(args)).toEqual(read);
  });

  test.each([
    [["--port", "65536"]],
    [["--port", "-1"]],
    [["--port", "1e3"]],
    [["--port", ""]],
    [["--port"]],
    [["--data="]],
    [["--sparkle"]],
    [["more"]],
    [["--no-open=yes"]],
  ])("%j is a problem", (args) => {
    expect(readArguments(args)).toHaveProperty("problem");
  });
});

describe("the browser", () => {
  const url = "http://127.0.0.1:1/?token=a&b=c";
  test.each([
    ["darwin", {}, ["open", url]],
    ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler", url]],
    ["linux", { DISPLAY: ":0" }, ["xdg-open", url]],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open", url]],
    ["linux", { DISPLAY: "" }, null],
    ["linux", {}, null],
  ] as const)("%s %j", (platform, env, command) => {
    expect(browserCommand(platform, env, url)).toEqual(command);
  });
});
