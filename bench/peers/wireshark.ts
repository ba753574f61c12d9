import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Issued } from "../../electron/wire/connect/certificates.testing.ts";
import type { TlsMaterial } from "../../electron/wire/connect/tls-material.ts";
import { openClient } from "../client.ts";

const run = promisify(execFile);

/**
 * Captures one exchange over TLS on the loopback, opens it in tshark with the key log, and compares what tshark reads with the record.
 * Gives what is wrong, one line each. `tshark` captures by itself, so it needs the right to (root, or its group).
 */
export async function tryWireshark(
  tshark: string,
  {
    folder,
    good,
    material,
  }: { readonly folder: string; readonly good: Issued; readonly material: TlsMaterial },
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const version of ["1.2", "1.3"] as const) {
    const server = createServer({ cert: good.cert, key: good.key }, (request, response) => {
      response.setHeader("X-Said", request.url ?? "");
      response.end("a secret that only the key opens");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const keys = join(folder, `keys-${version}`);
    const capture = join(folder, `capture-${version}.pcap`);
    const stop = await startCapture(tshark, port, capture);
    const client = await openClient({ keyLogFile: keys, packed: false });
    const exchange = await client.send(`https://localhost:${port}/by/tls?v=${version}`, {
      material,
      network: {
        tlsMin: version,
        tlsMax: version,
        ipVersion: "4",
        httpVersion: "1.1",
        reuse: false,
      },
    });
    const record = await client.recorded(exchange.id);
    await client.close();
    server.closeAllConnections();
    server.close();
    await stop(`tcp.port == ${port}`);
    const decrypted = await readCapture(tshark, { capture, keys, port });
    if (decrypted === "") problems.push(`TLS ${version}: tshark opened nothing`);
    else if (decrypted !== record.toString("hex"))
      problems.push(`TLS ${version}: tshark reads something else than the record`);
    if (!(await readFile(keys, "utf8")).includes("CLIENT_"))
      problems.push(`TLS ${version}: the key log holds no secret`);
  }
  return problems;
}

/** Both directions of the HTTP text in hex, in the order it passed. */
async function readCapture(
  tshark: string,
  {
    capture,
    keys,
    port,
  }: { readonly capture: string; readonly keys: string; readonly port: number },
): Promise<string> {
  const { stdout } = await run(
    tshark,
    [
      ...["-r", capture, "-o", `tls.keylog_file:${keys}`, "-d", `tcp.port==${port},tls`],
      ...["-q", "-z", "follow,tls,raw,0"],
    ],
    { maxBuffer: 1 << 24 },
  );
  // What the server said is indented by a tab; between lines of = are the names of both ends.
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^[0-9a-f]+$/.test(line))
    .join("");
}

/** Starts to capture; gives what ends it, once a packet of the exchange's end is written. */
async function startCapture(tshark: string, port: number, file: string) {
  const child = spawn(tshark, ["-i", "lo", "-f", `tcp port ${port}`, "-w", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => reject(new Error(said.trim().split("\n").at(-1) ?? "no capture")));
    child.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (/Capture started|File: /.test(said)) resolve();
    });
  });
  child.removeAllListeners("close");
  return async (filter: string): Promise<void> => {
    // Packets reach the file some time after they passed; the one with FIN is the last that counts.
    for (let left = 100; left > 0; left -= 1) {
      const { stdout } = await run(tshark, [
        "-r",
        file,
        "-Y",
        `${filter} && tcp.flags.fin == 1`,
      ]).catch(() => ({ stdout: "" }));
      if (stdout.trim() !== "") break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const closed = once(child, "close");
    child.kill("SIGINT");
    await closed;
  };
}
