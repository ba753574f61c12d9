import type { SocketSendInput } from "../../shared/contract/exchanges.ts";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { ResolvedRequest, SocketPlan } from "../client/send.ts";
import { defaultSocketLimits, type OpenSocket } from "../wire/websocket/socket.ts";
import { resolveMessage } from "./resolve-socket.ts";
import type { ReplaceVariables } from "./resolve-text.ts";

/** The WebSockets that are open, by their exchange. Everything rejects with FailureError `ws-not-open` for one that is not. */
export interface Sockets {
  /** The request with what makes a WebSocket of it, when it is one. `texts`: for what is sent later. */
  begin(id: ExchangeId, request: ResolvedRequest, texts: SocketTexts): ResolvedRequest;
  /** The exchange has ended. */
  end(id: ExchangeId): void;
  /** Variables in text are replaced. Resolves when the kernel took it. */
  send(sent: SocketSendInput): Promise<void>;
  ping(id: ExchangeId): Promise<void>;
  close(id: ExchangeId, code: number | null, reason: string): Promise<void>;
}

/** How the variables of what is sent are replaced. */
export interface SocketTexts {
  readonly replace: ReplaceVariables;
  /** The same when these questions were answered too. Rejects with FailureError. */
  answered(answers: Readonly<Record<string, string>>): Promise<ReplaceVariables>;
}

interface Open {
  readonly socket: OpenSocket;
  readonly texts: SocketTexts;
  /** Answers that came with messages. */
  answers: Readonly<Record<string, string>>;
  replace: ReplaceVariables;
}

export function createSockets(): Sockets {
  const open = new Map<ExchangeId, Open>();
  const of = (id: ExchangeId): Open => {
    const found = open.get(id);
    if (found === undefined) throw notOpen();
    return found;
  };
  return {
    begin(id, request, texts) {
      const plan = request.socketPlan;
      return plan === undefined
        ? request
        : {
            ...request,
            socket: wantedOf(plan, request.settings.network.maxBodySize, (socket) =>
              open.set(id, { socket, texts, answers: {}, replace: texts.replace }),
            ),
          };
    },
    end: (id) => void open.delete(id),
    async send({ id, message, answers }) {
      const at = of(id);
      if (answers !== undefined) {
        at.answers = { ...at.answers, ...answers };
        at.replace = await at.texts.answered(at.answers);
      }
      await at.socket.send(resolveMessage(message, at.replace));
    },
    ping: async (id) => of(id).socket.ping(new Uint8Array()),
    close: async (id, code, reason) => of(id).socket.close(code, reason),
  };
}

/** Saved messages wait for the person to send them. `most`: bytes of one message; 0: the usual limit. */
function wantedOf(
  { pingInterval }: SocketPlan,
  most: number,
  opened: (socket: OpenSocket) => void,
): NonNullable<ResolvedRequest["socket"]> {
  return {
    // Subprotocols are typed as the field they are; compression is left out by leaving out its field.
    offer: { protocols: [], compress: true },
    limits: most === 0 ? defaultSocketLimits : { ...defaultSocketLimits, message: most },
    pingInterval,
    opened,
  };
}

function notOpen(): FailureError {
  return new FailureError({
    kind: "conflict",
    code: "ws-not-open",
    message: "This WebSocket is not open.",
    phase: "send",
    remedy: "Connect, then send.",
  });
}
