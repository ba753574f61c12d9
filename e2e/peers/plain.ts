import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** An ordinary HTTP server: answers every request with its path, and what is no HTTP with an error. */
export interface PlainPeer {
  /** `host:port` */
  readonly place: string;
  close(): Promise<void>;
}

export async function startPlain(): Promise<PlainPeer> {
  const server = createServer((request, response) => void response.end(`path ${request.url}`));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    place: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
