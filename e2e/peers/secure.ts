import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { promisify } from "node:util";

/** A server with a certificate that nobody vouches for. */
export interface SecurePeer {
  readonly url: string;
  /** Paths asked for so far: what a client that refused the certificate never told. */
  paths(): readonly string[];
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1; the certificate is made with the `openssl` command and names that address. */
export async function startSecure(): Promise<SecurePeer> {
  const pem = await selfSigned();
  const paths: string[] = [];
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    paths.push(request.url ?? "");
    response.end("over TLS");
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths: () => paths,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Key and certificate in one text. */
async function selfSigned(): Promise<string> {
  const { stdout } = await promisify(execFile)("openssl", [
    ...["req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost"],
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ...["-keyout", "-", "-out", "-"],
  ]);
  return stdout;
}
