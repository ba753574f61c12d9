import { expect, test } from "vitest";
import type { CollectionTree, TreeNode } from "../../../shared/model/collection.ts";
import { dropDestination, dropTarget, nudge } from "./moves.ts";
import { parseFilter } from "./filter.ts";
import { sidebarRows, type SidebarRow } from "./rows.ts";

const request = (path: string): TreeNode => ({
  kind: "request",
  path,
  name: path.split("/").at(-1) ?? path,
  itemKind: "http",
  method: "GET",
  seq: null,
  raw: false,
});
const folder = (path: string, ...children: TreeNode[]): TreeNode => ({
  kind: "folder",
  path,
  name: path.split("/").at(-1) ?? path,
  seq: null,
  children,
});
const collection = (id: string, ...children: TreeNode[]): CollectionTree => ({
  id,
  folder: `/${id}`,
  name: id,
  children,
  environments: [],
});
const harbour = collection(
  "harbour",
  folder("orders", folder("orders/old"), request("orders/a"), request("orders/b")),
  folder("vessels"),
  request("health"),
  request("ping"),
);
const other = collection("other", request("x"));
const all = new Set(["harbour:", "harbour:orders", "other:"]);
const rows = sidebarRows([harbour, other], all, null, new Set());
const at = (id: string): SidebarRow => {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(id);
  return row;
};
const destination = (dragged: string, over: string, share: number) => {
  const drop = dropTarget(at(dragged), at(over), share);
  return drop && dropDestination(at(dragged), at(over), drop);
};

test("a request lands before or after another, wherever that is", () => {
  expect(destination("harbour:ping", "harbour:orders/b", 0.2)).toEqual({
    collectionId: "harbour",
    to: { folder: "orders", after: "orders/a" },
  });
  expect(destination("harbour:ping", "harbour:orders/a", 0.2)).toEqual({
    collectionId: "harbour",
    to: { folder: "orders", after: null },
  });
  expect(destination("harbour:ping", "other:x", 0.9)).toEqual({
    collectionId: "other",
    to: { folder: "", after: "x" },
  });
});

test("over a folder or a collection a request lands inside, last", () => {
  expect(destination("harbour:ping", "harbour:orders", 0.1)?.to).toEqual({
    folder: "orders",
    after: "orders/b",
  });
  expect(destination("harbour:ping", "other:", 0.5)?.to).toEqual({ folder: "", after: "x" });
});

test("folders are ordered among folders and never land in themselves", () => {
  expect(destination("harbour:vessels", "harbour:orders", 0.1)?.to).toEqual({
    folder: "",
    after: null,
  });
  expect(destination("harbour:vessels", "harbour:orders", 0.5)?.to).toEqual({
    folder: "orders",
    after: "orders/old",
  });
  expect(destination("harbour:orders", "harbour:orders/old", 0.5)).toBeNull();
  expect(destination("harbour:orders", "harbour:orders", 0.5)).toBeNull();
  expect(destination("harbour:orders", "harbour:ping", 0.5)).toBeNull();
});

test("a collection itself is not dragged", () => {
  expect(dropTarget(at("other:"), at("harbour:"), 0.5)).toBeNull();
});

test("one step by keyboard: past a sibling, in, out; null at the ends", () => {
  expect(nudge(at("harbour:orders/b"), "up")?.to).toEqual({ folder: "orders", after: null });
  expect(nudge(at("harbour:orders/a"), "up")).toBeNull();
  expect(nudge(at("harbour:orders/a"), "down")?.to).toEqual({
    folder: "orders",
    after: "orders/b",
  });
  expect(nudge(at("harbour:orders/b"), "down")).toBeNull();
  expect(nudge(at("harbour:orders/b"), "out")?.to).toEqual({ folder: "", after: "ping" });
  expect(nudge(at("harbour:orders/old"), "out")?.to).toEqual({ folder: "", after: "orders" });
  expect(nudge(at("harbour:health"), "in")?.to).toEqual({ folder: "vessels", after: null });
  expect(nudge(at("harbour:orders"), "in")).toBeNull();
  expect(nudge(at("harbour:health"), "out")).toBeNull();
});

test("a filter shows what matches with the folders above, open even where they were closed", () => {
  const found = sidebarRows([harbour, other], new Set(), parseFilter("b"), new Set());
  expect(found.map((row) => [row.id, row.level])).toEqual([
    ["harbour:", 1],
    ["harbour:orders", 2],
    ["harbour:orders/b", 3],
  ]);
  const narrower = sidebarRows([harbour, other], new Set(), parseFilter("pin"), new Set());
  expect(narrower.map((row) => row.id)).toEqual(["harbour:", "harbour:ping"]);
  expect(narrower[1]).toMatchObject({ position: 1, siblings: 1, marks: [[0, 3]] });
});

test("a collection that has nothing, or cannot be read, says so in a line", () => {
  const failure = { kind: "not-found", code: "ENOENT", message: "Gone." } as const;
  const lines = sidebarRows(
    [collection("empty"), { ...collection("gone"), problem: failure }],
    new Set(["empty:", "gone:"]),
    null,
    new Set(),
  );
  expect(lines.map((row) => row.hint)).toEqual([null, "empty", null, "problem"]);
});
