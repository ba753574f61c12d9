import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FailureError } from "../../shared/model/failure.ts";
import { answer } from "./routes.ts";

/** The demo server while it runs. */
export interface DemoServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** The port it asks for first, so that the sample collection keeps working from day to day. */
export const usualPort = 8642;

/**
 * Starts the demo server on 127.0.0.1, never on another address. `port` 0: any; absent: the usual one, or any when that
 * is taken. Throws FailureError `storage/EADDRINUSE` when an asked-for port is taken.
 */
export async function startDemo({ port }: { readonly port?: number } = {}): Promise<DemoServer> {
  if (port !== undefined) return listen(port);
  try {
    return await listen(usualPort);
  } catch {
    return listen(0);
  }
}

function listen(port: number): Promise<DemoServer> {
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    void serve(request, response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        new FailureError(
          {
            kind: "storage",
            code: cause.code ?? "listen",
            message: `The demo server could not listen on port ${port}.`,
            remedy: "Choose another port with --port.",
          },
          { cause },
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.on("error", () => gone.abort());
  try {
    await answer(request, response, gone.signal);
  } catch {
    // The only thing left to do for a peer that went away is to let the socket go.
    response.destroy();
  }
}
