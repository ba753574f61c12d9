import { createHmac, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** MD4 of "Password" in UTF-16 (MS-NLMP §4.2.2.1.2): the server needs no MD4 of its own. */
const passwordHash = Buffer.from("a4f49c406510bdcab6824ee7c30fd852", "hex");
export const ntlmUser = {
  username: "User",
  password: "Password",
  domain: "Domain",
  workstation: "",
};

export interface NtlmServer {
  readonly url: string;
  /** `<connection>:<message or who>` for each request. */
  readonly seen: string[];
  readonly bodies: string[];
  close(): Promise<void>;
}

/** A server that checks NTLM version 2 and binds a login to its connection. `stamped`: with its time, so it wants a MIC. */
export async function startNtlmServer(
  options: {
    readonly stamped?: boolean;
    /** Closes the connection after its challenge, so many times. */
    readonly closes?: number;
    readonly offers?: readonly string[];
  } = {},
): Promise<NtlmServer> {
  const seen: string[] = [];
  const bodies: string[] = [];
  const numbers = new Map<Socket, number>();
  const state = new Map<Socket, { negotiate: Buffer; challenge: Buffer } | "in">();
  let closes = options.closes ?? 0;

  const answer = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> => {
    const { socket } = request;
    if (!numbers.has(socket)) numbers.set(socket, numbers.size + 1);
    const note = (text: string) => seen.push(`${numbers.get(socket)}:${text}`);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(Buffer.concat(parts).toString());
    const field = request.headers.authorization ?? "";
    const message = Buffer.from(/^NTLM (.+)$/.exec(field)?.[1] ?? "", "base64");
    const ask = (values: readonly string[]): void => {
      response.statusCode = 401;
      response.setHeader("WWW-Authenticate", [...values]);
      response.end("who");
    };
    const own = state.get(socket);
    if (message.length === 0 && own === "in") {
      note("in");
      response.end("welcome");
    } else if (message.length === 0) {
      note("nobody");
      ask(options.offers ?? ["Negotiate", "NTLM"]);
    } else if (message.readUInt32LE(8) === 1) {
      note("negotiate");
      const challenge = makeChallenge(options.stamped === true);
      state.set(socket, { negotiate: message, challenge });
      if (closes > 0) {
        closes -= 1;
        response.setHeader("Connection", "close");
      }
      ask([`NTLM ${challenge.toString("base64")}`]);
    } else {
      const right = own !== undefined && own !== "in" && check(own, message);
      note(right ? "authenticated" : "refused");
      if (right) state.set(socket, "in");
      else state.delete(socket);
      if (right) response.end("welcome");
      else ask(["NTLM"]);
    }
  };
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeChallenge(stamped: boolean): Buffer {
  const pair = (id: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  };
  const info = Buffer.concat([
    pair(2, Buffer.from("Domain", "utf16le")),
    ...(stamped ? [pair(7, randomBytes(8))] : []),
    Buffer.alloc(4),
  ]);
  const head = Buffer.alloc(48);
  head.write("NTLMSSP\0", "latin1");
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(48, 16);
  head.writeUInt32LE(0x2288_8205, 20);
  randomBytes(8).copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt16LE(info.length, 42);
  head.writeUInt32LE(48, 44);
  return Buffer.concat([head, info]);
}

function check(
  { negotiate, challenge }: { negotiate: Buffer; challenge: Buffer },
  message: Buffer,
): boolean {
  const field = (at: number) =>
    message.subarray(
      message.readUInt32LE(at + 4),
      message.readUInt32LE(at + 4) + message.readUInt16LE(at),
    );
  const hmac = (key: Buffer, ...data: Buffer[]) =>
    createHmac("md5", key).update(Buffer.concat(data)).digest();
  const user = field(36).toString("utf16le");
  const domain = field(28).toString("utf16le");
  if (user !== ntlmUser.username || domain !== ntlmUser.domain) return false;
  const key = hmac(passwordHash, Buffer.from(user.toUpperCase() + domain, "utf16le"));
  const nt = field(20);
  const proof = hmac(key, challenge.subarray(24, 32), nt.subarray(16));
  if (!proof.equals(nt.subarray(0, 16))) return false;
  const info = challenge.subarray(48);
  if (!info.includes(Buffer.from("07000800", "hex"))) return true;
  const blank = Buffer.from(message);
  blank.fill(0, 72, 88);
  const mic = hmac(hmac(key, proof), negotiate, challenge, blank);
  return mic.equals(message.subarray(72, 88));
}
