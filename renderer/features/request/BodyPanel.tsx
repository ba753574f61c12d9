import { useState } from "react";
import type { HttpRequest, Row } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Editor } from "../../editor/Editor.tsx";
import { Button } from "../../ui/Button.tsx";
import { type BodyChoice } from "./body-memory.ts";
import { BodyKind } from "./BodyKind.tsx";
import styles from "./BodyPanel.module.css";
import { Delivery } from "./Delivery.tsx";
import { FileBody } from "./FileBody.tsx";
import { layOutJson } from "./json-layout.ts";
import { MultipartBody } from "./MultipartBody.tsx";
import type { RequestEditorProps } from "./request-editor-props.ts";
import { RowsEditor } from "./RowsEditor.tsx";
import { hasPage, useGoTo } from "../variables/go-to.ts";

/** The body by its kind. */
export function BodyPanel({
  request,
  inherited,
  outside,
  onShowSetting,
  variables,
  onChange,
  onChoose,
  onSend,
  pickFile,
}: Pick<RequestEditorProps, "inherited" | "outside" | "onShowSetting"> & {
  readonly request: HttpRequest;
  readonly variables: readonly VariableView[];
  readonly onChange: (next: HttpRequest) => void;
  readonly onChoose: (choice: BodyChoice) => void;
  readonly onSend: () => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(requestPartsWords);
  const { body } = request;
  const goTo = useGoTo();
  const [wrong, setWrong] = useState<{ text: string; line: number; column: number } | null>(null);
  const put = (next: HttpRequest["body"]) => onChange({ ...request, body: next });
  const layOut = (style: "indent" | "minify") => {
    if (body.kind !== "json") return;
    const laid = layOutJson(body.text, style);
    if (laid.kind === "done") put({ kind: "json", text: laid.text });
    else setWrong({ text: body.text, ...placeAt(body.text, laid.errorAt) });
  };
  const fault = body.kind === "json" && wrong?.text === body.text ? wrong : null;
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <BodyKind choice={body.kind} onChoose={onChoose} />
        <span className={styles.fault} role="status">
          {fault ? words.notJson(String(fault.line), String(fault.column)) : null}
        </span>
        {body.kind === "json" ? (
          <>
            <Button dense variant="quiet" onPress={() => layOut("indent")}>
              {words.format}
            </Button>
            <Button dense variant="quiet" onPress={() => layOut("minify")}>
              {words.minify}
            </Button>
          </>
        ) : null}
      </div>
      {content()}
      {body.kind === "none" || body.kind === "other" ? null : (
        <Delivery
          request={request}
          inherited={inherited}
          outside={outside}
          onShowSetting={onShowSetting}
        />
      )}
    </div>
  );

  function content() {
    switch (body.kind) {
      case "none":
        return <p className={styles.note}>{words.noBody}</p>;
      case "other":
        return <p className={styles.note}>{words.otherBody(body.type)}</p>;
      case "json":
      case "xml":
      case "text":
      case "sparql":
        return (
          <Editor
            className={styles.editor}
            label={words.body}
            language={body.kind === "text" ? "plaintext" : body.kind}
            value={body.text}
            variables={variables}
            canGoTo={hasPage}
            onGoTo={goTo}
            onSubmit={onSend}
            onChange={(text) => put({ kind: body.kind, text })}
          />
        );
      case "form":
        return (
          <div className={styles.scroll}>
            <RowsEditor
              query
              title={words.formRows}
              textLabel={words.formText}
              separator="="
              rows={body.rows}
              onChange={(rows: readonly Row[]) => put({ kind: "form", rows })}
              variables={variables}
            />
          </div>
        );
      case "multipart":
        return (
          <div className={styles.scroll}>
            <MultipartBody
              parts={body.parts}
              variables={variables}
              pickFile={pickFile}
              onChange={(parts) => put({ kind: "multipart", parts })}
            />
          </div>
        );
      case "file":
        return (
          <div className={styles.scroll}>
            <FileBody
              files={body.files}
              variables={variables}
              pickFile={pickFile}
              onChange={(files) => put({ kind: "file", files })}
            />
          </div>
        );
    }
  }
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
