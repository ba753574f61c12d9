import { Code, Save } from "lucide-react";
import { paramsOf } from "../../../shared/model/url-params.ts";
import { useText } from "../../i18n/language.ts";
import { codeWords } from "../../i18n/messages/code.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { MethodField } from "./MethodField.tsx";
import { pathMarks } from "./path-marks.ts";
import type { RequestEditorProps } from "./request-editor-props.ts";
import styles from "./UrlBar.module.css";

type Props = Pick<
  RequestEditorProps,
  | "request"
  | "variables"
  | "preview"
  | "problems"
  | "running"
  | "unsaved"
  | "onChange"
  | "onSend"
  | "onCancel"
  | "onSave"
  | "onCode"
  | "onPasteCurl"
  | "urlRef"
>;

/** Method, URL and Send; the address as it will go out, and what stands in its way, on the line below. */
export function UrlBar(props: Props) {
  const { request, variables, running, onChange, onSend, onCancel } = props;
  const words = useText(requestWords);
  const code = useText(codeWords);
  const raw = request.raw;
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <div className={styles.address}>
          {raw ? (
            <Tooltip label={words.rawHint}>
              <span className={styles.raw}>{words.raw}</span>
            </Tooltip>
          ) : (
            <MethodField
              method={request.method}
              onChange={(method) => onChange({ ...request, method })}
            />
          )}
          <span className={styles.rule} />
          {raw ? (
            <>
              <VariableField
                look="bare"
                className={styles.url}
                label={words.target}
                placeholder={words.targetPlaceholder}
                variables={variables}
                value={raw.target}
                inputRef={props.urlRef}
                onEnter={onSend}
                onChange={(target) => onChange({ ...request, raw: { ...raw, target } })}
              />
              <Switch
                className={styles.tls}
                isSelected={raw.tls}
                onChange={(tls) => onChange({ ...request, raw: { ...raw, tls } })}
              >
                {words.tls}
              </Switch>
            </>
          ) : (
            <VariableField
              look="bare"
              className={styles.url}
              label={words.url}
              placeholder={words.urlPlaceholder}
              variables={variables}
              marks={pathMarks(request.url)}
              value={request.url}
              inputRef={props.urlRef}
              onEnter={onSend}
              onPasteText={(text) => {
                if (!props.onPasteCurl || !/^\s*curl(?:\.exe)?\s/.test(text)) return false;
                props.onPasteCurl(text);
                return true;
              }}
              onChange={(url) =>
                onChange({ ...request, url, params: paramsOf(url, request.params) })
              }
            />
          )}
        </div>
        <IconButton label={code.open} keys="Mod+Alt+C" onPress={props.onCode}>
          <Code size={16} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={props.unsaved ? words.save : words.saved}
          keys={props.unsaved ? "Mod+S" : undefined}
          isDisabled={!props.unsaved}
          onPress={props.onSave}
        >
          <Save size={16} aria-hidden="true" />
        </IconButton>
        <Tooltip
          label={running ? words.cancelHint : words.sendHint}
          keys={running ? "Escape" : "Mod+Enter"}
        >
          <Button
            variant={running ? "default" : "primary"}
            className={styles.send}
            data-focus="send"
            onPress={running ? onCancel : onSend}
          >
            {running ? words.cancel : words.send}
          </Button>
        </Tooltip>
      </div>
      <Outlook {...props} />
    </div>
  );
}

/** Always as tall, so that nothing moves when the preview arrives. */
function Outlook({ request, preview, problems }: Props) {
  const words = useText(requestWords);
  // A new request has no URL yet: that is where one begins, not a mistake.
  const isNew = request.url === "" && !request.raw;
  const all = isNew ? [] : [...new Set([...problems, ...(preview?.problems ?? [])])];
  const url = request.raw ? "" : (preview?.url ?? "");
  if (all.length > 0) {
    return (
      <div className={styles.problem} role="status" title={all.join("\n")}>
        {all[0]}
        {all.length > 1 ? ` ${words.more(String(all.length - 1))}` : null}
      </div>
    );
  }
  return (
    <div className={styles.outlook}>
      {url !== "" && url !== request.url ? (
        <>
          <span className={styles.goesTo}>{words.goesTo}</span>
          <span className={styles.resolved} title={url}>
            {url}
          </span>
        </>
      ) : null}
    </div>
  );
}
