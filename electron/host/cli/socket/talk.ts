import type { Exchange } from "../../../../shared/model/exchange.ts";
import { toFailure } from "../../../../shared/model/failure.ts";
import type { SocketPlan } from "../../../client/send.ts";
import {
  closeCodeName,
  isControl,
  opcodeName,
  type SocketFrame,
} from "../../../../shared/model/web-socket.ts";
import {
  defaultSocketLimits,
  type OpenSocket,
  type SocketUse,
} from "../../../wire/websocket/socket.ts";
import { type Given, all, isOn, last } from "../options/parse.ts";
import type { BodyOutput } from "../output/body-output.ts";
import type { Messages } from "../output/messages.ts";
import { badOption, bytesOption, secondsOption } from "../settings/values.ts";
import { goodbyeOf, inputLines, typedMessages } from "./words.ts";

/** A conversation of the command line: what is typed goes out, what comes is printed. */
export interface Talk {
  readonly use: SocketUse;
  /** Stops reading standard input. Rejects when a message that came could not be written. */
  finish(): Promise<void>;
}

export interface TalkOptions {
  readonly given: Given;
  /** What a request file says; null: a URL was given. */
  readonly plan: SocketPlan | null;
  /** An option gave the request a body. */
  readonly hasBody: boolean;
  readonly output: BodyOutput;
  readonly messages: Messages;
  /** Waited for before the first message is printed: heads come before it. */
  before(): Promise<void> | undefined;
}

/** Rejects with FailureError for options that cannot be, and files that cannot be read. */
export async function openTalk(options: TalkOptions): Promise<Talk> {
  const { given, output, messages } = options;
  if (options.hasBody)
    throw badOption(
      "--data",
      "A WebSocket is asked for without a body.",
      "Say what to send with --message, or with -G to put it into the URL's query.",
    );
  const protocols = all(given, "subprotocol");
  if (!protocols.every((name) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)))
    throw badOption(
      "--subprotocol",
      "A subprotocol is one word of letters, digits and signs (RFC 6455 §4.1).",
      "Give the option once for each of several.",
    );
  const typed = (await typedMessages(given)) ?? options.plan?.messages ?? null;
  const goodbye = goodbyeOf(last(given, "ws-close"));
  const over = new AbortController();
  const verbose = isOn(given, "verbose");
  const quiet = openQuiet(secondsOption(given, "ws-wait") ?? 1_000, over.signal);
  let broken: unknown = null;
  let begun = false;

  const speak = async (socket: OpenSocket): Promise<void> => {
    for await (const message of typed ?? inputLines(over.signal)) await socket.send(message);
    if (isOn(given, "listen")) return;
    await quiet.wait();
    await socket.close(goodbye.code, goodbye.reason);
  };
  const write = async (bytes: Uint8Array): Promise<void> => {
    try {
      if (!begun) await options.before();
      begun = true;
      await (await output.open(null)).write(bytes);
    } catch (thrown) {
      broken ??= thrown;
      over.abort();
      throw thrown;
    }
  };
  const most = bytesOption(given, "max-filesize");
  return {
    use: {
      offer: { protocols, compress: isOn(given, "ws-deflate", true) },
      limits: most === undefined ? defaultSocketLimits : { ...defaultSocketLimits, message: most },
      pingInterval: secondsOption(given, "ws-ping") ?? options.plan?.pingInterval ?? 0,
      timed: true,
      opened(socket) {
        speak(socket).catch((thrown: unknown) => {
          // What ended the WebSocket says so itself.
          if (toFailure(thrown).code !== "ws-over") broken ??= thrown;
        });
      },
      received({ text, bytes, last: ends }) {
        if (bytes.length === 0) return ends && text ? write(lineEnd) : undefined;
        return write(bytes);
      },
      frame(frame) {
        // An answer to our own ping is none to what was sent.
        if (frame.direction === "received" && !isControl(frame.opcode)) quiet.broken();
        if (verbose) messages.line(frameLine(frame));
      },
    },
    async finish() {
      over.abort();
      if (broken !== null && toFailure(broken).kind === "storage") throw broken as Error;
    },
  };
}

/** Waits until nothing has come for a while: many servers give no answer any more once they have heard goodbye. */
function openQuiet(ms: number, signal: AbortSignal): { wait(): Promise<void>; broken(): void } {
  let timer: NodeJS.Timeout | null = null;
  return {
    wait: () =>
      ms === 0 || signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => {
            timer = setTimeout(resolve, ms);
            signal.addEventListener("abort", () => clearTimeout(timer ?? undefined), {
              once: true,
            });
          }),
    broken: () => void timer?.refresh(),
  };
}

const lineEnd = Buffer.from("\n");

/** `> text 5 bytes`, as curl -v marks directions. */
function frameLine(frame: SocketFrame): string {
  const {
    direction,
    opcode: code,
    fin,
    length,
    plainLength,
    compressed,
    closeCode,
    partial,
  } = frame;
  const parts = [
    direction === "sent" ? ">" : "<",
    "[WebSocket]",
    opcodeName(code),
    closeCode === null ? `${plainLength} bytes` : `${closeCode} ${closeCodeName(closeCode)}`.trim(),
    ...(compressed ? [`(${length} compressed)`] : []),
    ...(fin ? [] : ["more follows"]),
    ...(partial ? ["cut off"] : []),
  ];
  return parts.join(" ");
}

/**
 * The exit code of a WebSocket that was closed by both sides: 0 for 1000, 1001 and none; 202 to 215 for 1002 to 1015, 220 for the codes of
 * applications and libraries. null: it was not one, or did not get so far.
 */
export function closeExitCode({ hops, failure }: Exchange): number | null {
  const socket = hops.at(-1)?.socket;
  if (socket === undefined || failure !== null) return null;
  const code = socket.goodbyeReceived?.code ?? 1000;
  // An answer says what it answers to.
  if (code <= 1001 || (socket.closedBy === "client" && code === socket.goodbyeSent?.code)) return 0;
  return code <= 1015 ? code - 800 : 220;
}
