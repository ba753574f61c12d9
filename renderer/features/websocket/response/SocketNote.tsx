import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import type { SocketGoodbye, SocketView } from "../../../../shared/model/web-socket.ts";
import { formatBytes, formatCount } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import type { Language } from "../../../i18n/catalogue.ts";
import { closeCodeText } from "../../../i18n/messages/close-codes.ts";
import { failureSentences } from "../../../i18n/messages/failures.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { joined } from "../../../ui/joined.ts";
import styles from "./Messages.module.css";
import { type SocketState, socketStateOf } from "./socket-state.ts";

/** One line on how it stands with a WebSocket: open, who closed it and why, or what went wrong. */
export function SocketNote({
  exchange,
  hop,
  socket,
}: {
  readonly exchange: Exchange;
  readonly hop: Hop;
  readonly socket: SocketView;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const state = socketStateOf(exchange, hop);
  if (state === null) return null;
  const total = ({ messages, bytes }: SocketView["sent"]) =>
    `${formatCount(messages, language)} (${formatBytes(bytes, language)})`;
  return (
    <div className={joined(styles.state, styles[tone(state)])}>
      <span className={styles.dot} aria-hidden="true" />
      <span role="status" className={styles.what}>
        <StateText state={state} exchange={exchange} language={language} />
      </span>
      <span className={styles.totals}>
        {words.totals(total(socket.sent), total(socket.received))}
      </span>
      {socket.protocol === "" ? null : (
        <code title={words.protocol} className={styles.agreed}>
          {socket.protocol}
        </code>
      )}
      {socket.deflate === null ? null : (
        <span title={`${words.deflate}\n${socket.extensions}`} className={styles.agreed}>
          deflate
        </span>
      )}
    </div>
  );
}

function tone({ kind, ...state }: SocketState): "good" | "bad" | "plain" {
  if (kind === "open") return "good";
  if (kind === "broken" || kind === "died") return "bad";
  if (kind !== "closed" || !("goodbye" in state)) return "plain";
  const { code } = state.goodbye;
  return code === null || code === 1000 || code === 1001 ? "plain" : "bad";
}

function StateText({
  state,
  exchange,
  language,
}: {
  readonly state: SocketState;
  readonly exchange: Exchange;
  readonly language: Language;
}) {
  const words = useText(socketResponseWords);
  switch (state.kind) {
    case "open":
      return words.open;
    case "closing":
      return words.closing[state.by];
    case "cut":
      return words.cut;
    case "died":
      return words.died;
    case "broken":
      return (
        <>
          <strong>{words.broken}</strong>
          {exchange.failure === null
            ? ""
            : ` · ${failureSentences(exchange.failure, language).what}`}
        </>
      );
    case "closed": {
      const { by, goodbye, answer } = state;
      const { code, meaning } = textOf(goodbye, language, words.noCode);
      return (
        <>
          <strong>{words.closedBy[by]}</strong>
          {` · ${code}`}
          {goodbye.reason === "" ? "" : `: ${goodbye.reason}`}
          {answer === null && by === "client" ? (
            <span className={styles.more}>{words.unanswered}</span>
          ) : answer !== null && answer.code !== goodbye.code ? (
            <span className={styles.more}>
              {words.answered(textOf(answer, language, words.noCode).code)}
            </span>
          ) : (
            <span className={styles.more}>{meaning}</span>
          )}
        </>
      );
    }
  }
}

function textOf(
  { code }: SocketGoodbye,
  language: Language,
  noCode: string,
): { readonly code: string; readonly meaning: string } {
  const { name, meaning } = closeCodeText(code ?? 1005, language);
  return { code: code === null ? noCode : `${code} ${name}`.trim(), meaning };
}
