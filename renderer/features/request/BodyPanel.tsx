import { useState } from "react";
import type { HttpRequest, Row } from "../../../shared/model/request.ts";
import { losesComments } from "../../../shared/formats/json/comments.ts";
import { lineAndColumn } from "../../../shared/formats/json/templated.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { graphqlWords } from "../../i18n/messages/graphql.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Editor } from "../../editor/Editor.tsx";
import { Button } from "../../ui/Button.tsx";
import { type BodyChoice } from "./body-memory.ts";
import { BodyKind } from "./BodyKind.tsx";
import styles from "./BodyPanel.module.css";
import { Delivery } from "./Delivery.tsx";
import { FileBody } from "./FileBody.tsx";
import { GraphqlBody } from "../graphql/GraphqlBody.tsx";
import { layOutJson } from "./json-layout.ts";
import { MultipartBody } from "./MultipartBody.tsx";
import { operationNote } from "../graphql/operation-note.ts";
import { OperationPick } from "../graphql/OperationPick.tsx";
import type { RequestEditorProps } from "./request-editor-props.ts";
import { RowsEditor } from "./RowsEditor.tsx";
import { hasPage, useGoTo } from "../variables/go-to.ts";

/** The body by its kind. */
export function BodyPanel({
  documentKey,
  sendInput,
  request,
  inherited,
  outside,
  onShowSetting,
  variables,
  onChange,
  onChoose,
  onSend,
  pickFile,
}: Pick<
  RequestEditorProps,
  "documentKey" | "sendInput" | "inherited" | "outside" | "onShowSetting"
> & {
  readonly request: HttpRequest;
  readonly variables: readonly VariableView[];
  readonly onChange: (next: HttpRequest) => void;
  readonly onChoose: (choice: BodyChoice) => void;
  readonly onSend: () => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(requestPartsWords);
  const graphql = useText(graphqlWords);
  const { body } = request;
  const goTo = useGoTo();
  const [wrong, setWrong] = useState<{ text: string; line: number; column: number } | null>(null);
  const put = (next: HttpRequest["body"]) => onChange({ ...request, body: next });
  const json = jsonIn(body);
  const layOut = (style: "indent" | "minify") => {
    if (json === null) return;
    const laid = layOutJson(json, style);
    if (laid.kind === "invalid") setWrong({ text: json, ...lineAndColumn(json, laid.errorAt) });
    else if (body.kind === "graphql") put({ ...body, variables: laid.text });
    else put({ kind: "json", text: laid.text });
  };
  const fault = json !== null && wrong?.text === json ? wrong : null;
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <BodyKind choice={body.kind} onChoose={onChoose} />
        {body.kind === "graphql" ? <OperationPick body={body} onChange={put} /> : null}
        <span
          className={styles.fault}
          data-quiet={(body.kind === "json" && fault === null) || undefined}
          role="status"
        >
          {fault ? words.notJson(String(fault.line), String(fault.column)) : noteText(body)}
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

  function noteText(of: HttpRequest["body"]): string | null {
    if (of.kind === "json") return losesComments(of.text) ? words.commentsLeftOut : null;
    const note = of.kind === "graphql" ? operationNote(of) : null;
    if (note === null) return null;
    return note === "wanted" ? graphql.operationWanted : graphql.operationMissing;
  }

  function content() {
    switch (body.kind) {
      case "graphql":
        return (
          <GraphqlBody
            documentKey={documentKey}
            collectionId={sendInput?.collectionId ?? null}
            body={body}
            method={request.method}
            url={request.url}
            variables={variables}
            onChange={put}
            onFormat={() => layOut("indent")}
            onSend={onSend}
          />
        );
      case "none":
        return <p className={styles.note}>{words.noBody}</p>;
      case "websocket":
        return <p className={styles.note}>{words.otherBody(body.kind)}</p>;
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

/** The text of a body that is JSON. */
function jsonIn(body: HttpRequest["body"]): string | null {
  if (body.kind === "graphql") return body.variables;
  return body.kind === "json" ? body.text : null;
}
