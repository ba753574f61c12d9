import type { TLSSocket } from "node:tls";
import type { Channel } from "./connector.ts";

/**
 * Tells whether the other side's bytes ended without close_notify (RFC 8446 §6.1). Node ends its stream either way: at once when the
 * alert comes, or when the socket below ends. So what counts is which of the two came first.
 */
export function watchEnd(secure: TLSSocket, { stream }: Channel): () => boolean {
  let said = false;
  let cutOff = false;
  const push = secure.push.bind(secure);
  // No event tells when the end is put behind what is still to be read.
  secure.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null) said = true;
    return push(chunk, encoding);
  };
  stream.prependOnceListener("end", () => {
    cutOff = !said;
  });
  return () => cutOff;
}
