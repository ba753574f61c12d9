import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

/** A small name server on 127.0.0.1, over UDP (RFC 1035 §4). It knows what it is told and counts what it is asked. */
export interface NameServer {
  /** As in the settings: `127.0.0.1:<port>`. */
  readonly address: string;
  /** `A a.test`, `AAAA a.test` …, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** By lower case name: addresses, or an answer code (2 failed, 3 no such name, 5 refused), nothing at all, or bytes of one's own. */
export type Zone = Readonly<
  Record<string, readonly string[] | number | "silent" | ((query: Buffer, type: number) => Answer)>
>;
/** null: no answer; the addresses: a right one. */
type Answer = Buffer | readonly string[] | null;

const typeA = 1;
const typeAaaa = 28;

export async function openNameServer(zone: Zone): Promise<NameServer> {
  const asked: string[] = [];
  const socket: Socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${type === typeA ? "A" : type === typeAaaa ? "AAAA" : String(type)} ${name}`);
    const said = zone[name.toLowerCase()] ?? 3;
    const known = typeof said === "function" ? said(query, type) : said;
    if (known === "silent" || known === null) return;
    if (Buffer.isBuffer(known)) return socket.send(known, from.port, from.address);
    const addresses =
      typeof known === "number"
        ? []
        : known.filter((address) => isIPv6(address) === (type === typeAaaa));
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | (typeof known === "number" ? known : 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    const answers = addresses.map((address) => record(type, address));
    socket.send(
      Buffer.concat([head, query.subarray(12, end), ...answers]),
      from.port,
      from.address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    async close() {
      socket.close();
      await once(socket, "close");
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function record(type: number, address: string): Buffer {
  const data = type === typeA ? Buffer.from(address.split(".").map(Number)) : ipv6Bytes(address);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [before = "", after] = address.split("::");
  const words = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16));
  const head = words(before);
  const tail = after === undefined ? [] : words(after);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  const bytes = Buffer.alloc(16);
  [...head, ...zeros, ...tail].forEach((word, index) => bytes.writeUInt16BE(word, index * 2));
  return bytes;
}
