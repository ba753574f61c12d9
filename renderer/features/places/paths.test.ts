import { expect, test } from "vitest";
import { emptyRequest } from "../../../shared/model/request.ts";
import { crumbsOf } from "./Crumbs.tsx";
import { folderNameOf } from "./folder-name.ts";
import { baseName, inFolder, parentOf, parseRecent } from "./recent.ts";
import { suggestName } from "./suggest-name.ts";

test("a path becomes its folders, on both sorts of systems", () => {
  expect(crumbsOf("/home/ada")).toEqual([
    { name: "/", path: "/" },
    { name: "home", path: "/home" },
    { name: "ada", path: "/home/ada" },
  ]);
  expect(crumbsOf("/")).toEqual([{ name: "/", path: "/" }]);
  expect(crumbsOf("C:\\Users\\Ada")).toEqual([
    { name: "C:", path: "C:\\" },
    { name: "Users", path: "C:\\Users" },
    { name: "Ada", path: "C:\\Users\\Ada" },
  ]);
  expect(crumbsOf("")).toEqual([]);
});

test.each([
  ["/home/ada", "/home", "ada"],
  ["/home", "/", "home"],
  ["C:\\Users\\Ada", "C:\\Users", "Ada"],
])("%s lies in %s as %s", (path, parent, name) => {
  expect(parentOf(path)).toBe(parent);
  expect(baseName(path)).toBe(name);
});

test("a name joins its folder with that folder's separator", () => {
  expect(inFolder("/home/ada", "api")).toBe("/home/ada/api");
  expect(inFolder("/", "api")).toBe("/api");
  expect(inFolder("C:\\Users", "api")).toBe("C:\\Users\\api");
});

test("damaged recent folders are none", () => {
  expect(parseRecent('["/a",1,"/b"]')).toEqual(["/a", "/b"]);
  expect(parseRecent("{")).toEqual([]);
  expect(parseRecent('{"a":1}')).toEqual([]);
});

test.each([
  ["https://api.test/v1/vessels?x=1", "vessels"],
  ["{{baseUrl}}/orders/", "orders"],
  ["api.test", "api.test"],
  ["{{baseUrl}}", "New"],
  ["", "New"],
])("a request to %s is first called %s", (url, name) => {
  expect(suggestName({ ...emptyRequest, url }, "New")).toBe(name);
});

test("a name of its own and a raw target come first", () => {
  expect(suggestName({ ...emptyRequest, name: "Mine", url: "a/b" }, "New")).toBe("Mine");
  const raw = { target: "h:80", tls: false, encoding: "text", data: "", newline: "crlf" } as const;
  expect(suggestName({ ...emptyRequest, raw }, "New")).toBe("h:80");
  expect(suggestName(null, "New")).toBe("New");
});

test.each([
  ["Harbour API", "Harbour API"],
  ["a/b: <c>?", "a-b- -c--"],
  [" ..-hidden. ", "hidden"],
  ["...", ""],
])("the collection %s goes into the folder %s", (name, folder) => {
  expect(folderNameOf(name)).toBe(folder);
});
