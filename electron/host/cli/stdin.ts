let whole: Promise<Buffer> | null = null;

/** All of standard input, read once however often it is asked for. */
export function readStdin(): Promise<Buffer> {
  whole ??= (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  })();
  return whole;
}
