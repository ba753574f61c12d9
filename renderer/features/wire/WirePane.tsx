import type { Exchange } from "../../../shared/model/exchange.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { WireSide } from "../../../shared/model/wire-log.ts";
import type { Host } from "../../host/connect.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { faultSentence } from "../../i18n/messages/failures.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { Empty } from "../../ui/Empty.tsx";
import { useLate } from "../../views/IndexNote.tsx";
import { type Choices, chosen } from "../response/choices.ts";
import { noFrames, noSocketFrames, useFrames, useSocketFrames } from "./use-frames.ts";
import { useWireIndex } from "./use-wire-index.ts";
import { lostRuns, recordOffset, type WireIndex, withFaults } from "./wire-index.ts";
import { annotationsOf, type Layout } from "./wire-rows.ts";
import { WireView } from "./WireView.tsx";

const sides: readonly WireSide[] = ["clear", "socket"];

/** The place to begin at: a byte received on a hop, or a run of the clear side of the record. */
export type WirePlace =
  | { readonly kind: "received"; readonly hop: number; readonly received: number }
  | { readonly kind: "record"; readonly start: number; readonly end: number };

/** Every byte of an exchange in both directions, in the order they passed. */
export function WirePane({
  exchange,
  host,
  choices,
  place,
  hidden,
  onEditBytes,
  onReplay,
  onCompare,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "remote" | "wireUrl" | "bodyUrl">;
  readonly choices: Choices;
  readonly place: WirePlace | null;
  /** Secrets are masked in what is shown. */
  readonly hidden: boolean;
  readonly onEditBytes: (raw: RawRequest) => void;
  readonly onReplay: (exchangeId: string, hop: number) => void;
  readonly onCompare: (exchangeId: string) => void;
}) {
  const words = useText(wireWords);
  const language = useLanguage();
  // A handshake that failed has bytes below TLS only.
  const secured = exchange.hops.some(
    (hop) => hop.connection?.tls !== undefined || hop.timing.tlsStart !== null,
  );
  const asked = chosen(choices, "wire/side", sides, "clear");
  const side = secured ? asked : "clear";
  const read = useWireIndex(exchange, side, host);
  const list = useFrames(exchange, host);
  const sockets = useSocketFrames(exchange, host);
  const late = useLate(read === null);
  if (read === "gone") return <Empty title={words.unreadable} />;
  if (read === null) return late ? <Empty title="…" /> : null;
  const index: WireIndex =
    side === "clear" ? { ...read, marks: withFaults(read, exchange.hops) } : read;
  if (exchange.hops.length > 0 && exchange.hops.every((hop) => hop.requestHttpVersion === "3"))
    return <Empty title={words.byCurl}>{words.byCurlText}</Empty>;
  if (index.bytes === 0 && !secured) return <Empty title={words.none} />;
  const lost = lostRuns(index);
  const layout: Layout = {
    segments: index.segments,
    annotations: annotationsOf(
      index,
      side === "clear" ? list.frames : [],
      (mark) =>
        faultSentence(
          { rule: mark.label, message: messageOf(exchange, mark.hop, mark.label) },
          language,
        ),
      side === "clear" ? sockets.frames : [],
    ),
  };
  return (
    <WireView
      // A side is another record; an exchange that ended may have faults before what was shown.
      key={`${exchange.id} ${side} ${exchange.state === "running"} ${list.frames.length + sockets.frames.length > 0} ${lost.length}`}
      exchange={exchange}
      host={host}
      choices={choices}
      side={side}
      secured={secured}
      index={index}
      list={side === "clear" ? list : noFrames}
      sockets={side === "clear" ? sockets : noSocketFrames}
      layout={layout}
      lost={lost}
      start={side === "clear" ? startOf(index, place) : null}
      chosen={side === "clear" && place?.kind === "record" ? place : null}
      hidden={hidden}
      onSide={(next) => choices.set("wire/side", next)}
      onEditBytes={onEditBytes}
      onReplay={onReplay}
      onCompare={onCompare}
    />
  );
}

function startOf(index: WireIndex, place: WirePlace | null): number | null {
  if (place === null) return null;
  return place.kind === "record"
    ? place.start
    : recordOffset(index.segments, place.hop, place.received);
}

/** The decoder's own sentence for a rule, from the hop it was found on. */
function messageOf(exchange: Exchange, hop: number, rule: string): string {
  const faults = exchange.hops.find((one) => one.index === hop)?.faults ?? [];
  return faults.find((fault) => fault.rule === rule)?.message ?? rule;
}
