import { spawn } from "node:child_process";
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
/** An answer that proves nothing: curl complains of it, or its silence about another one says nothing. */
const noProof = Buffer.from("a1153013a0030a0100a10b06092a864886f712010202", "hex");
const complaint = /^\* .*(?:gss_init_sec_context|InitializeSecurityContext)/im;

interface Waiting {
  readonly token: Buffer;
  readonly response: http.ServerResponse;
}

/** A first token of SPNEGO (RFC 4178), and the context it was made in. */
export interface Ticket {
  readonly token: Buffer;
  /**
   * Whether the server's last word proves that it is the one the ticket was made for (mutual authentication, RFC 4559 §5); null: this curl does
   * not say. Called once. Rejects with the signal's reason.
   */
  check(answer: Buffer): Promise<boolean | null>;
  /** Ends the program that holds the context. Called once. */
  end(): void;
}

/**
 * A ticket for a service, from the system's Kerberos login. Node has no door to it, an installed curl has: curl is told to send requests for
 * that host to a port of ours on 127.0.0.1, and what it sends is read. The first is answered with what proves nothing, so that is known how curl
 * complains of it; the token of the second is the ticket, and it waits for the server's answer. Nothing leaves this machine but what the system
 * asks of its KDC. Resolves null when the system gave none. Rejects with the signal's reason.
 */
export async function kerberosTicket(
  program: CurlProgram,
  { service, host }: TicketService,
  signal: AbortSignal,
): Promise<Ticket | null> {
  const trial = `/${randomBytes(16).toString("hex")}`;
  const path = `/${randomBytes(16).toString("hex")}`;
  let came: (waiting: Waiting | null) => void = () => undefined;
  const waiting = new Promise<Waiting | null>((resolve) => {
    came = resolve;
  });
  const server = http.createServer({ maxHeaderSize: mostHeaders }, (request, response) => {
    const [, base64] = /^Negotiate ([\w+/]+=*)$/i.exec(request.headers.authorization ?? "") ?? [];
    // Whoever else knocks at this port does not know the paths.
    if (base64 !== undefined && request.url === trial) answer(response, noProof);
    else if (base64 !== undefined && request.url === path)
      came({ token: Buffer.from(base64, "base64"), response });
    else response.writeHead(200, { "Content-Length": 0, Connection: "close" }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const curl = spawn(program.path, curlArguments({ service, host }, port, [trial, path]), {
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  let said = "";
  curl.stderr.setEncoding("utf8").on("data", (text: string) => void (said += text));
  const ended = new Promise<void>((resolve) => curl.once("close", resolve).once("error", resolve));
  void ended.then(() => came(null));
  const end = (): void => {
    curl.kill();
    signal.removeEventListener("abort", end);
    server.closeAllConnections();
    server.close();
  };
  signal.addEventListener("abort", end, { once: true });
  const timer = setTimeout(end, mostTime);
  const ticket = await waiting;
  clearTimeout(timer);
  if (ticket === null || signal.aborted) {
    end();
    signal.throwIfAborted();
    return null;
  }
  return {
    token: ticket.token,
    async check(proof) {
      answer(ticket.response, proof);
      const late = setTimeout(end, mostTime);
      await ended;
      clearTimeout(late);
      signal.throwIfAborted();
      const [tried = "", judged] = said.split(`> GET ${path}`, 2);
      return judged !== undefined && complaint.test(tried) ? !complaint.test(judged) : null;
    },
    end,
  };
}

function answer(response: http.ServerResponse, token: Buffer): void {
  const field = `Negotiate ${token.toString("base64")}`;
  const headers = { "WWW-Authenticate": field, "Content-Length": 0, Connection: "close" };
  response.writeHead(401, headers).end();
}

function curlArguments(
  { service, host }: TicketService,
  port: number,
  paths: readonly string[],
): string[] {
  return [
    // Not the person's .curlrc, nor a proxy of the environment.
    "--disable",
    "--noproxy",
    "*",
    "--silent",
    "--verbose",
    "--globoff",
    "--proto",
    "=http",
    "--negotiate",
    "--user",
    ":",
    ...(service === "HTTP" ? [] : ["--service-name", service]),
    "--connect-to",
    `${host}:80:127.0.0.1:${port}`,
    ...paths.flatMap((path) => ["--output", devNull, `http://${host}${path}`]),
  ];
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
