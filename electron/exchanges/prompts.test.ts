import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SendItem } from "../../shared/contract/exchanges.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { openWorld, type World } from "./world.testing.ts";

let world: World;
let server: Server;
let url = "";
const seen: string[] = [];

beforeEach(async () => {
  world = await openWorld();
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
});

async function send(path: string, answers?: Readonly<Record<string, string>>) {
  const items: SendItem[] = [];
  const input = {
    request: { ...emptyRequest, url: url + path, headers: [{ name: "X", value: "{{?Key}}" }] },
    collectionId: null,
    path: "",
    environment: null,
    ...(answers === undefined ? {} : { answers }),
  };
  for await (const item of world.exchanges.send(input, new AbortController().signal))
    items.push(item);
  return items;
}

test("a request that asks is not sent, nor kept, until every answer is there", async () => {
  expect(await send("/{{?Id}}")).toEqual([{ kind: "ask", prompts: ["Id", "Key"] }]);
  expect(await send("/{{?Id}}", { Id: "7" })).toEqual([{ kind: "ask", prompts: ["Key"] }]);
  expect(seen).toEqual([]);
  expect(await world.exchanges.history(null, 10)).toEqual([]);
  const items = await send("/{{?Id}}", { Id: "7", Key: "" });
  expect(items.at(-1)).toMatchObject({ kind: "end", exchange: { state: "done" } });
  expect(seen).toEqual(["/7"]);
});

test("names that objects have are questions like others", async () => {
  expect(await send("/{{?constructor}}", { Key: "" })).toEqual([
    { kind: "ask", prompts: ["constructor"] },
  ]);
});
