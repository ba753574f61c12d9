import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { openTestClient, plainSettings, type TestClient } from "../client/client.testing.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import { createJar, noteOf } from "./jar.ts";

const jar = createJar(Date.now);
let client: TestClient;
let peer: Peer;
beforeAll(async () => {
  peer = await startPeer(() => ok("", "Set-Cookie: new=1\r\nSet-Cookie: bad=1; Domain=test\r\n"));
  client = await openTestClient({
    cookies: {
      store: (_, url, fields) => jar.store(url, fields),
      cookiesFor(_, url) {
        const found = jar.cookiesFor(url);
        return found && { ...found, notes: found.cookies.map((one) => noteOf("sent", one)) };
      },
    },
  });
});
afterAll(async () => {
  await client.close();
  await peer.close();
});

const send = async (network: { readonly sendCookies: boolean; readonly storeCookies: boolean }) => {
  const settings = { ...plainSettings, network: { ...defaultNetwork, ...network } };
  const { exchange } = await client.send({ url: peer.url, settings });
  return {
    sent: peer.requests.at(-1)?.field("cookie"),
    told: exchange.hops[0]?.cookies.map(({ action, name, code }) => [action, name, code]),
  };
};

test("what is not to be kept is told and not kept; what is not to be sent stays", async () => {
  expect(await send({ sendCookies: true, storeCookies: false })).toEqual({
    sent: undefined,
    told: [
      ["rejected", "new", "notKept"],
      ["rejected", "bad", "notKept"],
    ],
  });
  expect(jar.list()).toEqual([]);
  expect(await send({ sendCookies: false, storeCookies: true })).toEqual({
    sent: undefined,
    told: [
      ["stored", "new", undefined],
      ["rejected", "bad", "domain"],
    ],
  });
  expect(await send({ sendCookies: false, storeCookies: false })).toMatchObject({
    sent: undefined,
  });
  expect(await send({ sendCookies: true, storeCookies: false })).toMatchObject({ sent: "new=1" });
});
