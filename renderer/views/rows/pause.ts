let last = 0;

/** Lets the page draw and take input when this turn has gone on for 8 ms. Rejects when aborted. */
export async function pause(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const now = performance.now();
  if (now - last < 8) return;
  await turn();
  last = performance.now();
  signal?.throwIfAborted();
}

/** A turn of the event loop without the 4 ms a nested timer costs. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
