import { Copy, Download, GitCompareArrows, PencilLine, RotateCcw, Search } from "lucide-react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import { isReplayable } from "../../../shared/model/exchange-summary.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { WireSide } from "../../../shared/model/wire-log.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { MenuButton, type MenuEntry } from "../../ui/Menu.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import type { ByteSource } from "../../views/bytes/byte-source.ts";
import { copyText } from "../../views/copy-text.ts";
import type { ByteRange } from "../../views/rows/use-selection.ts";
import { useBriefly } from "../response/BodyBar.tsx";
import panes from "../response/panes.module.css";
import { download } from "../../views/download.ts";
import { type CopyForm, copyForm, copyLimit } from "./copy-as.ts";
import { rawOf } from "./sent-bytes.ts";
import { type LostRun, touches, type WireIndex } from "./wire-index.ts";
import type { WireMode } from "./WireView.tsx";

/** How the bytes are shown, and what can be done with them. */
export function WireBar({
  exchange,
  mode,
  framed,
  side,
  secured,
  source,
  index,
  lost,
  range,
  recordUrl,
  hidden,
  onMode,
  onSide,
  onFind,
  onEditBytes,
  onReplay,
  onCompare,
}: {
  readonly exchange: Exchange;
  readonly mode: WireMode;
  /** There are HTTP/2 frames to list. */
  readonly framed: boolean;
  readonly side: WireSide;
  readonly secured: boolean;
  readonly source: ByteSource;
  readonly index: WireIndex;
  /** Bytes that are not there any more. */
  readonly lost: readonly LostRun[];
  readonly range: ByteRange | null;
  readonly recordUrl: string;
  /** Secrets are masked in what is shown. */
  readonly hidden: boolean;
  readonly onMode: (mode: WireMode) => void;
  readonly onSide: (side: WireSide) => void;
  readonly onFind: () => void;
  readonly onEditBytes: (raw: RawRequest) => void;
  readonly onReplay: (exchangeId: string, hop: number) => void;
  readonly onCompare: (exchangeId: string) => void;
}) {
  const words = useText(wireWords);
  const says = useText(frameWords);
  const compares = useText(compareWords);
  const language = useLanguage();
  const [said, say] = useBriefly();
  const copy = async (form: CopyForm) => {
    const { start, end } = range ?? { start: 0, end: source.size() };
    if (end - start > copyLimit) return say(words.tooLarge(formatBytes(copyLimit, language)));
    if (touches(lost, start, end)) return say(words.lostInside);
    const count = await copyText(async () => copyForm(await source.read(start, end), form));
    say(count === null ? words.copyFailed : words.copied(formatBytes(end - start, language)));
  };
  const edit = async (hop: Hop) => {
    // What is masked must not be sent as if it were what went.
    if (hidden) return say(words.secretsFirst);
    const raw = await rawOf(hop, index.segments, source).catch(() => null);
    if (raw) onEditBytes(raw);
    else say(words.againFailed);
  };
  const what = range === null ? words.copyAll : words.copySelection;
  const replayable = exchange.hops.filter((hop) => isReplayable(exchange, hop));
  return (
    <div className={panes.bar}>
      <Segmented
        label={words.mode}
        value={mode}
        onChange={onMode}
        options={[
          ...(framed ? [{ id: "frames" as const, label: says.frames }] : []),
          { id: "text", label: words.text },
          { id: "hex", label: words.hex },
          { id: "both", label: words.both },
        ]}
      />
      {secured ? (
        <Segmented
          label={words.side}
          value={side}
          onChange={onSide}
          options={[
            { id: "clear", label: words.clear },
            { id: "socket", label: words.socket },
          ]}
        />
      ) : null}
      <span className={panes.said} role="status">
        {said}
      </span>
      {side === "socket" || replayable.length === 0 ? null : (
        <MenuButton
          label={words.again}
          entries={replayable.flatMap((hop): MenuEntry[] => {
            const number = String(exchange.hops.indexOf(hop) + 1);
            const detail = exchange.hops.length === 1 ? undefined : words.hop(number);
            return [
              {
                id: `send ${hop.index}`,
                label: words.again,
                detail,
                icon: <RotateCcw size={14} />,
                disabled: exchange.state === "running",
                run: () => onReplay(exchange.id, hop.index),
              },
              {
                id: `edit ${hop.index}`,
                label: words.edit,
                detail,
                icon: <PencilLine size={14} />,
                run: () => void edit(hop),
              },
            ];
          })}
        >
          <Button variant="quiet" dense>
            <RotateCcw size={14} aria-hidden="true" />
            {words.againShort}
          </Button>
        </MenuButton>
      )}
      <IconButton
        label={compares.title}
        dense
        isDisabled={exchange.state === "running"}
        onPress={() => onCompare(exchange.id)}
      >
        <GitCompareArrows size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={words.find} keys="Mod+F" dense onPress={onFind}>
        <Search size={14} aria-hidden="true" />
      </IconButton>
      <MenuButton
        label={words.copyAs}
        entries={[
          { id: "text", label: words.copyText, detail: what, run: () => void copy("text") },
          { id: "hex", label: words.copyHex, detail: what, run: () => void copy("hex") },
          { id: "c", label: words.copyC, detail: what, run: () => void copy("c") },
        ]}
      >
        <IconButton label={words.copyAs} dense>
          <Copy size={14} aria-hidden="true" />
        </IconButton>
      </MenuButton>
      <IconButton
        label={words.save}
        dense
        onPress={() =>
          lost.length > 0 ? say(words.lostInside) : download(recordUrl, `exchange-${side}.bin`)
        }
      >
        <Download size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
