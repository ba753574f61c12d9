import { openTestClient, type TestClient } from "../../../electron/client/client.testing.ts";
import { defaultSocketLimits, type OpenSocket } from "../../../electron/wire/websocket/socket.ts";
import { type Area, areaOf, type Case } from "../area.ts";
import { closingCases } from "./closing.ts";
import { framingCases } from "./framing.ts";
import { openJudge } from "./judge.ts";
import { loadCases } from "./load.ts";
import { textCases } from "./text.ts";

const families: Readonly<Record<string, string>> = {
  1: "messages",
  2: "pings",
  3: "reserved bits",
  4: "opcodes",
  5: "fragments",
  6: "UTF-8",
  7: "closing",
  9: "limits",
  10: "mixed fragments",
  12: "compression",
  13: "compression, as agreed",
};

/**
 * WebSocket's cases under the numbers Autobahn's suite has for them, written anew after what each of them is said to try: a server of sockets of
 * its own, with a codec of its own, and the app's client, which sends every message back.
 */
export async function webSocket(): Promise<readonly Area[]> {
  const judge = await openJudge();
  const client = await openTestClient();
  const results = new Map<string, Case[]>();
  for (const one of [...framingCases, ...textCases, ...closingCases, ...loadCases]) {
    const verdict = judge.next(one);
    const [problem] = await Promise.all([verdict, echo(client, judge.url)]);
    const family = one.id.split(".")[0] ?? "";
    const known = results.get(family) ?? [];
    known.push({ id: `${one.id} (${one.what})`, problem });
    results.set(family, known);
  }
  await client.close();
  await judge.close();
  return [...results].map(([family, cases]) =>
    areaOf(`websocket-${family} ${families[family] ?? ""}`.trim(), 1, cases),
  );
}

/** A WebSocket that sends back what comes, to its end. */
async function echo(client: TestClient, url: string): Promise<void> {
  let open: OpenSocket | null = null;
  let parts: Uint8Array[] = [];
  await client.send({
    url,
    socket: {
      offer: { protocols: [], compress: true },
      limits: defaultSocketLimits,
      pingInterval: 0,
      opened: (socket) => void (open = socket),
      received({ text, bytes, last }) {
        parts.push(Buffer.from(bytes));
        if (!last) return undefined;
        const message = { text, bytes: Buffer.concat(parts) };
        parts = [];
        // What ended meanwhile says so itself.
        open?.send(message).catch(() => undefined);
        return undefined;
      },
    },
  });
}
