import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BenchClient } from "../client.ts";
import { findProgram, freePort, startProgram } from "./start.ts";

const run = promisify(execFile);

/** A server that takes Kerberos tickets and says whose they are (python-gssapi's words). */
const acceptor = `
import base64, gssapi, http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        given = self.headers.get("Authorization", "")
        status, body, answer = 401, b"", "Negotiate"
        if given.startswith("Negotiate "):
            try:
                context = gssapi.SecurityContext(usage="accept")
                out = context.step(base64.b64decode(given[10:]))
                answer += " " + base64.b64encode(out or b"").decode()
                status, body = 200, str(context.initiator_name).encode()
            except gssapi.exceptions.GSSError:
                pass
        self.send_response(status)
        self.send_header("WWW-Authenticate", answer)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
`;

/** MIT's KDC with one person and one service, a ticket of its own folder, and a server that checks tickets; null: not all of it is installed. */
export async function tryKerberos(
  folder: string,
  client: BenchClient,
): Promise<{ readonly passed: number; readonly problems: readonly string[] } | null> {
  const python = await pythonWithGss();
  const programs = ["krb5kdc", "kdb5_util", "kadmin.local", "kinit", "curl"].map(findProgram);
  const [kdc, kdb, kadmin, kinit, curl] = programs;
  if (!kdc || !kdb || !kadmin || !kinit || !curl || python === null) return null;
  const home = join(folder, "kerberos");
  await mkdir(home);
  const port = await freePort();
  const files = {
    "krb5.conf": `[libdefaults]
 default_realm = ENVOI.TEST
 rdns = false
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
[realms]
 ENVOI.TEST = {
  kdc = 127.0.0.1:${port}
 }
[domain_realm]
 localhost = ENVOI.TEST
`,
    "kdc.conf": `[kdcdefaults]
 kdc_ports = ${port}
 kdc_tcp_ports = ${port}
[realms]
 ENVOI.TEST = {
  database_name = ${home}/principal
  key_stash_file = ${home}/stash
 }
`,
    "acceptor.py": acceptor,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
  const env = {
    KRB5_CONFIG: join(home, "krb5.conf"),
    KRB5_KDC_PROFILE: join(home, "kdc.conf"),
    KRB5_KTNAME: join(home, "keytab"),
    KRB5CCNAME: `FILE:${join(home, "cache")}`,
  };
  const options = { env: { ...process.env, ...env } };
  await run(kdb, ["create", "-r", "ENVOI.TEST", "-s", "-P", "master"], options);
  await run(kadmin, ["-q", "addprinc -pw secret ada"], options);
  await run(kadmin, ["-q", "addprinc -randkey HTTP/localhost"], options);
  await run(kadmin, ["-q", `ktadd -k ${env.KRB5_KTNAME} HTTP/localhost`], options);
  const words = ["-n", "-r", "ENVOI.TEST"];
  const center = await startProgram(kdc, words, { port, folder: home, env });
  const own = await freePort();
  const server = await startProgram(python, ["acceptor.py", String(own)], {
    port: own,
    folder: home,
    env,
  });
  const before = Object.entries(env).map(([name]) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  let proof: string | undefined;
  const statusOf = async (): Promise<number | undefined> => {
    const auth = { kind: "negotiate", servicePrincipal: "" } as const;
    const { hops } = await client.send(`http://localhost:${own}/`, { auth });
    const facts = hops.flatMap((hop) => hop.auth.flatMap((note) => note.facts));
    proof = facts.find(([name]) => name === "server-proof")?.[1];
    return hops.at(-1)?.response?.status;
  };
  const problems: string[] = [];
  try {
    if ((await statusOf()) !== 401) problems.push("it was let in without a ticket");
    const signIn = run(kinit, ["ada"], options);
    signIn.child.stdin?.end("secret\n");
    await signIn;
    if ((await statusOf()) !== 200) problems.push("it was not let in");
    if (proof !== "right") problems.push("the server's proof was not found right");
    if ((await statusOf()) !== 200) problems.push("it was not let in a second time");
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await server.stop();
    await center.stop();
  }
  return { passed: 4 - problems.length, problems };
}

/** The first Python that has gssapi; Debian's own may stand behind another. */
async function pythonWithGss(): Promise<string | null> {
  for (const file of [findProgram("python3"), "/usr/bin/python3"]) {
    if (file === null) continue;
    const there = await run(file, ["-c", "import gssapi"]).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return null;
}
