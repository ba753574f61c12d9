import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../shared/model/settings.ts";
import { openFileGrants } from "./file-grants.ts";
import { openWorld, sendAll, type World } from "./world.testing.ts";
import { usableSocket } from "./socket-access.ts";

let world: World;
let server: Server;
let socket: string;
let hosts: string[];
beforeEach(async () => {
  world = await openWorld();
  hosts = [];
  socket = path.join(world.folder, "a.sock");
  server = createServer((request, response) => {
    hosts.push(request.headers.host ?? "");
    response.end("hello");
  });
  server.listen(socket);
  await once(server, "listening");
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});

const never = (): boolean => false;
const outcome = (...args: Parameters<typeof usableSocket>) =>
  usableSocket(...args).catch((thrown: { failure: { code: string } }) => thrown.failure.code);

describe("a socket named by a request", () => {
  const sendOver = async (unixSocket: string) =>
    (
      await sendAll(world, {
        url: "http://docker.test/v1",
        settings: { network: { unixSocket } },
      })
    ).exchange;

  it("is not used before it was allowed here, and then is, with the host of the URL", async () => {
    const refused = await sendOver(socket);
    expect(refused.failure).toMatchObject({
      kind: "policy",
      code: "socket-not-granted",
      place: socket,
      remedy: expect.any(String),
    });
    expect(hosts).toEqual([]);
    await world.grants.grant(socket);
    const { failure, hops } = await sendOver(socket);
    expect(failure).toBeNull();
    expect(hops[0]?.response?.status).toBe(200);
    expect(hops[0]?.connection).toMatchObject({ socketPath: socket, remoteAddress: "" });
    expect(hosts).toEqual(["docker.test"]);
  });

  it("may come from this machine's own settings without being asked", async () => {
    world.settings = { ...defaultSettings, network: { unixSocket: socket } };
    const { exchange } = await sendAll(world, { url: "http://docker.test/v1" });
    expect(exchange.failure).toBeNull();
  });

  it("is looked at behind links", async () => {
    const link = path.join(world.folder, "link.sock");
    await symlink(socket, link);
    const granted = (real: string): boolean => real === socket;
    expect(await outcome("link.sock", world.folder, "collection", granted)).toBe(socket);
    expect(await outcome("link.sock", world.folder, "collection", (one) => one === link)).toBe(
      "socket-not-granted",
    );
  });

  it.each(["request", "folder", "collection", "workspace"] as const)(
    "by a %s needs it",
    async (from) => {
      for (const typed of [socket, "@abstract", String.raw`\\.\pipe\docker`, "/no/such/socket"]) {
        expect(await outcome(typed, world.folder, from, never), typed).toBe("socket-not-granted");
      }
    },
  );

  it("has a whole path when there is no collection", async () => {
    expect(await outcome("a.sock", null, "request", never)).toBe("socket-path-relative");
  });
});

describe("a grant", () => {
  it.each(["@abstract", String.raw`\\.\pipe\docker`])("of %s is by its name", async (name) => {
    const file = path.join(world.folder, "more-grants.json");
    await (await openFileGrants(file)).grant(name);
    expect((await openFileGrants(file)).has(name)).toBe(true);
  });
});

describe("a proxy auto-config file named by a request", () => {
  const pac = "function FindProxyForURL() { return 'DIRECT' }";
  const sendBy = async (source: string) =>
    (
      await sendAll(world, {
        url: "http://127.0.0.1:1/",
        settings: { network: { proxy: { kind: "pac", source } } },
      })
    ).exchange.failure?.code;

  it("is read only inside the collection, or when it was picked here", async () => {
    const folder = path.join(world.folder, "collection");
    await mkdir(folder);
    await writeFile(path.join(folder, "in.pac"), pac);
    const outside = path.join(world.folder, "out.pac");
    await writeFile(outside, pac);
    world.context = { folder };
    expect(await sendBy("in.pac")).toBe("ECONNREFUSED");
    expect(await sendBy("../out.pac")).toBe("pac-not-granted");
    expect(await sendBy("none.pac")).toBe("pac-unreadable");
    expect(await sendBy(" ")).toBe("pac-none");
    expect(await sendBy(`file://${outside}`)).toBe("pac-not-granted");
    expect(await sendBy("file://host%/x")).toBe("pac-source");
    await world.grants.grant(outside);
    expect(await sendBy(outside)).toBe("ECONNREFUSED");
  });
});
