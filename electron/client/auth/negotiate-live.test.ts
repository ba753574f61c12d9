import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { defaultNetwork } from "../../../shared/model/network/network.ts";
import { textBody } from "../body/text.ts";
import { openTestClient, plainSettings, type Sent, type TestClient } from "../client.testing.ts";
import { findKerberosCurl, isKerberos } from "./kerberos-ticket.ts";

/** SPNEGO's NegTokenInit with Kerberos as its mechanism, cut short: what a stand-in for curl sends in the place of a ticket. */
const ticket = Buffer.from(
  "602a06062b0601050502a020301ea00d300b06092a864886f712010202a20d040b",
  "hex",
);
const ntlm = Buffer.concat([Buffer.from("60", "hex"), Buffer.from("NTLMSSP\0")]);

let folder = "";
let client: TestClient;
const closers: (() => void)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-negotiate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await client.close();
  for (const close of closers.splice(0)) close();
});

/** What the server proves itself with. */
const proof = Buffer.from("proof").toString("base64");

/** A program with curl's words that knows one service, gives `token` for it, and complains of any proof but the one above; `silent`: of none. */
async function standIn(
  name: string,
  token: Buffer | null,
  features = "GSS-API SPNEGO SSL",
  silent = false,
) {
  const file = path.join(folder, name);
  const program = `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0] === "--version") {
  console.log("curl 8.5.0 (x) libcurl/8.5.0\\nFeatures: ${features}");
  process.exit();
}
const after = (option) => args[args.indexOf(option) + 1];
const [, , , port] = /^(.*):80:(.*):(\\d+)$/.exec(after("--connect-to"));
const urls = args.filter((word) => word.startsWith("http://")).map((word) => new URL(word));
const known = args[0] === "--disable" && after("--user") === ":" && urls.every((url) => url.hostname === "localhost");
const token = ${JSON.stringify(token?.toString("base64") ?? "")};
const headers = known && token !== "" ? { Authorization: "Negotiate " + token } : {};
function get([url, ...rest]) {
  if (url === undefined) return;
  console.error("> GET " + url.pathname + " HTTP/1.1");
  require("node:http").get({ host: "127.0.0.1", port, path: url.pathname, headers }, (reply) => {
    const wrong = reply.headers["www-authenticate"] !== "Negotiate ${proof}";
    if (${String(!silent)} && reply.statusCode === 401 && wrong) console.error("* gss_init_sec_context() failed: no. ");
    reply.resume().on("end", () => get(rest));
  });
}
get(urls);
`;
  await writeFile(file, program);
  await chmod(file, 0o700);
  return file;
}

async function open(curl: string): Promise<void> {
  client = await openTestClient({
    findTicketCurl: () => findKerberosCurl({ folders: "", chosen: curl }),
  });
}

/** A server that wants Negotiate and takes the ticket above; `own`: what it proves itself with. */
async function serve(offers = "Negotiate", own = "") {
  const seen: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    const given = request.headers.authorization;
    seen.push(given);
    request.resume().on("end", () => {
      const right = given === `Negotiate ${ticket.toString("base64")}`;
      const field = right ? own && `Negotiate ${own}` : offers;
      const headers = field === "" ? {} : { "WWW-Authenticate": field };
      response.writeHead(right ? 200 : 401, headers).end("x");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return { seen, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
}

const auth = { kind: "negotiate", servicePrincipal: "" } as const;
const status = ({ exchange }: Sent) => exchange.hops.at(-1)?.response?.status;
const reasons = ({ exchange }: Sent) =>
  exchange.hops.flatMap((hop) =>
    hop.auth.flatMap(({ facts }) =>
      facts.filter(([name]) => name === "reason").map(([, is]) => is),
    ),
  );

describe("a ticket of the system", () => {
  test("answers a server that asks, and goes at once the next time", async () => {
    const server = await serve();
    await open(await standIn("curl", ticket));
    const sent = await client.send({ method: "POST", url: server.url, auth, body: textBody("a") });
    expect(status(sent)).toBe(200);
    expect(sent.exchange.hops.map(({ reason }) => reason)).toEqual(["first", "auth"]);
    const again = await client.send({ url: server.url, auth });
    expect(again.exchange.hops).toHaveLength(1);
    expect(status(again)).toBe(200);
    const given = `Negotiate ${ticket.toString("base64")}`;
    expect(server.seen).toEqual([undefined, given, given]);
  });

  test.each([
    ["no-ticket", () => standIn("curl-without", null)],
    ["other-mechanism", () => standIn("curl-ntlm", ntlm)],
    ["no-kerberos", () => standIn("curl-plain", ticket, "SSL HTTP2")],
  ])("%s: the server's answer stays, and nothing else is sent", async (reason, curl) => {
    const server = await serve();
    await open(await curl());
    const sent = await client.send({ url: server.url, auth });
    expect(status(sent)).toBe(401);
    expect(reasons(sent)).toEqual([reason]);
    expect(server.seen).toEqual([undefined]);
  });

  test.each([
    ["right", proof, false],
    ["wrong", Buffer.from("other").toString("base64"), false],
    ["unchecked", proof, true],
    [undefined, "", false],
  ])("the server's proof is %s", async (verdict, own, silent) => {
    const server = await serve("Negotiate", own);
    await open(await standIn(`curl-${own}-${silent}`, ticket, undefined, silent));
    const sent = await client.send({ url: server.url, auth });
    expect(status(sent)).toBe(200);
    const facts = sent.exchange.hops.flatMap((hop) => hop.auth.flatMap((note) => note.facts));
    expect(facts.find(([name]) => name === "server-proof")?.[1]).toBe(verdict);
  });

  test("is not asked for where the server does not want it", async () => {
    const server = await serve("Basic realm=x");
    await open(await standIn("curl", ticket));
    const sent = await client.send({ url: server.url, auth });
    expect(reasons(sent)).toEqual(["not-offered"]);
  });
});

describe("a ticket goes to its own host only", () => {
  test.each(["HTTP@elsewhere", "cifs/other.test", "a b"])("not %s", async (servicePrincipal) => {
    const server = await serve();
    await open(await standIn("curl", ticket));
    const sent = await client.send({ url: server.url, auth: { ...auth, servicePrincipal } });
    expect(sent.exchange.failure?.code).toBe("auth-service-principal");
    expect(server.seen).toEqual([]);
  });

  test.each(["HTTP", "HTTP@localhost", "HTTP/LOCALHOST"])("but %s", async (servicePrincipal) => {
    const server = await serve();
    await open(await standIn("curl", ticket));
    const sent = await client.send({ url: server.url, auth: { ...auth, servicePrincipal } });
    expect(status(sent)).toBe(200);
  });

  test("an address has none", async () => {
    await open(await standIn("curl", ticket));
    const sent = await client.send({ url: "http://[::1]:1/", auth });
    expect(sent.exchange.failure?.code).toBe("auth-service-principal");
  });

  test.each([
    { resolve: ["intranet:80:127.0.0.1"] },
    { connectTo: ["intranet:80:127.0.0.1:1"] },
    { dnsServers: ["127.0.0.1"] },
    { unixSocket: "/nowhere" },
  ])("not where the settings lead: %o", async (network) => {
    await open(await standIn("curl", ticket));
    const sent = await client.send({
      url: "http://intranet/",
      auth,
      settings: { ...plainSettings, network: { ...defaultNetwork, ...network } },
    });
    expect(sent.exchange.failure?.code).toBe("auth-negotiate-way");
  });
});

test("what Windows makes of NTLM is no ticket", () => {
  expect(isKerberos(ticket)).toBe(true);
  expect(isKerberos(ntlm)).toBe(false);
  expect(isKerberos(Buffer.from("NTLMSSP\0"))).toBe(false);
  expect(isKerberos(Buffer.alloc(0))).toBe(false);
});
