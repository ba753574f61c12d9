import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { type ExchangeSummary } from "../../../shared/model/exchange-summary.ts";
import { useApp } from "../../app/app.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type TabItem, Tabs } from "../../ui/Tabs.tsx";
import { useHistory } from "../history/use-history.ts";
import { BodyCompare } from "./BodyCompare.tsx";
import { choosePair } from "./choose-pair.ts";
import styles from "./Compare.module.css";
import { type Compared, requestHeads, responseHeads } from "./compared.ts";
import { FactTable } from "./FactTable.tsx";
import { factPairs } from "./facts.ts";
import { HeadCompare } from "./HeadCompare.tsx";
import { differencesOf } from "./head-lines.ts";
import { SidePicker } from "./SidePicker.tsx";
import { useExchange } from "./use-exchange.ts";

type Part = "request" | "request-body" | "response" | "response-body" | "facts";

/** Two exchanges side by side: heads, bodies, timing and connection. Either side can be another of the history. */
export function CompareView(props: {
  readonly left: string | null;
  readonly right: string | null;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(compareWords);
  const { items } = useHistory(app.remote, null);
  return (
    <Dialog title={words.title} isOpen size="full" onClose={props.onClose}>
      {items === null ? null : <Chosen {...props} items={items} />}
    </Dialog>
  );
}

interface Side {
  readonly id: string | null;
  /** Index of the hop; null: the last. */
  readonly hop: number | null;
}

function Chosen({
  items,
  ...given
}: {
  readonly items: readonly ExchangeSummary[];
  readonly left: string | null;
  readonly right: string | null;
}) {
  const { remote } = useApp();
  const words = useText(compareWords);
  const [now] = useState(() => Date.now());
  const [sides, setSides] = useState<{ readonly left: Side; readonly right: Side }>(() => {
    const pair = choosePair(items, given.left, given.right);
    return { left: { id: pair.left, hop: null }, right: { id: pair.right, hop: null } };
  });
  const left = useExchange(remote, sides.left.id);
  const right = useExchange(remote, sides.right.id);
  const picker = (side: "left" | "right") => {
    const exchange = side === "left" ? left : right;
    return (
      <SidePicker
        side={side}
        items={items}
        now={now}
        exchange={exchange === "gone" ? null : exchange}
        id={sides[side].id}
        hop={sides[side].hop}
        onChange={(id, hop) => setSides({ ...sides, [side]: { id, hop } })}
      />
    );
  };
  return (
    <div className={styles.view}>
      <div className={styles.sides}>
        {picker("left")}
        <IconButton
          label={words.swap}
          dense
          onPress={() => setSides({ left: sides.right, right: sides.left })}
        >
          <ArrowLeftRight size={14} aria-hidden="true" />
        </IconButton>
        {picker("right")}
      </div>
      {left === "gone" || right === "gone" ? (
        <Empty title={words.gone} />
      ) : sides.left.id === null || sides.right.id === null ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : left === null || right === null ? null : (
        <Parts
          left={{ exchange: left, hop: hopOf(left, sides.left.hop) }}
          right={{ exchange: right, hop: hopOf(right, sides.right.hop) }}
          now={now}
        />
      )}
    </div>
  );
}

function hopOf({ hops }: Compared["exchange"], index: number | null): Compared["hop"] {
  return hops.find((hop) => hop.index === index) ?? hops.at(-1) ?? null;
}

function Parts({
  left,
  right,
  now,
}: {
  readonly left: Compared;
  readonly right: Compared;
  readonly now: number;
}) {
  const { host } = useApp();
  const words = useText(compareWords);
  const language = useLanguage();
  const [part, setPart] = useState<Part>("response");
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const heads = { request: requestHeads(left, right), response: responseHeads(left, right) };
  const facts = factPairs(left, right, language, now);
  const note = (count: number) =>
    count === 0 ? words.same : words.differences(formatCount(count, language), count === 1);
  const head = (id: "request" | "response"): TabItem<Part> => ({
    id,
    label: words[id],
    note: note(differencesOf(heads[id])),
    content: () => (
      <HeadCompare
        pairs={heads[id]}
        onlyDifferences={onlyDifferences}
        onOnlyDifferences={setOnlyDifferences}
      />
    ),
  });
  const key = [left, right].map(({ exchange, hop }) => `${exchange.id}.${hop?.index}`).join(" ");
  const body = (of: "request" | "response"): TabItem<Part> => ({
    id: `${of}-body`,
    label: of === "request" ? words.requestBody : words.responseBody,
    content: () => (
      <BodyCompare key={`${of} ${key}`} of={of} left={left} right={right} host={host} />
    ),
  });
  return (
    <Tabs<Part>
      label={words.parts}
      value={part}
      onChange={setPart}
      className={styles.tabs}
      items={[
        head("request"),
        body("request"),
        head("response"),
        body("response"),
        {
          id: "facts",
          label: words.facts,
          content: () => <FactTable pairs={facts} />,
        },
      ]}
    />
  );
}
