import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frameTypeName } from "../../shared/model/http2-frame.ts";
import { defaultNetwork, type NetworkSettings } from "../../shared/model/network/network.ts";
import { openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { readFrames } from "../wire/record/read-record.ts";
import { type Bench, openBench } from "./exchange-hop.testing.ts";

// Servers that nobody here wrote. Those that are not installed are skipped, and said to be.

const run = promisify(execFile);
const big = Buffer.alloc(3_000_000, "0123456789abcdef");

interface Ports {
  readonly clear: number;
  readonly secure: number;
}

interface Server {
  readonly name: string;
  readonly program: string;
  readonly upgrades: boolean;
  /** Writes its configuration; gives its arguments. */
  arguments(folder: string, ports: Ports): Promise<readonly (readonly string[])[]>;
}

const servers: readonly Server[] = [
  {
    name: "nghttpd",
    program: "/usr/sbin/nghttpd",
    upgrades: false,
    arguments: async (folder, { clear, secure }) => [
      ["-a", "127.0.0.1", "-d", folder, "--no-tls", String(clear)],
      ["-a", "127.0.0.1", "-d", folder, String(secure), join(folder, "key"), join(folder, "cert")],
    ],
  },
  {
    name: "h2o",
    program: "/usr/bin/h2o",
    upgrades: true,
    async arguments(folder, { clear, secure }) {
      const file = join(folder, "h2o.conf");
      await writeFile(
        file,
        `${process.getuid?.() === 0 ? "user: root\n" : ""}listen:
  host: 127.0.0.1
  port: ${clear}
listen:
  host: 127.0.0.1
  port: ${secure}
  ssl:
    certificate-file: ${folder}/cert
    key-file: ${folder}/key
    ocsp-update-interval: 0
hosts:
  default:
    paths:
      /:
        file.dir: ${folder}
`,
      );
      return [["-c", file]];
    },
  },
  {
    name: "nginx",
    program: "/usr/sbin/nginx",
    upgrades: false,
    async arguments(folder, { clear, secure }) {
      const file = join(folder, "nginx.conf");
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path ${folder}/${name};`)
        .join(" ");
      await writeFile(
        file,
        `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {}
${process.getuid?.() === 0 ? "user root;" : ""}
http { access_log off; ${temporary}
server { listen 127.0.0.1:${clear} http2; root ${folder}; }
server { listen 127.0.0.1:${secure} ssl http2; root ${folder};
ssl_certificate ${folder}/cert; ssl_certificate_key ${folder}/key; } }
`,
      );
      return [["-c", file, "-e", join(folder, "nginx.log")]];
    },
  },
  {
    name: "caddy",
    program: "/usr/bin/caddy",
    upgrades: true,
    async arguments(folder, { clear, secure }) {
      const file = join(folder, "Caddyfile");
      await writeFile(
        file,
        `{
admin off
auto_https off
servers {
protocols h1 h2 h2c
}
}
http://:${clear} {
bind 127.0.0.1
root * ${folder}
file_server
}
https://:${secure} {
bind 127.0.0.1
tls ${folder}/cert ${folder}/key
root * ${folder}
file_server
}
`,
      );
      return [["run", "--config", file, "--adapter", "caddyfile"]];
    },
  },
];

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answers(port: number, gone: () => boolean): Promise<void> {
  while (!gone()) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server ended");
}

const installed = async (program: string): Promise<boolean> =>
  access(program).then(
    () => true,
    () => false,
  );
const missing: string[] = [];
for (const { name, program } of servers) if (!(await installed(program))) missing.push(name);
const hasNghttp = await installed("/usr/bin/nghttp");
if (missing.length > 0) console.log(`skipped, not installed: ${missing.join(", ")}`);

const over = (httpVersion: NetworkSettings["httpVersion"]): { network: NetworkSettings } => ({
  network: { ...defaultNetwork, httpVersion },
});

describe.each(servers)("$name", (server) => {
  describe.skipIf(missing.includes(server.name))("as a peer", () => {
    let folder: string;
    let bench: Bench;
    let ports: Ports;
    let children: ReturnType<typeof spawn>[] = [];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "envoi-h2-"));
      await chmod(folder, 0o755);
      const maker = await openCertificateMaker();
      const issued = await maker.make({ name: "leaf" });
      await maker.close();
      await writeFile(join(folder, "cert"), issued.cert);
      await writeFile(join(folder, "key"), issued.key);
      await writeFile(join(folder, "hello.txt"), "hello");
      await writeFile(join(folder, "big.bin"), big);
      ports = { clear: await freePort(), secure: await freePort() };
      const all = await server.arguments(folder, ports);
      children = all.map((words) =>
        spawn(server.program, [...words], {
          stdio: "ignore",
          env: { ...process.env, HOME: folder },
        }),
      );
      const gone = (): boolean => children.some(({ exitCode }) => exitCode !== null);
      await Promise.all([answers(ports.clear, gone), answers(ports.secure, gone)]);
      bench = await openBench();
    });
    afterAll(async () => {
      await bench?.close();
      for (const child of children) {
        if (child.exitCode !== null) continue;
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    });

    it("speaks HTTP/2 in the clear and over TLS, small and large, on one connection each", async () => {
      const secure = { scheme: "https", verifyTls: false, port: ports.secure } as const;
      for (const way of [
        { port: ports.clear, ...over("h2c") },
        { ...secure, ...over("auto") },
        { ...secure, ...over("2") },
      ]) {
        const all = await Promise.all(
          ["/hello.txt", "/big.bin", "/hello.txt", "/none"].map((target) =>
            bench.send({ ...way, target }),
          ),
        );
        expect(all.map(({ failure }) => failure)).toEqual([null, null, null, null]);
        expect(all.map(({ response }) => response?.head?.status)).toEqual([200, 200, 200, 404]);
        expect(all[0]?.response?.head?.httpVersion).toBe("2");
        expect(all[0]?.body.toString()).toBe("hello");
        expect(all[1]?.body.equals(big)).toBe(true);
        expect(all.flatMap(({ events }) => events).filter(({ kind }) => kind === "fault")).toEqual(
          [],
        );
        const numbers = all.map(({ events }) => {
          const event = events.find((one) => one.kind === "connection");
          return event?.kind === "connection" ? event.connection.number : 0;
        });
        expect(new Set(numbers).size).toBe(1);
      }
    });

    it.runIf(server.upgrades)(
      "goes from HTTP/1.1 to HTTP/2 on the same socket, at any speed",
      async () => {
        for (const limitRate of [0, 50_000]) {
          const got = await bench.send({
            port: ports.clear,
            network: { ...over("h2c-upgrade").network, limitRate },
            target: "/hello.txt",
          });
          expect(got.failure).toBeNull();
          expect(got.response?.head?.httpVersion).toBe("2");
          expect(got.body.toString()).toBe("hello");
          expect(got.received.toString("latin1")).toMatch(/^HTTP\/1\.1 101 /);
        }
      },
    );

    it.runIf(server.name === "nghttpd" && hasNghttp)(
      "sends what nghttp reads too: the same frames, the same fields",
      async () => {
        const url = `http://127.0.0.1:${ports.clear}/hello.txt`;
        const { stdout } = await run("/usr/bin/nghttp", ["-nv", "--no-dep", url]);
        const text = stdout.replaceAll(/\u001b\[[\d;]*m/g, "");
        const frames = [...text.matchAll(/recv ([A-Z_]+) frame <length=(\d+)/g)].map(
          ([, type, length]) => `${type} ${length}`,
        );
        const fields = [...text.matchAll(/recv \(stream_id=\d+\) (\S+): (.*)/g)].map(
          ([, name, value]) => `${name}: ${value}`,
        );
        const got = await bench.send({
          port: ports.clear,
          network: { ...over("h2c").network, reuse: false },
          target: "/hello.txt",
        });
        const own = (await readFrames(got.folder, 0, 100)).frames.filter(
          ({ direction }) => direction === "received",
        );
        const listed = own.map(({ type, length }) => `${frameTypeName(type)} ${length}`);
        const isStream = (line: string): boolean => /^(HEADERS|DATA)/.test(line);
        expect(listed.filter(isStream)).toEqual(frames.filter(isStream));
        const decoded = own.flatMap(({ detail }) =>
          detail.kind === "headers"
            ? detail.fields.map(([name, value]) => `${name}: ${value}`)
            : [],
        );
        const dated = (line: string): boolean => !line.startsWith("date: ");
        expect(decoded.filter(dated)).toEqual(fields.filter(dated));
      },
    );
  });
});
