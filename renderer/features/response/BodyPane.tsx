import { Empty } from "../../ui/Empty.tsx";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import { chooseCharset, type Charset } from "../../../shared/formats/charset.ts";
import { sniffBody, sniffLength } from "../../../shared/formats/sniff.ts";
import type { BodyRef } from "../../../shared/model/body.ts";
import { headerValue } from "../../../shared/model/header.ts";
import { parseMediaType } from "../../../shared/model/media-type.ts";
import type { Host } from "../../host/connect.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { type ByteSource, createByteSource } from "../../views/bytes/byte-source.ts";
import {
  type EventSource,
  EventSourceContext,
  type EventStreamEnd,
} from "../../views/event-source.ts";
import { viewsFor } from "../../views/registry.tsx";
import type { BodyInfo, ViewActions } from "../../views/view.ts";
import { BodyBar } from "./BodyBar.tsx";
import { type Choices, chosen } from "./choices.ts";
import { CutNote } from "./CutNote.tsx";
import { isEventStream, noBodyOf } from "./no-body.ts";
import styles from "./panes.module.css";

type BodyHost = Pick<Host, "remote" | "info" | "bodyUrl">;

/** The body of a hop, in the view that suits it best or the one the person chose for this tab. */
export function BodyPane({
  exchange,
  hop,
  host,
  choices,
  late,
  onResume,
  onShowWire,
  onConnectAgain,
}: {
  readonly exchange: Exchange;
  readonly hop: Hop;
  readonly host: BodyHost;
  readonly choices: Choices;
  readonly late: boolean;
  readonly onResume: (exchangeId: string) => void;
  /** Show a run of the record among all of its bytes. */
  readonly onShowWire: (start: number, end: number) => void;
  readonly onConnectAgain: (lastId: string) => void;
}) {
  const words = useText(responseWords);
  const saysOfEvents = useText(eventWords);
  const [wanted, setWanted] = useState<"encoded" | "decoded" | null>(null);
  // Of a body that was left encoded: how large it is since it was decoded all the same.
  const [later, setLater] = useState<{ readonly id: string; readonly size: number } | null>(null);
  const why = noBodyOf(exchange, hop);
  const { body } = hop;
  if (why !== null || body === null) {
    if (why === "later" || why === null) {
      if (!late) return null;
      return isEventStream(hop) ? (
        <Empty title={saysOfEvents.none}>{saysOfEvents.noneText}</Empty>
      ) : (
        <Empty title={words.bodyLater} />
      );
    }
    const text = {
      head: words.noBodyHead,
      status: words.noBodyStatus(String(hop.response?.status ?? "")),
      empty: words.noBodyLength,
      "not-arrived": words.noBodyArrived,
    }[why];
    return <Empty title={words.noBody}>{text}</Empty>;
  }
  // A body that comes at once is shown whole; one that takes its time is shown as it comes.
  if (!body.complete && !late && exchange.state === "running") return null;
  const { id } = body;
  const decodedLater = later?.id === id ? later.size : null;
  const leftEncoded = body.undecoded === true;
  const encoded = leftEncoded
    ? wanted !== "decoded" || decodedLater === null
    : wanted === "encoded";
  const choose = async (next: boolean): Promise<void> => {
    if (!next && leftEncoded && decodedLater === null) {
      setLater({ id, size: await host.remote["exchange.decodeBody"]({ bodyId: id }) });
    }
    setWanted(next ? "encoded" : "decoded");
  };
  const events: EventSource = {
    startedAt: exchange.startedAt,
    ended: endOf(exchange),
    arrivals: (offsets, signal) =>
      host.remote["exchange.arrivals"](
        { bodyId: id, form: encoded ? "encoded" : "decoded", offsets },
        signal,
      ),
    showWire: onShowWire,
    connectAgain: onConnectAgain,
  };
  return (
    <EventSourceContext value={events}>
      <BodyContent
        key={`${id} ${encoded}`}
        exchange={exchange}
        boundary={boundaryOf(hop)}
        body={body}
        size={encoded ? body.encodedSize : (decodedLater ?? body.size)}
        host={host}
        choices={choices}
        encoded={encoded}
        onEncoded={choose}
        cut={
          exchange.state !== "running" && !body.complete ? (
            <CutNote
              exchange={exchange}
              isLast={hop === exchange.hops.at(-1)}
              onResume={onResume}
            />
          ) : null
        }
      />
    </EventSourceContext>
  );
}

/** Bytes of an exchange that are there, or come, in one view or another. */
export function BodyContent({
  exchange,
  boundary,
  body,
  size,
  host,
  choices,
  encoded,
  onEncoded,
  cut,
}: {
  readonly exchange: Exchange;
  readonly boundary: string;
  readonly body: BodyRef;
  /** Bytes in the form shown. */
  readonly size: number;
  readonly host: BodyHost;
  readonly choices: Choices;
  readonly encoded: boolean;
  readonly onEncoded: (encoded: boolean) => Promise<void>;
  readonly cut: ReactNode;
}) {
  const words = useText(responseWords);
  const language = useLanguage();
  const complete = body.complete || exchange.state !== "running";
  const [source] = useState(() =>
    createByteSource(host.bodyUrl(body.id, { encoded }), size, complete),
  );
  useEffect(() => source.grow(size, complete), [source, size, complete]);
  const first = useFirstBytes(source, size, complete);
  const [charset, setCharset] = useState<Charset | null>(null);
  const actions = useRef<ViewActions>(null);

  if (first === null) return null;
  const guessed = charset ?? chooseCharset(body.charset, first);
  const info: BodyInfo = {
    id: body.id,
    kind: encoded && body.contentEncoding.length > 0 ? "binary" : sniffBody(first, body.mediaType),
    size,
    complete,
    mediaType: body.mediaType,
    charset: guessed.name,
    fileName: body.fileName,
    previewUrl: host.bodyUrl(body.id, { as: "preview" }),
    boundary: encoded && body.contentEncoding.length > 0 ? "" : boundary,
  };
  const { offered, best } = viewsFor(info);
  const names = offered.map((view) => view.name);
  const name = chosen(choices, `body/${info.kind}`, names, best);
  const view = offered.find((one) => one.name === name);
  return (
    <div className={styles.column}>
      <BodyBar
        exchangeId={exchange.id}
        body={body}
        info={info}
        source={source}
        host={host}
        names={names}
        name={name}
        charset={guessed}
        encoded={encoded}
        actions={actions}
        onName={(next) => choices.set(`body/${info.kind}`, next)}
        onCharset={setCharset}
        onEncoded={onEncoded}
      />
      {name === "events" && exchange.failure?.phase !== "decode" ? null : cut}
      {body.resumedFrom === undefined ? null : (
        <p className={styles.resumed}>{words.resumed(formatBytes(body.resumedFrom, language))}</p>
      )}
      <div className={styles.rest} key={`${name} ${guessed.name}`}>
        {/* oxlint-disable-next-line react/refs -- the handle is passed on, not read */}
        {view?.render({ source, info, label: words.bodyContent(body.mediaType), actions })}
      </div>
    </div>
  );
}

function endOf({ state, failure }: Exchange): EventStreamEnd | null {
  if (state === "running") return null;
  if (failure === null) return "closed";
  return failure.kind === "cancelled" ? "cancelled" : "failed";
}

/** Of a multipart reply; "" for any other. */
function boundaryOf({ response }: Hop): string {
  const type = parseMediaType(headerValue(response?.headers ?? [], "content-type") ?? "");
  return type.essence.startsWith("multipart/") ? (type.parameters["boundary"] ?? "") : "";
}

/** The first bytes of a body, as soon as there are enough to tell what it is. They do not change afterwards. */
function useFirstBytes(source: ByteSource, size: number, complete: boolean): Uint8Array | null {
  const [first, setFirst] = useState<Uint8Array | null>(null);
  const enough = complete || size > 0;
  useEffect(() => {
    if (!enough) return undefined;
    let gone = false;
    source.read(0, sniffLength).then(
      (bytes) => {
        if (!gone) setFirst((old) => old ?? bytes);
      },
      () => {
        // The view will say why it cannot read.
        if (!gone) setFirst((old) => old ?? new Uint8Array());
      },
    );
    return () => {
      gone = true;
    };
  }, [source, enough]);
  return first;
}
