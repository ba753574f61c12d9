import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { useApp } from "../../app/app.ts";
import { pasteCommand } from "../../app/paste.ts";
import { sendTab } from "../../app/send.ts";
import { closeTab, editTab, saveTab } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { type Document, valueOf } from "../../state/document.ts";
import { showOverlay } from "../../state/overlay.ts";
import { choice, choose } from "../../state/session.ts";
import { isScratch, type Tab } from "../../state/tab.ts";
import { Split } from "../../ui/Split.tsx";
import { jumpToPlace } from "../auth/jump.ts";
import { useEnvironment } from "../environments/use-environment.ts";
import { showSetting } from "../network/show-setting.ts";
import { useOutside } from "../network/use-outside.ts";
import { usePickFile } from "../places/use-pick-file.ts";
import type { RequestTab as RequestPage } from "../request/request-editor-props.ts";
import { RequestEditor } from "../request/RequestEditor.tsx";
import { useRequestContext } from "./request-context.ts";
import { ResponsePane } from "./ResponsePane.tsx";

/** A request and its response, below or beside each other. */
export function RequestTab({ tab, document }: { readonly tab: Tab; readonly document: Document }) {
  const app = useApp();
  const words = useText(shell);
  const request = valueOf(document, "request");
  const layout = useStore(app.settings, (state) => state.value.layout);
  const share = useStore(app.session, (session) => session.responseShare);
  const open = useStore(app.session, (session) => session.responseOpen);
  if (!request) return null;
  const editor = <EditorPane tab={tab} document={document} />;
  if (!open) return editor;
  return (
    <Split
      direction={layout === "vertical" ? "column" : "row"}
      sized="second"
      unit="share"
      size={share}
      min={0.15}
      max={0.85}
      label={words.responseSize}
      onSize={(next) => app.session.setState({ responseShare: next })}
      onCollapse={() => app.session.setState({ responseOpen: false })}
      first={editor}
      second={<ResponsePane tab={tab} />}
    />
  );
}

function EditorPane({ tab, document }: { readonly tab: Tab; readonly document: Document }) {
  const app = useApp();
  const { key } = tab;
  const request = valueOf(document, "request");
  const first = firstPage(request);
  const shown = useStore(app.session, (session) => choice(session, key, "request", first));
  const running = useStore(app.runs.store, ({ runs }) => runs[key]?.running ?? false);
  if (!request) return null;
  return (
    <EditorWithContext
      tab={tab}
      document={document}
      request={request}
      shown={shown}
      running={running}
    />
  );
}

/** What a GraphQL request asks for is in its body, what a WebSocket is for in its messages. */
function firstPage(request: HttpRequest | null): RequestPage {
  if (request?.body.kind === "websocket") return "messages";
  return request?.body.kind === "graphql" ? "body" : "params";
}

type EditorInput = Parameters<typeof RequestEditor>[0];

function EditorWithContext({
  tab,
  document,
  request,
  shown,
  running,
}: {
  readonly tab: Tab;
  readonly document: Document;
  readonly request: EditorInput["request"];
  readonly shown: string;
  readonly running: boolean;
}) {
  const app = useApp();
  const { key } = tab;
  const { variables, preview, inherited } = useRequestContext(document, request);
  const collectionId = document.ref?.collectionId ?? null;
  const pickFile = usePickFile(collectionId);
  const outside = useOutside(collectionId);
  const path = document.ref?.path ?? "";
  const environment = useEnvironment(collectionId);
  const gone = document.conflict?.hash === null;
  const isNew = isScratch(key) && request.url === "" && !request.raw;
  const startsNew = useRef(isNew);
  useEffect(() => {
    if (startsNew.current) app.urlField.current?.focus();
  }, [app]);
  return (
    <RequestEditor
      documentKey={key}
      request={request}
      inherited={inherited}
      outside={outside}
      variables={variables}
      preview={preview}
      running={running}
      unsaved={document.dirty}
      kept={document.kept}
      conflict={document.conflict}
      onChange={(next) => editTab(app, key, next)}
      onSend={() => sendTab(app, key)}
      onCancel={() => app.runs.cancel(key)}
      onSave={() => void saveTab(app, key)}
      onCode={() => showOverlay(app.overlay, { kind: "code", key })}
      onReload={() => {
        if (!gone) return void app.documents.reload(key);
        app.documents.close(key, false);
        closeTab(app, key);
      }}
      onOverwrite={() => void saveTab(app, key, true)}
      tab={shown}
      onTab={(id) => choose(app.session, key, "request", id)}
      sendInput={{ request, collectionId, path, environment }}
      onShowSetting={(setting) => showSetting(app, key, setting)}
      asRaw={app.remote["exchange.raw"]}
      onJump={(index) => {
        if (collectionId !== null) jumpToPlace(app, collectionId, path, index);
      }}
      onExchange={(id) => {
        app.session.setState({ responseOpen: true });
        void app.runs.restore(key, id);
      }}
      pickFile={pickFile}
      onPasteCurl={(text) => void pasteCommand(app, key, text)}
      urlRef={app.urlField}
    />
  );
}
