import { useStore } from "zustand";
import { emptyRequest } from "../../../shared/model/request.ts";
import { actionOf } from "../../actions/list.ts";
import { type App, useApp } from "../../app/app.ts";
import { sendTab } from "../../app/send.ts";
import { editTab, openScratch } from "../../app/tabs.ts";
import { valueOf } from "../../state/document.ts";
import { choose } from "../../state/session.ts";
import type { Tab } from "../../state/tab.ts";
import type { RemedyAction } from "../response/remedy.ts";
import { Response } from "../response/Response.tsx";
import { useKeys } from "./keys.ts";

/** The response of a tab, with what its buttons do. */
export function ResponsePane({ tab }: { readonly tab: Tab }) {
  const app = useApp();
  const keys = useKeys();
  const { key } = tab;
  const run = useStore(app.runs.store, ({ runs }) => runs[key]);
  const choices = useStore(app.session, (session) => session.choices);
  return (
    <Response
      exchange={run?.exchange ?? null}
      running={run?.running ?? false}
      failure={run?.failure ?? null}
      host={app.host}
      sendKeys={keys("request.send") ?? "Mod+Enter"}
      choices={{
        get: (place) => choices[`${key}/response/${place}`],
        set: (place, id) => choose(app.session, key, `response/${place}`, id),
      }}
      onCancel={() => app.runs.cancel(key)}
      onSendAgain={() => sendTab(app, key)}
      onSendBytes={(raw) => void openScratch(app, { ...emptyRequest, raw })}
      onRemedy={(action) => remedy(app, key, action)}
    />
  );
}

function remedy(app: App, key: string, action: RemedyAction): void {
  switch (action) {
    case "send-again":
      return sendTab(app, key);
    case "edit-url":
      return actionOf("url.focus")?.run(app);
    case "use-http": {
      const request = valueOf(app.documents.get(key), "request");
      if (!request) return;
      if (request.raw) editTab(app, key, { ...request, raw: { ...request.raw, tls: false } });
      else editTab(app, key, { ...request, url: request.url.replace(/^https:/i, "http:") });
      return sendTab(app, key);
    }
    case "change-timeout":
    case "tls-settings":
    case "redirect-settings":
      return choose(app.session, key, "request", "settings");
  }
}
