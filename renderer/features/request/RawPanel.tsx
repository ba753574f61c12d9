import { Undo2, WandSparkles } from "lucide-react";
import { useState } from "react";
import { bytesToBase64, bytesToText, rawBytes } from "../../../shared/model/raw-bytes.ts";
import type { RawView, SendInput } from "../../../shared/contract/index.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestRawWords } from "../../i18n/messages/request-raw.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { VariableArea } from "../variables/VariableArea.tsx";
import type { BodyChoice } from "./body-memory.ts";
import { BodyKind } from "./BodyKind.tsx";
import { HexEditor } from "./HexEditor.tsx";
import styles from "./RawPanel.module.css";
import { RawSketch } from "./RawSketch.tsx";
import { RawStartNote } from "./RawStartNote.tsx";
import { useRawStart } from "./use-raw-start.ts";

/** A request as bytes: typed as text whose line ends are chosen and drawn, or byte by byte. */
export function RawPanel({
  raw,
  variables,
  onChange,
  onChoose,
  begins,
  input,
  asRaw,
  onSend,
}: {
  readonly raw: RawRequest;
  readonly variables: readonly VariableView[];
  readonly onChange: (raw: RawRequest) => void;
  readonly onChoose: (choice: BodyChoice) => void;
  /** True: it is filled from the ordinary request at once. */
  readonly begins: boolean;
  /** The ordinary request, for its bytes. */
  readonly input: SendInput | null;
  readonly asRaw: (input: SendInput, signal: AbortSignal) => Promise<RawView>;
  readonly onSend: () => void;
}) {
  const words = useText(requestRawWords);
  // What "start" replaced, until the text is changed again: nothing typed is lost by a click.
  const [filled, setFilled] = useState<{ before: RawRequest; after: RawRequest } | null>(null);
  const bytes = rawBytes(raw);
  const asText = raw.encoding === "base64" && bytes ? bytesToText(bytes) : null;
  // A text area knows one kind of line break: text with a lone CR in it can only be edited as bytes.
  const loneReturn = raw.encoding === "text" && /\r(?!\n)/.test(raw.data);
  const stuck = raw.encoding === "base64" && asText === null;
  const asBytes = raw.encoding === "base64" || loneReturn;

  const start = useRawStart(raw, input, asRaw, begins, (after) => {
    setFilled({ before: raw, after });
    onChange(after);
  });
  const isFilled = filled !== null && filled.after === raw;
  const turn = (to: "text" | "bytes") => {
    if (to === "bytes" && !asBytes && bytes) {
      onChange({ ...raw, encoding: "base64", data: bytesToBase64(bytes) });
    } else if (to === "text" && asText) {
      onChange({ ...raw, encoding: "text", data: asText.text, newline: asText.newline });
    }
  };
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <BodyKind choice="raw" onChoose={onChoose} />
        <Segmented
          label={words.editAs}
          options={[
            { id: "text", label: words.text },
            { id: "bytes", label: words.bytes },
          ]}
          value={asBytes ? "bytes" : "text"}
          onChange={turn}
        />
        {asBytes ? null : (
          <Segmented
            label={words.newline}
            options={[
              { id: "crlf", label: words.crlf },
              { id: "lf", label: words.lf },
              { id: "crlf-head", label: words.crlfHead },
            ]}
            value={raw.newline}
            onChange={(newline) => onChange({ ...raw, newline })}
          />
        )}
        {asBytes ? null : (
          <Switch
            className={styles.variables}
            isSelected={raw.literal !== true}
            onChange={(on) => {
              const { literal: _, ...rest } = raw;
              onChange(on ? rest : { ...rest, literal: true });
            }}
          >
            {words.variables}
          </Switch>
        )}
        <span className={styles.space} />
        {isFilled && filled.before.data !== "" ? (
          <Button dense variant="quiet" onPress={() => onChange(filled.before)}>
            <Undo2 size={14} aria-hidden="true" />
            {words.putBack}
          </Button>
        ) : (
          <Tooltip label={words.startHint}>
            <Button dense variant="quiet" isDisabled={start.running} onPress={start.begin}>
              <WandSparkles size={14} aria-hidden="true" />
              {words.start}
            </Button>
          </Tooltip>
        )}
      </div>
      <RawStartNote view={start.view} isFilled={isFilled} />
      {bytes === null ? (
        <p className={styles.note}>{words.unreadable}</p>
      ) : asBytes ? (
        <>
          {stuck && bytes.length > 0 ? <p className={styles.note}>{words.notText}</p> : null}
          <HexEditor
            label={words.rawHex}
            bytes={bytes}
            onChange={(next) => onChange({ ...raw, encoding: "base64", data: bytesToBase64(next) })}
          />
        </>
      ) : (
        <VariableArea
          className={styles.area}
          label={words.rawText}
          placeholder={words.placeholder}
          variables={raw.literal === true ? [] : variables}
          lineEnd={lineEndOf(raw)}
          value={raw.data.replace(/\r\n/g, "\n")}
          onSubmit={onSend}
          onChange={(data) => onChange({ ...raw, encoding: "text", data })}
        />
      )}
      <RawSketch raw={raw} variables={variables} />
    </div>
  );
}

/** How the line break at a place of the text goes out. */
function lineEndOf({ data, newline }: RawRequest): (at: number) => string {
  const text = data.replace(/\r\n/g, "\n");
  const empty = text.indexOf("\n\n");
  const head = newline === "crlf" || empty === -1 ? Number.POSITIVE_INFINITY : empty + 2;
  return (at) => (newline !== "lf" && at < head ? "CR LF" : "LF");
}
