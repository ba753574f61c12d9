import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { devNull } from "node:os";
import { createCurlFinder, type CurlProgram, curlSearch } from "../../wire/http3/curl-program.ts";

/** A curl that can ask the system for tickets, by GSS-API or, on Windows, SSPI; null: there is none. */
export function findKerberosCurl(search = curlSearch()): Promise<CurlProgram | null> {
  return createCurlFinder(search, "SPNEGO")();
}

/** Whom the ticket is for: `HTTP@host` in GSS-API's words. */
export interface TicketService {
  readonly service: string;
  /** ASCII. */
  readonly host: string;
}

/** ms; asking a KDC that does not answer takes long. */
const mostTime = 30_000;
/** Bytes; a ticket of Windows lists every group of its person. */
const mostHeaders = 256 << 10;

/**
 * A first token of SPNEGO (RFC 4178) for a service, from the system's Kerberos login. Node has no door to it, an installed curl has: curl is
 * told to send a request for that host to a port of ours on 127.0.0.1, and what it sends is read. Nothing leaves this machine but what the
 * system asks of its KDC. Resolves null when the system gave none. Rejects with the signal's reason.
 */
export async function kerberosTicket(
  program: CurlProgram,
  { service, host }: TicketService,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const path = `/${randomBytes(16).toString("hex")}`;
  let token: Buffer | null = null;
  const server = http.createServer({ maxHeaderSize: mostHeaders }, (request, response) => {
    const [, base64] = /^Negotiate ([\w+/]+=*)$/i.exec(request.headers.authorization ?? "") ?? [];
    // Whoever else knocks at this port does not know the path.
    if (request.url === path && base64 !== undefined) token = Buffer.from(base64, "base64");
    response.writeHead(200, { "Content-Length": 0, Connection: "close" }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  try {
    const { port } = server.address() as AddressInfo;
    await run(program.path, curlArguments({ service, host }, port, path), signal);
    signal.throwIfAborted();
    return token;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function curlArguments({ service, host }: TicketService, port: number, path: string): string[] {
  return [
    // Not the person's .curlrc, nor a proxy of the environment.
    "--disable",
    "--noproxy",
    "*",
    "--silent",
    "--globoff",
    "--proto",
    "=http",
    "--negotiate",
    "--user",
    ":",
    ...(service === "HTTP" ? [] : ["--service-name", service]),
    "--connect-to",
    `${host}:80:127.0.0.1:${port}`,
    "--output",
    devNull,
    `http://${host}${path}`,
  ];
}

/** Resolves when the program ended, however it did. */
function run(file: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: mostTime, windowsHide: true, signal }, () => resolve());
  });
}

const kerberosMechanisms = [
  // 1.2.840.113554.1.2.2 (RFC 4121) and the number Windows gives it by mistake (MS-SPNG §1.9).
  Buffer.from("06092a864886f712010202", "hex"),
  Buffer.from("06092a864882f712010202", "hex"),
];

/** Whether a token holds a Kerberos ticket. Windows falls back to NTLM, which would give away what a password can be guessed from. */
export function isKerberos(token: Uint8Array): boolean {
  const bytes = Buffer.from(token.buffer, token.byteOffset, token.length);
  if (bytes[0] !== 0x60 || bytes.includes("NTLMSSP\0", 0, "latin1")) return false;
  return kerberosMechanisms.some((mechanism) => bytes.includes(mechanism));
}
