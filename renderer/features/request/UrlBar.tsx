import { Code, Save } from "lucide-react";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { withRequestSetting } from "../../../shared/model/network/own-settings.ts";
import { effectiveSettings } from "../../../shared/model/network/send-settings.ts";
import { isSocketUrl, maskTemplates } from "../../../shared/model/url.ts";
import { paramsOf } from "../../../shared/model/url-params.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { codeWords } from "../../i18n/messages/code.ts";
import { socketRequestWords } from "../../i18n/messages/websocket-request.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { layersOfRequest } from "../network/layers.ts";
import { VariableField } from "../variables/VariableField.tsx";
import { ConnectButton } from "../websocket/request/ConnectButton.tsx";
import { MethodField } from "./MethodField.tsx";
import { pathMarks } from "./path-marks.ts";
import type { RequestEditorProps } from "./request-editor-props.ts";
import styles from "./UrlBar.module.css";

type Props = Pick<
  RequestEditorProps,
  | "documentKey"
  | "request"
  | "variables"
  | "preview"
  | "inherited"
  | "outside"
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
  const socketWords = useText(socketRequestWords);
  const raw = request.raw;
  const socket = request.body.kind === "websocket" && !raw;
  // Enter in the URL connects; it never sends the message that is written below, nor breaks off what is open.
  const enter = () => {
    if (!socket || !running) onSend();
  };
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <div className={styles.address} data-focus="url">
          {raw ? (
            <Tooltip label={words.rawHint}>
              <span className={styles.raw}>{words.raw}</span>
            </Tooltip>
          ) : socket ? (
            <Tooltip label={socketWords.markHint}>
              <span className={styles.raw}>{socketWords.mark}</span>
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
              placeholder={socket ? socketWords.urlPlaceholder : words.urlPlaceholder}
              variables={variables}
              marks={pathMarks(request.url)}
              value={request.url}
              inputRef={props.urlRef}
              onEnter={enter}
              onPasteText={(text) => {
                if (becomesSocket(request, text)) {
                  onChange(asSocket(request, text.trim()));
                  return true;
                }
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
        {socket ? (
          <ConnectButton documentKey={props.documentKey} onConnect={onSend} onCancel={onCancel} />
        ) : (
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
        )}
      </div>
      <Outlook {...props} />
    </div>
  );
}

/** Always as tall, so that nothing moves when the preview arrives. */
function Outlook(props: Props) {
  const { request, preview } = props;
  const words = useText(requestWords);
  const socketWords = useText(socketRequestWords);
  const language = useLanguage();
  // A new request has no URL yet: that is where one begins, not a mistake.
  const isNew = request.url === "" && !request.raw;
  const problems = isNew ? [] : (preview?.problems ?? []);
  const all = [...new Set(problems.map((problem) => failureSentences(problem, language).what))];
  const offersSocket =
    !request.raw && request.body.kind !== "websocket" && isSocketUrl(request.url);
  const url = request.raw ? "" : (preview?.url ?? "");
  const normalised = request.raw ? "" : (preview?.normalised ?? "");
  return (
    <div className={styles.under}>
      {offersSocket ? (
        <div className={styles.offer} role="status">
          {socketWords.makeSocket}
          <Button
            dense
            variant="quiet"
            onPress={() => props.onChange(asSocket(request, request.url))}
          >
            {socketWords.makeSocketDo}
          </Button>
        </div>
      ) : all.length > 0 ? (
        <div className={styles.problem} role="status" title={all.join("\n")}>
          {all[0]}
          {all.length > 1 ? ` ${words.more(String(all.length - 1))}` : null}
        </div>
      ) : (
        <div className={styles.outlook}>
          {url !== "" && (url !== request.url || normalised !== "") ? (
            <>
              <span className={styles.goesTo}>{words.goesTo}</span>
              <span className={styles.resolved} title={url}>
                {url}
              </span>
            </>
          ) : null}
          {normalised === "" ? null : (
            <>
              <span className={styles.goesTo}>{words.browserSends}</span>
              <span className={styles.resolved} title={normalised}>
                {normalised}
              </span>
            </>
          )}
        </div>
      )}
      {request.raw ? null : <EncodeSwitch {...props} offered={normalised !== ""} />}
    </div>
  );
}

/** A request nobody has begun yet, into which the address of a WebSocket is pasted, is one. */
function becomesSocket({ url, body, raw }: HttpRequest, pasted: string): boolean {
  return url.trim() === "" && body.kind === "none" && !raw && /^\s*wss?:\/\/\S+\s*$/i.test(pasted);
}

/** Text that was a body is a message. */
function asSocket(request: HttpRequest, url: string): HttpRequest {
  const { body } = request;
  const type = body.kind === "json" || body.kind === "xml" ? body.kind : "text";
  const data = "text" in body ? body.text : "";
  return {
    ...request,
    method: "GET",
    url,
    params: paramsOf(url, request.params),
    body: {
      kind: "websocket",
      messages: data === "" ? [] : [{ title: "", selected: true, type, data }],
    },
  };
}

/** What RFC 3986 does not allow in a URL, its variables left out. */
const notAllowed = /[^\w\-.~:/?#[\]@!$&'()*+,;=%]/;

/** Encoding where it can be seen to matter: the URL holds what would be encoded, or it is on. */
function EncodeSwitch({
  request,
  inherited,
  outside,
  onChange,
  offered,
}: Props & { readonly offered: boolean }) {
  const words = useText(requestWords);
  const layers = layersOfRequest(request.settings, inherited, outside);
  const on = effectiveSettings(layers).encodeUrl;
  if (!on && !offered && !notAllowed.test(maskTemplates(request.url.trim()))) return null;
  return (
    <Tooltip label={words.encodeHint}>
      <Switch
        className={styles.encode}
        isSelected={on}
        onChange={(next) =>
          onChange({
            ...request,
            settings: withRequestSetting(request.settings, "encodeUrl", next),
          })
        }
      >
        {words.encode}
      </Switch>
    </Tooltip>
  );
}
