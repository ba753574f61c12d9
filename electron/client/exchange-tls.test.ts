import { createServer as createPlain } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { noMaterial } from "../wire/connect/tls-material.ts";
import { badCertificates } from "./bad-certificates.testing.ts";
import { badHandshakes } from "./bad-handshakes.testing.ts";
import { type Bench, openBench } from "./exchange-hop.testing.ts";
import type { TlsView } from "../../shared/model/tls-view.ts";
import { readBytes } from "../wire/record/read-record.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import {
  authority,
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";

let maker: CertificateMaker;
let root: Issued;
let good: Issued;
let bench: Bench;

beforeAll(async () => {
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
  bench = await openBench({ ca: [root.cert] });
}, 30_000);
afterAll(async () => {
  await bench.close();
  await maker.close();
});

const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

async function ask(
  tls: TlsOptions,
  request: { host?: string; verifyTls?: boolean } = {},
  times = 1,
  on = bench,
): Promise<Awaited<ReturnType<Bench["send"]>>[]> {
  const server = await serve(
    async (peer) => {
      for (let at = 0; ;) {
        at = await peer.until("\r\n\r\n", at);
        peer.end(answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      }
    },
    { tls },
  );
  try {
    const all: Awaited<ReturnType<Bench["send"]>>[] = [];
    for (let time = 0; time < times; time += 1) {
      all.push(
        await on.send({ port: server.port, scheme: "https", host: "127.0.0.1", ...request }),
      );
    }
    return all;
  } finally {
    await server.close();
  }
}

function viewOf(outcome: Awaited<ReturnType<Bench["send"]>> | undefined): TlsView | null {
  const event = outcome?.events.find((one) => one.kind === "tls");
  return event?.kind === "tls" ? event.tls : null;
}

describe("a good server", () => {
  it("is verified, shown with its chain, and recorded above and below TLS", async () => {
    const [got] = await ask({ key: good.key, cert: good.cert + root.cert }, { host: "localhost" });
    expect(got?.failure).toBeNull();
    expect(got?.body.toString()).toBe("ok");
    expect(got?.sent.toString()).toBe("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const view = viewOf(got);
    expect(view).toMatchObject({
      version: "TLSv1.3",
      servername: "localhost",
      resumed: false,
      verified: true,
    });
    expect(view?.chain.map((one) => one.subject)).toEqual(["CN=good, O=Test", "CN=root, O=Test"]);
    expect(view?.chain[0]).toMatchObject({
      issuer: "CN=root, O=Test",
      subjectAltNames: ["DNS:localhost", "IP Address:127.0.0.1"],
      validFrom: "2020-01-01T00:00:00.000Z",
      validTo: "2049-01-01T00:00:00.000Z",
      publicKey: "EC prime256v1",
    });
    expect(view?.chain[0]?.pem.replace(/\s/g, "")).toBe(good.cert.replace(/\s/g, ""));
    const socket: Uint8Array[] = [];
    for await (const part of readBytes(got?.folder ?? "", "socket", 0, 1e9)) socket.push(part);
    const below = Buffer.concat(socket);
    expect(below.subarray(0, 2)).toEqual(Buffer.from([0x16, 0x03]));
    expect(below.includes("Host: a")).toBe(false);
    const kinds = got?.events.map((event) => event.kind) ?? [];
    expect(kinds.indexOf("tls-start")).toBeGreaterThan(kinds.indexOf("connected"));
    expect(kinds.indexOf("tls")).toBeLessThan(kinds.indexOf("connection"));
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "resumes its session with %s, and still shows the chain",
    async (version) => {
      const [first, second] = await ask(
        { key: good.key, cert: good.cert + root.cert, maxVersion: version },
        { host: "localhost" },
        2,
      );
      expect(viewOf(first)).toMatchObject({ resumed: false, version });
      expect(viewOf(second)).toMatchObject({ resumed: true, verified: true });
      expect(viewOf(second)?.chain).toHaveLength(2);
    },
  );

  it("is offered HTTP/1.1 by ALPN", async () => {
    const [got] = await ask({ key: good.key, cert: good.cert, ALPNProtocols: ["http/1.1"] });
    expect(viewOf(got)?.alpn).toBe("http/1.1");
  });
});

describe("a certificate that", () => {
  it.each(badCertificates.map((one_) => [one_.name, one_] as const))(
    "%s is refused before a byte is sent",
    async (_name, kind) => {
      const options = await kind.make(maker);
      const host = kind.host ?? "127.0.0.1";
      const [got] = await ask(options, { host });
      expect(got?.failure?.kind).toBe("tls");

      expect(got?.failure?.code).toMatch(kind.code);
      expect(got?.failure?.phase).toBe("tls");
      expect(got?.failure?.message).toMatch(/^[A-Z].*\.$/);
      expect(got?.failure?.remedy).toMatch(/\.$/);
      expect(got?.clear).toHaveLength(0);
      expect(viewOf(got)).toMatchObject({ verified: false, verifyError: got?.failure?.code });
      expect(viewOf(got)?.chain.length).toBeGreaterThan(0);
      const [unverified, again] = await ask(options, { host, verifyTls: false }, 2);
      expect(unverified?.body.toString()).toBe("ok");
      expect(viewOf(unverified)?.verified).toBe(false);
      expect(again?.failure).toBeNull();
    },
  );

  it("was accepted without verification is refused to the next request with it", async () => {
    const self = await maker.make({ name: "selfish" });
    const server = await serve(
      async (peer) => {
        for (let at = 0; ;) {
          at = await peer.until("\r\n\r\n", at);
          peer.send(answer);
        }
      },
      { tls: self },
    );
    const to = { port: server.port, scheme: "https" as const };
    expect((await bench.send({ ...to, verifyTls: false })).failure).toBeNull();
    expect((await bench.send(to)).failure?.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    await server.close();
  });
});

describe("a handshake that", () => {
  it.each(badHandshakes.map((kind) => [kind.name, kind] as const))("%s", async (_name, kind) => {
    const kit = { maker, root, good };
    const server = await kind.start(kit);
    const material = (await kind.material?.(kit)) ?? noMaterial;
    const network = { ...defaultNetwork, ...kind.network };
    const to = {
      port: server.port,
      scheme: "https" as const,
      host: "localhost",
      network,
      material,
    };
    try {
      const got = await bench.send(to);
      expect(got.failure).toMatchObject({ kind: "tls", code: kind.code });
      if (kind.place !== undefined) expect(got.failure?.place).toBe(kind.place);
      expect(got.failure?.message).toMatch(/^[A-Z].*\.$/);
      expect(got.failure?.remedy).toMatch(/\.$/);
      expect(got.received).toHaveLength(0);
      if (kind.phase === undefined) {
        expect(got.failure?.phase).toBe("tls");
        expect(got.clear).toHaveLength(0);
        const failed = got.events.find((event) => event.kind === "tls-failed");
        const offered = failed?.kind === "tls-failed" ? failed.handshake.offered : viewOf(got);
        expect(offered?.servername).toBe("localhost");
      }
      expect(bench.pool.ledger.get().open.some((entry) => entry.port === server.port)).toBe(false);
    } finally {
      await server.close();
    }
  });

  it("stalls ends when the request is cancelled", async () => {
    const controller = new AbortController();
    const server = createPlain((socket) => void socket.once("data", () => controller.abort()));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const got = await bench.send({ port, scheme: "https" }, { signal: controller.signal });
    expect(got.failure).toMatchObject({ kind: "cancelled", phase: "tls" });
    expect(bench.pool.ledger.get().open.some((entry) => entry.port === port)).toBe(false);
    server.close();
  });
});

it("T7: every kind is refused with a reason, and the reasons tell the kinds apart", () => {
  const kinds = [
    ...badCertificates.map(({ code }) => String(code)),
    ...badHandshakes.map(({ code, place = "" }) => `${code} ${place}`),
  ];
  const reasons = new Set(kinds);
  process.stdout.write(`T7: ${kinds.length} kinds of bad TLS, ${reasons.size} reasons\n`);
  expect(reasons.size).toBeGreaterThanOrEqual(40);
});
