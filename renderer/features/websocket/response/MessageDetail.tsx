import { Binary, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import type { SocketMessageView } from "../../../../shared/model/socket-filter.ts";
import {
  messageBodyId,
  opcode,
  opcodeName,
  type SocketFrame,
  type SocketView,
} from "../../../../shared/model/web-socket.ts";
import type { Host } from "../../../host/connect.ts";
import { formatBytes, formatCount, formatDuration, formatMoment } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { closeCodeText } from "../../../i18n/messages/close-codes.ts";
import { faultSentence } from "../../../i18n/messages/failures.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Segmented } from "../../../ui/Segmented.tsx";
import { BodyContent } from "../../response/BodyPane.tsx";
import type { Choices } from "../../response/choices.ts";
import styles from "./Messages.module.css";
import { MessageFrames } from "./MessageFrames.tsx";
import { headBits, kindOf } from "./payload-text.ts";

/** ms between looks at a message that is not whole yet. */
const pace = 500;

/** A message in full: what it is, when and how it passed, its payload in every view of a body, and its frames. */
export function MessageDetail({
  exchange,
  hop,
  socket,
  frame,
  host,
  choices,
  onShowWire,
  onClose,
}: {
  readonly exchange: Exchange;
  readonly hop: Hop;
  readonly socket: SocketView;
  readonly frame: SocketFrame;
  readonly host: Pick<Host, "remote" | "info" | "bodyUrl">;
  readonly choices: Choices;
  readonly onShowWire: (start: number, end: number) => void;
  readonly onClose: () => void;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const message = useMessage(exchange, frame, host);
  const [part, setPart] = useState<"payload" | "frames">("payload");
  const first = message?.frames[0] ?? frame;
  const kind = kindOf(first.opcode);
  const text = kind !== "binary" && kind !== "unknown" && kind !== "close";
  const id = messageBodyId(exchange.id, first.index);
  const several = message !== null && message.count > 1;
  return (
    <section className={styles.detail} aria-label={words.detail}>
      <div className={styles.detailBar}>
        <strong className={styles.title}>
          {`${first.direction === "sent" ? "↑" : "↓"} ${
            kind === "unknown" ? words.unknownFrame(opcodeName(first.opcode)) : words.titles[kind]
          }`}
        </strong>
        {several ? (
          <Segmented<"payload" | "frames">
            label={words.part}
            value={part}
            onChange={setPart}
            options={[
              { id: "payload", label: words.payload },
              { id: "frames", label: words.framesOf(formatCount(message.count, language)) },
            ]}
          />
        ) : null}
        <span className={styles.gap} />
        <IconButton dense label={words.showWire} onPress={() => onShowWire(frame.start, frame.end)}>
          <Binary size={14} aria-hidden="true" />
        </IconButton>
        <IconButton dense label={words.close} keys="Escape" onPress={onClose}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <Facts exchange={exchange} socket={socket} frame={frame} message={message} />
      <Faults hop={hop} message={message} onShowWire={onShowWire} />
      {message === null ? null : part === "frames" && several ? (
        <MessageFrames message={message} onShowWire={onShowWire} />
      ) : message.size === 0 ? (
        <p className={styles.note}>{message.whole ? words.empty : words.more}</p>
      ) : (
        <div className={styles.content}>
          <BodyContent
            key={id}
            exchange={exchange}
            boundary=""
            body={{
              id,
              size: message.size,
              encodedSize: message.size,
              complete: message.whole,
              mediaType: text ? "text/plain" : "application/octet-stream",
              charset: text ? "utf-8" : "",
              contentEncoding: [],
              fileName: `message-${first.index}.${text ? "txt" : "bin"}`,
            }}
            size={message.size}
            host={host}
            choices={choices}
            encoded={false}
            onEncoded={async () => undefined}
            cut={null}
          />
        </div>
      )}
    </section>
  );
}

/** What the message of a frame is made of; read again while it grows. */
function useMessage(
  { id, state }: Exchange,
  { index }: SocketFrame,
  host: Pick<Host, "remote">,
): SocketMessageView | null {
  const [message, setMessage] = useState<SocketMessageView | null>(null);
  const running = state === "running";
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const found = await host.remote["exchange.socketMessage"]({ id, index }, signal).catch(
        () => null,
      );
      if (signal.aborted) return;
      if (found !== null) setMessage(found);
      if (running && found?.whole !== true) timer = setTimeout(() => void read(), pace);
    };
    void read();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, index, running, host]);
  return message;
}

function Facts({
  exchange,
  socket,
  frame,
  message,
}: {
  readonly exchange: Exchange;
  readonly socket: SocketView;
  readonly frame: SocketFrame;
  readonly message: SocketMessageView | null;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const [now] = useState(() => Date.now());
  const bytes = (count: number) => formatBytes(count, language);
  const { at, closeCode, compressed, masked, headBytes, length, partial, start, end } = frame;
  const goodbye = frame.direction === "sent" ? socket.goodbyeSent : socket.goodbyeReceived;
  const size = message?.size ?? frame.plainLength;
  const single = message === null || message.count === 1;
  const wire = message?.frames.reduce((sum, one) => sum + one.length, 0) ?? length;
  const bits = headBits(frame).join(" ");
  const flags = [
    `${opcodeName(frame.opcode)} (0x${frame.opcode.toString(16)})`,
    ...(bits === "" ? [] : [bits]),
    masked ? words.masked : words.unmasked,
    ...(compressed ? [words.compressed] : []),
  ].join(" · ");
  const code = closeCode === null ? null : closeCodeText(closeCode, language);
  const facts: readonly (readonly [string, string])[] = [
    [
      words.time,
      `${formatDuration(at, language)} (${formatMoment(exchange.startedAt + at, now, language)})`,
    ],
    [words.size, `${bytes(size)}${compressed ? `, ${words.onWire(bytes(wire))}` : ""}`],
    ...(single ? [[words.head, `${flags} · ${bytes(headBytes)}`] as const] : []),
    [words.place, `${formatCount(start, language)}–${formatCount(end, language)}`],
    ...(frame.opcode === opcode.close
      ? [
          [
            words.code,
            code === null ? words.noCode : `${closeCode} ${code.name} – ${code.meaning}`,
          ] as const,
          ...(goodbye === null || goodbye.reason === ""
            ? []
            : [[words.reason, goodbye.reason] as const]),
        ]
      : []),
  ];
  return (
    <div className={styles.facts}>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {partial ? <p className={styles.bad}>{words.partial}</p> : null}
    </div>
  );
}

/** What the decoder did not accept in this message. */
function Faults({
  hop,
  message,
  onShowWire,
}: {
  readonly hop: Hop;
  readonly message: SocketMessageView | null;
  readonly onShowWire: (start: number, end: number) => void;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  return message?.faults.map(({ rule, offset }) => {
    const said = hop.faults.find((fault) => fault.rule === rule)?.message ?? rule;
    return (
      <div key={`${rule} ${offset}`} className={styles.fault}>
        {`${words.fault(formatCount(offset, language))} ${faultSentence({ rule, message: said }, language)}`}{" "}
        <Button dense variant="quiet" onPress={() => onShowWire(offset, offset + 1)}>
          {words.showWire}
        </Button>
      </div>
    );
  });
}
