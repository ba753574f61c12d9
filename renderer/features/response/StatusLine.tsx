import type { ReactNode } from "react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import { formatBytes, formatCount, formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { socketResponseWords } from "../../i18n/messages/websocket-response.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { joined } from "../../ui/joined.ts";
import { Tooltip } from "../../ui/Tooltip.tsx";
import type { ResponseView } from "./Response.tsx";
import styles from "./StatusLine.module.css";
import { statusClass } from "./status-class.ts";
import { guess } from "./steps.ts";
import { transferProgress } from "./transfer-progress.ts";

/** The summary of an exchange: each figure opens the view that explains it. Same height whatever it says. */
export function StatusLine({
  exchange,
  hop,
  failure,
  running,
  late,
  onShow,
  onShowConnection,
  onCancel,
  tools,
}: {
  readonly exchange: Exchange | null;
  readonly hop: Hop | null;
  readonly failure: Failure | null;
  readonly running: boolean;
  /** True once it has run for 300 ms. */
  readonly late: boolean;
  readonly onShow: (view: ResponseView) => void;
  /** Shows the connection among all of them. */
  readonly onShowConnection: (number: number) => void;
  readonly onCancel: () => void;
  readonly tools?: ReactNode;
}) {
  const words = useText(responseWords);
  const socketWords = useText(socketResponseWords);
  const language = useLanguage();
  const head = hop?.response ?? null;
  const body = hop?.body ?? null;
  const connection = hop?.connection ?? null;
  const total = exchange?.total ?? null;
  const socket = hop?.socket ?? null;
  const decoded = body !== null && body.contentEncoding.length > 0 && body.undecoded !== true;
  return (
    <div className={styles.line}>
      <div role="status" className={styles.status}>
        {head !== null ? (
          <span className={joined(styles.head, statusClass(head.status))}>
            {head.status === 0 ? (
              words.noStatus
            ) : (
              <>
                <span className={styles.code}>{head.status}</span> {head.reason}
              </>
            )}
          </span>
        ) : running ? (
          <span className={styles.phase}>{late ? <Progress hop={hop} /> : null}</span>
        ) : (
          <span className={joined(styles.head, styles.failed)}>
            {failure?.kind === "cancelled" ? words.cancelled : words.noResponse}
          </span>
        )}
      </div>
      <div className={styles.figures}>
        {total === null ? null : (
          <Figure label={words.timeHelp} onPress={() => onShow("timeline")}>
            {formatDuration(total, language)}
          </Figure>
        )}
        {socket === null ? null : (
          <Figure label={socketWords.counts} onPress={() => onShow("messages")}>
            {`↑ ${formatCount(socket.sent.messages, language)} ↓ ${formatCount(socket.received.messages, language)}`}
          </Figure>
        )}
        {socket !== null || body === null || (running && head !== null && late) ? null : (
          <Figure label={words.sizeHelp} onPress={() => onShow("wire")}>
            {formatBytes(body.encodedSize, language)}
            {decoded ? (
              <span className={styles.more}>
                {" "}
                ({words.decoded(formatBytes(body.size, language))})
              </span>
            ) : null}
          </Figure>
        )}
        {running && head !== null && late && socket === null ? (
          <span className={styles.phase}>
            <Progress hop={hop} />
          </span>
        ) : null}
        {head === null ? null : (
          <Figure label={words.versionHelp} onPress={() => onShow("wire")}>
            HTTP/{head.httpVersion}
          </Figure>
        )}
        {connection?.tls === undefined ? null : (
          <Figure label={words.tlsHelp} onPress={() => onShow("connection")}>
            {connection.tls.version.replace(/^TLSv/, "TLS ")}
            {connection.tls.verified ? null : (
              <span className={styles.unverified}> {words.notVerified}</span>
            )}
          </Figure>
        )}
        {connection?.proxy?.tls?.verified === false ? (
          <Figure label={words.tlsHelp} onPress={() => onShow("connection")}>
            <span className={styles.unverified}>{words.proxyNotVerified}</span>
          </Figure>
        ) : null}
        {connection === null ? null : (
          <Figure label={words.ledgerHelp} onPress={() => onShowConnection(connection.number)}>
            {connection.reused
              ? words.reusedConnection(String(connection.number))
              : words.newConnection(String(connection.number))}
          </Figure>
        )}
      </div>
      <span className={styles.tools}>{tools}</span>
      {running && late && socket === null ? (
        <>
          <Button dense onPress={onCancel} className={styles.cancel}>
            {words.cancel}
          </Button>
          <ProgressLine hop={hop} />
        </>
      ) : null}
    </div>
  );
}

function Progress({ hop }: { readonly hop: Hop | null }): string {
  const words = useText(responseWords);
  const language = useLanguage();
  if (hop === null) return words.preparing;
  const moved = transferProgress(hop);
  if (moved !== null) {
    const bytes = (count: number) => formatBytes(count, language);
    const { total, rate } = moved;
    const parts = [
      total === null ? bytes(moved.bytes) : words.ofTotal(bytes(moved.bytes), bytes(total)),
    ];
    if (rate !== null) parts.push(words.perSecond(bytes(rate)));
    const size = parts.join(", ");
    return moved.direction === "sent" ? words.sendingBody(size) : words.receiving(size);
  }
  switch (guess(hop)) {
    case "resolve":
      return words.resolving;
    case "connect":
      return words.connecting;
    case "tls":
      return words.securing;
    case "send":
      return words.sending;
    case "wait":
      return words.waiting;
    default:
      return words.receiving(formatBytes(hop.body?.encodedSize ?? 0, language));
  }
}

/** The thin line: how far it is where that is known, or only that it goes on. */
function ProgressLine({ hop }: { readonly hop: Hop | null }) {
  const moved = hop === null ? null : transferProgress(hop);
  if (moved === null || moved.total === null || moved.total === 0) {
    return <span className={joined(styles.progress, styles.runs)} aria-hidden="true" />;
  }
  const share = Math.min(1, moved.bytes / moved.total);
  return (
    <span
      className={joined(
        styles.progress,
        styles.measured,
        moved.direction === "received" && styles.received,
      )}
      style={{ ["--share" as string]: share }}
      aria-hidden="true"
    />
  );
}

function Figure({
  label,
  onPress,
  children,
}: {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <Button variant="quiet" dense onPress={onPress} className={styles.figure}>
        {children}
      </Button>
    </Tooltip>
  );
}
