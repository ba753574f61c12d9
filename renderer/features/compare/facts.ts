import { hostPort } from "../../../shared/model/network/host-port.ts";
import { phasesOf, type TimingPhase } from "../../../shared/model/timing.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatCount, formatDuration, formatMoment } from "../../i18n/format.ts";
import { closeCodeText } from "../../i18n/messages/close-codes.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { timelineWords } from "../../i18n/messages/timeline.ts";
import type { Compared } from "./compared.ts";

/** A line of what is known of both. "" where a side has nothing to say. */
export interface FactPair {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  /** "+12 ms": by how much the right is more; "" for what is no number. */
  readonly change: string;
  /** Times always differ: only what is not a time is marked. */
  readonly differs: boolean;
}

const phases: readonly TimingPhase[] = [
  "queue",
  "dns",
  "connect",
  "proxy",
  "tls",
  "send",
  "wait",
  "head",
  "body",
  "other",
];

/** Timing, sizes and connection of both, a line each; lines neither has are left out. `now`: epoch ms, for the dates. */
export function factPairs(
  left: Compared,
  right: Compared,
  language: Language,
  now: number,
): readonly FactPair[] {
  const words = compareWords[language];
  const says = responseWords[language];
  const phaseNames = timelineWords[language].phase;
  const bytes = (count: number) => formatBytes(count, language);
  const time = (ms: number) => formatDuration(ms, language);

  const text = (name: string, read: (side: Compared) => string | null): FactPair => {
    const [one, other] = [read(left) ?? "", read(right) ?? ""];
    return { name, left: one, right: other, change: "", differs: one !== other };
  };
  const number = (
    name: string,
    read: (side: Compared) => number | null,
    write: (value: number) => string,
    isTime: boolean,
  ): FactPair => {
    const [one, other] = [read(left), read(right)];
    const by = one === null || other === null ? 0 : other - one;
    return {
      name,
      left: one === null ? "" : write(one),
      right: other === null ? "" : write(other),
      change: by === 0 ? "" : `${by > 0 ? "+" : "−"}${write(Math.abs(by))}`,
      differs: !isTime && one !== other,
    };
  };
  const connection = (read: (of: ConnectionOf) => string | null) => (side: Compared) =>
    side.hop?.connection ? read(side.hop.connection) : null;

  return [
    text(words.target, ({ hop }) => hop?.url ?? null),
    text(words.outcome, ({ exchange }) => words.outcomes[exchange.state]),
    {
      ...text(words.started, ({ exchange }) => formatMoment(exchange.startedAt, now, language)),
      differs: false,
    },
    number(words.total, ({ exchange }) => exchange.total, time, true),
    ...phases.map((phase) =>
      number(phaseNames[phase], (side) => phaseTime(side, phase), time, true),
    ),
    number(
      words.hops,
      ({ exchange }) => exchange.hops.length,
      (count) => formatCount(count, language),
      false,
    ),
    number(words.bytesSent, ({ exchange }) => exchange.sentBytes, bytes, false),
    number(words.bytesReceived, ({ exchange }) => exchange.receivedBytes, bytes, false),
    number(words.bodyWire, ({ hop }) => hop?.body?.encodedSize ?? null, bytes, false),
    number(words.bodyDecoded, ({ hop }) => hop?.body?.size ?? null, bytes, false),
    number(
      words.messagesSent,
      ({ hop }) => hop?.socket?.sent.messages ?? null,
      (count) => formatCount(count, language),
      false,
    ),
    number(
      words.messagesReceived,
      ({ hop }) => hop?.socket?.received.messages ?? null,
      (count) => formatCount(count, language),
      false,
    ),
    text(words.closed, ({ hop }) => closedWith(hop, language)),
    number(
      words.faults,
      ({ hop }) => hop?.faults.length ?? null,
      (count) => formatCount(count, language),
      false,
    ),
    text(says.httpVersion, ({ hop }) =>
      hop?.response ? `HTTP/${hop.response.httpVersion}` : null,
    ),
    {
      ...text(
        says.connectionNumber,
        connection(({ number: of, reused }) =>
          reused ? words.reused(String(of)) : words.fresh(String(of)),
        ),
      ),
      differs: false,
    },
    text(
      says.remoteAddress,
      connection((of) => of.socketPath ?? hostPort(of.remoteAddress, of.remotePort)),
    ),
    text(
      says.proxy,
      connection((of) => of.proxy?.address ?? null),
    ),
    text(
      says.tlsVersion,
      connection((of) => of.tls?.version ?? null),
    ),
    text(
      says.cipher,
      connection((of) => of.tls?.cipher ?? null),
    ),
    text(
      says.alpn,
      connection((of) => (of.tls ? of.tls.alpn || says.alpnNone : null)),
    ),
    text(
      says.serverName,
      connection((of) => of.tls?.servername ?? null),
    ),
    text(
      says.verification,
      connection((of) => (of.tls ? (of.tls.verified ? words.trusted : words.untrusted) : null)),
    ),
    text(
      words.fingerprint,
      connection((of) => of.tls?.chain[0]?.fingerprint256 ?? null),
    ),
  ].filter((pair) => pair.left !== "" || pair.right !== "");
}

/** How a WebSocket was closed: the code that was said first. */
function closedWith(hop: Compared["hop"], language: Language): string | null {
  if (hop?.socket === undefined) return null;
  const { closedBy, goodbyeSent, goodbyeReceived } = hop.socket;
  const goodbye = closedBy === "server" ? goodbyeReceived : goodbyeSent;
  if (goodbye === null) return null;
  const code = goodbye.code ?? 1005;
  return `${code} ${closeCodeText(code, language).name} ${goodbye.reason}`.trim();
}

type ConnectionOf = NonNullable<NonNullable<Compared["hop"]>["connection"]>;

/** ms a request spent in a phase; null when it had none. */
function phaseTime({ exchange, hop }: Compared, phase: TimingPhase): number | null {
  if (hop === null) return null;
  const spans = phasesOf(hop.timing, exchange.total ?? undefined).filter(
    (span) => span.phase === phase,
  );
  return spans.length === 0 ? null : spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
