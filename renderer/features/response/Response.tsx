import { Send } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { Host } from "../../host/connect.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { socketResponseWords } from "../../i18n/messages/websocket-response.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { type TabItem, Tabs } from "../../ui/Tabs.tsx";
import { useLate } from "../../views/IndexNote.tsx";
import { TimelinePane } from "../timeline/TimelinePane.tsx";
import { WirePane, type WirePlace } from "../wire/WirePane.tsx";
import { BodyPane } from "./BodyPane.tsx";
import { type Choices, chosen } from "./choices.ts";
import { ConnectionPane } from "./ConnectionPane.tsx";
import { CookiesPane } from "./CookiesPane.tsx";
import { FaultBar } from "./FaultBar.tsx";
import { isEventStream } from "./no-body.ts";
import { HeadersPane } from "./HeadersPane.tsx";
import { HiddenSecrets, useHiddenSecrets } from "./HiddenSecrets.tsx";
import { HopChooser } from "./HopChooser.tsx";
import { type AskRange, RangeNote } from "./RangeNote.tsx";
import { MessagesPane } from "../websocket/response/MessagesPane.tsx";
import { ProxyAsks } from "./ProxyAsks.tsx";
import { ProblemPane } from "./ProblemPane.tsx";
import type { RemedyAction } from "./remedy.ts";
import styles from "./Response.module.css";
import { StatusLine } from "./StatusLine.tsx";

const allKept = [
  "messages",
  "body",
  "headers",
  "cookies",
  "timeline",
  "connection",
  "wire",
] as const;
export type ResponseView = (typeof allKept)[number] | "problem";

export interface ResponseProps {
  /** What is known of the last send; grows while it runs. */
  readonly exchange: Exchange | null;
  readonly running: boolean;
  /** Set when the send could not even begin. */
  readonly failure: Failure | null;
  readonly host: Pick<Host, "remote" | "info" | "bodyUrl" | "wireUrl">;
  /** Key text of the send action, "Mod+Enter". */
  readonly sendKeys: string;
  readonly choices: Choices;
  /** What is sent opens a WebSocket. */
  readonly opensSocket: boolean;
  readonly onCancel: () => void;
  /** Show a connection among all of them. */
  readonly onShowConnection: (number: number) => void;
  /** At the end of the status line, and over an empty pane. */
  readonly tools?: ReactNode;
  /** Said above the views. */
  readonly note?: ReactNode;
  /** Ask for what the body of that exchange still misses. */
  readonly onResume: (exchangeId: string) => void;
  /** Send the request again with this `Last-Event-ID`. */
  readonly onConnectAgain: (lastId: string) => void;
  /** Change the request's Range and send it. */
  readonly onRange: AskRange;
  /** Open a raw request with these bytes. */
  readonly onEditBytes: (raw: RawRequest) => void;
  /** Send what a hop sent again, byte for byte. */
  readonly onReplay: (exchangeId: string, hop: number) => void;
  /** Show an exchange beside another. */
  readonly onCompare: (exchangeId: string) => void;
  /** What to offer for a failure of this request. */
  readonly remediesOf: (failure: Failure, exchange: Exchange | null) => readonly RemedyAction[];
  readonly onRemedy: (action: RemedyAction) => void;
}

/** Everything about a response: a picture of the exchange, and of nothing else. */
export function Response(props: ResponseProps) {
  const words = useText(responseWords);
  const { exchange, running } = props;
  const late = useLate(running);
  // The answer before stays in sight until there is something new, or it takes long: no flash on a quick send.
  const [before, setBefore] = useState<Pick<ResponseProps, "exchange" | "failure"> | null>(null);
  if (!running && (before?.exchange !== exchange || before.failure !== props.failure)) {
    setBefore({ exchange, failure: props.failure });
  }
  const news = (exchange?.hops.at(-1)?.response ?? null) !== null;
  const old = running && !late && !news ? before : null;
  const shown = old?.exchange ?? exchange;
  const failure = old === null ? props.failure : old.failure;
  const problem = shown?.failure ?? failure;

  if (shown === null && problem === null && !running) {
    return (
      <section aria-label={words.response} className={styles.response}>
        <div className={styles.corner}>{props.tools}</div>
        <Empty
          icon={<Send size={20} />}
          title={props.opensSocket ? words.emptySocket : words.emptyTitle}
        >
          <Keys keys={props.sendKeys} /> {props.opensSocket ? words.emptySocketKey : words.emptyKey}
        </Empty>
      </section>
    );
  }
  return (
    <section aria-label={words.response} className={styles.response}>
      <Shown
        {...props}
        key={shown?.id ?? "none"}
        exchange={shown}
        failure={problem}
        running={running && old === null}
        late={late}
      />
    </section>
  );
}

function Shown(props: ResponseProps & { readonly late: boolean }) {
  const { exchange, failure, running, late, host, choices } = props;
  const words = useText(responseWords);
  const socketWords = useText(socketResponseWords);
  const language = useLanguage();
  // A failure shows itself once; where the person then goes is remembered as ever.
  const [moved, setMoved] = useState(false);
  const [onProblem, setOnProblem] = useState(false);
  const [hopIndex, setHopIndex] = useState<number | null>(null);
  const [wirePlace, setWirePlace] = useState<WirePlace | null>(null);

  const secrets = useHiddenSecrets(exchange?.id ?? null, !running, host);
  const hops = exchange?.hops ?? [];
  const hop: Hop | null = hops.find((one) => one.index === hopIndex) ?? hops.at(-1) ?? null;
  // Who watched a stream or a WebSocket goes on seeing what came of it.
  const watched =
    hop !== null &&
    (hop.socket !== undefined ||
      ((hop.body?.size ?? 0) > 0 && (failure?.kind === "cancelled" || isEventStream(hop))));
  const problem = failure !== null && !running && (onProblem || (!moved && !watched));
  const socket = hop?.socket ?? null;
  const passed = socket === null ? 0 : socket.sent.messages + socket.received.messages;
  // Where messages are, they are what one comes for; of any other exchange it is the body.
  const place = socket === null ? "response" : "response/socket";
  const first = socket === null ? "body" : "messages";
  const kept = allKept.filter((one) => one !== (socket === null ? "messages" : "body"));
  const view: ResponseView = problem ? "problem" : chosen(choices, place, kept, first);
  const show = (next: ResponseView) => {
    setMoved(true);
    setOnProblem(next === "problem");
    if (next !== "problem") choices.set(place, next);
  };
  const showWire = (received: number | null) => {
    setWirePlace(
      received === null || hop === null ? null : { kind: "received", hop: hop.index, received },
    );
    show("wire");
  };
  const showRecord = (start: number, end: number) => {
    setWirePlace({ kind: "record", start, end });
    show("wire");
  };

  const items: TabItem<ResponseView>[] = [];
  if (failure !== null && !running) {
    items.push({
      id: "problem",
      label: words.problem,
      content: () => (
        <ProblemPane
          exchange={exchange}
          failure={failure}
          host={host}
          remedies={props.remediesOf(failure, exchange)}
          onRemedy={props.onRemedy}
          onShowWire={() => showWire(null)}
        />
      ),
    });
  }
  if (exchange !== null) {
    const headers = hop?.response?.headers.length ?? 0;
    const cookies = hop?.cookies.length ?? 0;
    items.push(
      socket !== null && hop !== null
        ? {
            id: "messages",
            label: socketWords.messages,
            note: passed > 0 ? formatCount(passed, language) : undefined,
            content: () => (
              <MessagesPane
                key={`${hop.index} ${secrets.state}`}
                exchange={exchange}
                hop={hop}
                socket={socket}
                host={host}
                choices={choices}
                onShowWire={showRecord}
              />
            ),
          }
        : {
            id: "body",
            label: words.body,
            content: () =>
              hop && (
                <BodyPane
                  key={`${hop.index} ${secrets.state}`}
                  exchange={exchange}
                  hop={hop}
                  host={host}
                  choices={choices}
                  late={late}
                  onResume={props.onResume}
                  onShowWire={showRecord}
                  onConnectAgain={props.onConnectAgain}
                />
              ),
          },
      {
        id: "headers",
        label: words.headers,
        note: headers > 0 ? headers : undefined,
        content: () => hop && <HeadersPane key={hop.index} hop={hop} choices={choices} />,
      },
      {
        id: "cookies",
        label: words.cookies,
        note: cookies > 0 ? cookies : undefined,
        content: () => hop && <CookiesPane hop={hop} />,
      },
      {
        id: "timeline",
        label: words.timeline,
        content: () => <TimelinePane exchange={exchange} host={host} />,
      },
      {
        id: "connection",
        label: words.connection,
        content: () => hop && <ConnectionPane hop={hop} />,
      },
      {
        id: "wire",
        label: words.wire,
        content: () => (
          <WirePane
            key={secrets.state}
            exchange={exchange}
            host={host}
            choices={choices}
            place={wirePlace}
            hidden={secrets.state === "hidden"}
            onEditBytes={props.onEditBytes}
            onReplay={props.onReplay}
            onCompare={props.onCompare}
          />
        ),
      },
    );
  }
  return (
    <>
      <StatusLine
        exchange={exchange}
        hop={hop}
        failure={failure}
        running={running}
        late={late}
        onShow={show}
        onShowConnection={props.onShowConnection}
        onCancel={props.onCancel}
        tools={props.tools}
      />
      {props.note}
      <HiddenSecrets
        state={secrets.state}
        failure={secrets.failure}
        onShow={(shown) => void secrets.show(shown)}
      />
      {hops.length > 1 && hop !== null ? (
        <HopChooser hops={hops} chosen={hop.index} onChoose={setHopIndex} />
      ) : null}
      {hop !== null && hop.faults.length > 0 ? (
        <FaultBar hop={hop} onShow={(offset) => showWire(offset)} />
      ) : null}
      {hop === null || running || failure !== null ? null : (
        <ProxyAsks hop={hop} onChange={() => props.onRemedy("change-proxy")} />
      )}
      {hop === null || running ? null : (
        <RangeNote hop={hop} onRange={exchange?.raw === true ? null : props.onRange} />
      )}
      {items.length === 0 ? null : (
        <Tabs
          label={words.views}
          items={items}
          value={view}
          onChange={show}
          className={styles.tabs}
        />
      )}
    </>
  );
}
