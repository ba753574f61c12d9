import { useState } from "react";
import { type Action, actionsInForce } from "../../../shared/model/action.ts";
import type { HttpRequest, RawRequest, SocketBody } from "../../../shared/model/request.ts";
import { useText } from "../../i18n/language.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { socketRequestWords } from "../../i18n/messages/websocket-request.ts";
import { type TabItem, Tabs } from "../../ui/Tabs.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { AuthPanel } from "../auth/AuthPanel.tsx";
import { Compose } from "../websocket/request/Compose.tsx";
import { SocketSettings, unusedBySockets } from "../websocket/request/SocketSettings.tsx";
import { MessagesPanel } from "../websocket/request/MessagesPanel.tsx";
import { automaticHeaders } from "./automatic-headers.ts";
import { ActionsPanel } from "./ActionsPanel.tsx";
import { type BodyChoice, chooseBody } from "./body-memory.ts";
import { BodyPanel } from "./BodyPanel.tsx";
import { ConflictBar } from "./ConflictBar.tsx";
import { HeadersPanel } from "./HeadersPanel.tsx";
import { inheritedAuth } from "./inherited-auth.ts";
import { KeptLine } from "./KeptLine.tsx";
import { ParamsPanel } from "./ParamsPanel.tsx";
import { RawPanel } from "./RawPanel.tsx";
import type { RequestEditorProps, RequestTab } from "./request-editor-props.ts";
import styles from "./RequestEditor.module.css";
import { countRows } from "./rows-panel.ts";
import { countOwn, SettingsPanel } from "./SettingsPanel.tsx";
import { UrlBar } from "./UrlBar.tsx";
import { VariablesPanel } from "./VariablesPanel.tsx";

/** Everything that can be edited of one request. Holds no request itself: `onChange` gets the next one. */
export function RequestEditor(props: RequestEditorProps) {
  const { request, inherited, variables, preview, onChange, onSend, pickFile } = props;
  const words = useText(requestWords);
  const parts = useText(requestPartsWords);
  const keeping = useText(keepWords);
  const socketWords = useText(socketRequestWords);

  const above = inheritedAuth(inherited);
  const applied = request.auth.kind === "inherit" ? above.auth : request.auth;
  // A raw exchange that begins is filled with what the ordinary request would be.
  const [begins, setBegins] = useState(false);
  const choose = (choice: BodyChoice) => {
    let isFirst = false;
    const next = chooseBody(props.documentKey, request, choice, () => {
      isFirst = true;
      return emptyRaw;
    });
    // Without a URL there is nothing to begin from.
    setBegins(isFirst && request.url.trim() !== "");
    onChange(next);
    if ((choice === "raw") !== (request.raw !== undefined)) {
      props.onTab(choice === "raw" ? "raw" : "body");
    } else if ((choice === "graphql") !== (request.body.kind === "graphql")) props.onTab("body");
  };

  const automatic = automaticHeaders(request, inherited, preview).filter(
    (one) => one.value !== null,
  ).length;
  const own = countRows(request.headers);
  const actionsOn = (request.actions ?? []).filter((one) => one.disabled !== true).length;
  const given = actionsInForce(inherited, request.actions ?? []).filter((one) => one.inherited);
  const keepHint = [
    keeping.hint,
    ...(given.length === 0
      ? []
      : [keeping.given(given.map(({ action }) => action.name).join(", "))]),
  ].join(" ");
  const items: TabItem<RequestTab>[] = request.raw ? [rawTab(request.raw)] : ordinaryTabs();
  const socket = request.body.kind === "websocket" && !request.raw ? request.body : null;
  const putSocket = (body: SocketBody) => onChange({ ...request, body });
  if (socket) items.unshift(messagesTab(socket));
  items.push(
    {
      id: "variables",
      label: words.tabs.variables,
      note: noteOf(countRows(request.variables) + actionsOn),
      content: () => (
        <>
          <VariablesPanel
            secrets={null}
            documentKey={props.documentKey}
            title={parts.variables}
            hint={parts.variablesHint}
            own={request.variables}
            variables={variables}
            onChange={(next) => onChange({ ...request, variables: next })}
          />
          <ActionsPanel
            title={keeping.title}
            hint={keepHint}
            actions={request.actions ?? []}
            onChange={(next) => onChange(withActions(request, next))}
          />
        </>
      ),
    },
    {
      id: "settings",
      label: words.tabs.settings,
      note: noteOf(countOwn(request.settings) + (socket?.pingInterval === undefined ? 0 : 1)),
      content: () => (
        <SettingsPanel
          documentKey={props.documentKey}
          settings={request.settings}
          inherited={inherited}
          outside={props.outside}
          variables={variables}
          pickFile={pickFile}
          onChange={(settings) => onChange({ ...request, settings })}
          {...(socket
            ? {
                without: unusedBySockets,
                first: (
                  <SocketSettings
                    request={request}
                    body={socket}
                    variables={variables}
                    onChange={onChange}
                  />
                ),
              }
            : {})}
        />
      ),
    },
    {
      id: "docs",
      label: words.tabs.docs,
      note: request.docs.trim() === "" ? null : "●",
      content: () => (
        <TextArea
          label={parts.docs}
          placeholder={parts.docsPlaceholder}
          value={request.docs}
          onChange={(docs) => onChange({ ...request, docs })}
        />
      ),
    },
  );
  const chosen = items.find((item) => item.id === props.tab) ?? items[0];

  return (
    <div className={styles.editor} data-focus="request">
      <UrlBar {...props} />
      <ConflictBar
        conflict={props.conflict}
        onReload={props.onReload}
        onOverwrite={props.onOverwrite}
      />
      <Tabs
        className={styles.tabs}
        label={words.parts}
        items={items}
        value={chosen?.id ?? "docs"}
        onChange={props.onTab}
      />
      {socket ? (
        <Compose
          documentKey={props.documentKey}
          body={socket}
          variables={variables}
          onChange={putSocket}
          onSend={onSend}
        />
      ) : null}
      <KeptLine kept={props.kept} />
    </div>
  );

  function rawTab(raw: NonNullable<typeof request.raw>): TabItem<RequestTab> {
    return {
      id: "raw",
      label: words.tabs.raw,
      content: () => (
        <RawPanel
          raw={raw}
          variables={variables}
          onChange={(next) => onChange({ ...request, raw: next })}
          onChoose={choose}
          begins={begins}
          input={props.sendInput}
          asRaw={props.asRaw}
          onSend={onSend}
        />
      ),
    };
  }

  function messagesTab(body: SocketBody): TabItem<RequestTab> {
    return {
      id: "messages",
      label: socketWords.tab,
      note: noteOf(body.messages.length),
      content: () => (
        <MessagesPanel
          documentKey={props.documentKey}
          body={body}
          variables={variables}
          onChange={putSocket}
          onConnect={onSend}
        />
      ),
    };
  }

  function bodyTab(): TabItem<RequestTab> {
    return {
      id: "body",
      label: words.tabs.body,
      note: request.body.kind === "none" ? null : parts.bodyNotes[request.body.kind],
      content: () => (
        <BodyPanel
          documentKey={props.documentKey}
          sendInput={props.sendInput}
          request={request}
          inherited={inherited}
          outside={props.outside}
          onShowSetting={props.onShowSetting}
          variables={variables}
          onChange={onChange}
          onChoose={choose}
          onSend={onSend}
          pickFile={pickFile}
        />
      ),
    };
  }

  function ordinaryTabs(): TabItem<RequestTab>[] {
    const inheritedNote = request.auth.kind === "inherit" && above.place !== null;
    return [
      {
        id: "params",
        label: words.tabs.params,
        note: noteOf(countRows(request.params)),
        content: () => <ParamsPanel request={request} variables={variables} onChange={onChange} />,
      },
      {
        id: "headers",
        label: words.tabs.headers,
        note: own + automatic === 0 ? null : `${own}+${automatic}`,
        content: () => (
          <HeadersPanel
            request={request}
            inherited={inherited}
            preview={preview}
            variables={variables}
            onChange={onChange}
          />
        ),
      },
      ...(request.body.kind === "websocket" ? [] : [bodyTab()]),
      {
        id: "auth",
        label: words.tabs.auth,
        note:
          applied.kind === "none" || applied.kind === "inherit"
            ? null
            : `${applied.kind === "other" ? applied.type : applied.kind}${inheritedNote ? " ↑" : ""}`,
        content: () => (
          <AuthPanel
            auth={request.auth}
            inherited={inherited}
            variables={variables}
            preview={preview}
            input={props.sendInput}
            onChange={(auth) => onChange({ ...request, auth })}
            onJump={props.onJump}
            onExchange={props.onExchange}
            pickFile={pickFile}
          />
        ),
      },
    ];
  }
}

function withActions({ actions: _, ...request }: HttpRequest, actions: readonly Action[]) {
  return actions.length === 0 ? request : { ...request, actions };
}

const emptyRaw: RawRequest = {
  target: "",
  tls: false,
  encoding: "text",
  data: "",
  newline: "crlf",
};

function noteOf(count: number): string | null {
  return count === 0 ? null : String(count);
}
