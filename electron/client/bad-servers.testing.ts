import { type ChildProcessByStdio, spawn } from "node:child_process";
import { generatePrimeSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { CertificateMaker, Issued } from "../wire/connect/certificates.testing.ts";

/** A server that is up, on 127.0.0.1. */
export interface BadServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface Kit {
  readonly maker: CertificateMaker;
  readonly root: Issued;
  readonly good: Issued;
}

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
export const alert = (number: number): Buffer => Buffer.from([21, 3, 3, 0, 2, 2, number]);

/** A ServerHello of this version and cipher, in a record. `extensions`: hexadecimal, with their lengths. */
export function serverHello(version: string, cipher: string, extensions = ""): Buffer {
  const list = hex(extensions);
  const tail = list.length === 0 ? list : Buffer.concat([Buffer.from([0, list.length]), list]);
  const body = Buffer.concat([
    hex(version),
    randomBytes(32),
    hex("00"),
    hex(cipher),
    hex("00"),
    tail,
  ]);
  return record(version, handshakeMessage(2, body));
}

/** RFC 5746: the server knows how to renegotiate safely. */
export const safeRenegotiation = "ff01 0001 00";

function handshakeMessage(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 0xff]), body]);
}

function record(version: string, content: Buffer): Buffer {
  const length = Buffer.from([content.length >> 8, content.length & 0xff]);
  return Buffer.concat([hex(`16 ${version}`), length, content]);
}

/** Behind a length of `size` bytes. */
function vector(size: 1 | 2 | 3, content: Buffer): Buffer {
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([length, content]);
}

/** A server's part of a TLS 1.2 handshake with this prime (DHE-RSA-AES128-GCM-SHA256), as far as the key exchange; its signature is none. */
export function diffieHellmanFlight(prime: Buffer, certificate: string): Buffer {
  const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const share = Buffer.concat([hex("01"), randomBytes(prime.length - 1)]);
  const exchange = [
    vector(2, prime),
    vector(2, hex("02")),
    vector(2, share),
    hex("0804"),
    vector(2, randomBytes(256)),
  ];
  return Buffer.concat([
    serverHello("0303", "009e", safeRenegotiation),
    record("0303", handshakeMessage(11, vector(3, vector(3, der)))),
    record("0303", handshakeMessage(12, Buffer.concat(exchange))),
    record("0303", handshakeMessage(14, Buffer.alloc(0))),
  ]);
}

async function listening(server: Server): Promise<BadServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers the first bytes with these, then closes or breaks the connection. */
export function says(reply: Buffer | null, then: "end" | "reset" = "end"): Promise<BadServer> {
  return listening(
    createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        if (then === "reset") socket.resetAndDestroy();
        else socket.end(reply ?? "");
      });
    }),
  );
}

export function secured({ good }: Kit, options: TlsOptions): Promise<BadServer> {
  const server = createTlsServer({ key: good.key, cert: good.cert, ...options }, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  });
  server.on("tlsClientError", () => undefined);
  return listening(server);
}

type Program = ChildProcessByStdio<null, Readable, null>;

/** `openssl s_server` with these words, its certificate good. */
export async function openssl(
  { good }: Kit,
  words: (file: FileMaker) => Promise<readonly string[]>,
): Promise<BadServer> {
  const home = await mkdtemp(join(tmpdir(), "envoi-s-server-"));
  const file: FileMaker = async (name, text) => {
    await writeFile(join(home, name), text);
    return join(home, name);
  };
  const cert = await file("cert.pem", good.cert);
  const key = await file("key.pem", good.key);
  const child: Program = spawn(
    "openssl",
    [
      "s_server",
      "-accept",
      "127.0.0.1:0",
      "-cert",
      cert,
      "-key",
      key,
      "-www",
      ...(await words(file)),
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const port = await accepting(child);
  return {
    port,
    async close() {
      child.kill("SIGKILL");
      await once(child, "close");
      await rm(home, { recursive: true, force: true });
    },
  };
}

type FileMaker = (name: string, text: string) => Promise<string>;

/** Resolves with the port once the program says where it listens. */
function accepting(child: Program): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("close", () => reject(new Error("openssl s_server did not start")));
  });
}

/** Within the hello of a server. */
const cutAt = 100;

/** A way to a good server on which something happens to the server's bytes; null: they are cut. */
export async function meddled(
  kit: Kit,
  options: TlsOptions,
  meddle: (bytes: Buffer) => Buffer | null,
): Promise<BadServer> {
  const inner = await secured(kit, options);
  const outer = await listening(
    createServer((socket) => {
      const there = connect(inner.port, "127.0.0.1");
      const stop = (): void => {
        socket.destroy();
        there.destroy();
      };
      socket.on("error", stop).on("close", stop);
      there.on("error", stop).on("close", () => socket.end());
      socket.on("data", (bytes) => there.write(bytes));
      there.on("data", (bytes) => {
        const changed = meddle(bytes);
        if (changed === null) socket.end(bytes.subarray(0, cutAt));
        else socket.write(changed);
      });
    }),
  );
  return {
    port: outer.port,
    async close() {
      await outer.close();
      await inner.close();
    },
  };
}

/** Inside the signature, which ends the ServerKeyExchange; ServerHelloDone (4 bytes and its record) follows. */
export function alterSignature(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const at = changed.length - 9 - 3;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

export function alterMiddle(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const at = Math.floor(changed.length * 0.75);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** PEM of Diffie-Hellman parameters (RFC 3279 §2.3.3) with this prime. */
export function dhParameters(prime: Buffer): string {
  const integer = (bytes: Buffer): Buffer => {
    const content = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([hex("00"), bytes]) : bytes;
    return Buffer.concat([hex("02"), derLength(content.length), content]);
  };
  const body = Buffer.concat([integer(prime), integer(hex("02"))]);
  const der = Buffer.concat([hex("30"), derLength(body.length), body]);
  return `-----BEGIN DH PARAMETERS-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END DH PARAMETERS-----\n`;
}

function derLength(length: number): Buffer {
  return length < 128 ? Buffer.from([length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

export function primeOf(bits: number): Buffer {
  return Buffer.from(generatePrimeSync(bits));
}

/** Two primes multiplied: as long as a good one, and none. */
export function composite(): Buffer {
  const [one, two] = [primeOf(1024), primeOf(1024)].map((prime) =>
    BigInt(`0x${prime.toString("hex")}`),
  );
  const product = ((one ?? 1n) * (two ?? 1n)).toString(16);
  return Buffer.from(product.padStart(product.length + (product.length % 2), "0"), "hex");
}

export function firstOnly(meddle: (bytes: Buffer) => Buffer): (bytes: Buffer) => Buffer {
  let first = true;
  return (bytes) => {
    const changed = first ? meddle(bytes) : bytes;
    first = false;
    return changed;
  };
}
