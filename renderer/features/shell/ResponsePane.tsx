import { useStore } from "zustand";
import { emptyRequest } from "../../../shared/model/request.ts";
import { useApp } from "../../app/app.ts";
import { replayInTab, sendAfterEvent, sendRange, sendTab } from "../../app/send.ts";
import { openScratch } from "../../app/tabs.ts";
import { valueOf } from "../../state/document.ts";
import { showOverlay } from "../../state/overlay.ts";
import { choose } from "../../state/session.ts";
import type { Tab } from "../../state/tab.ts";
import { type Keep, KeepContext } from "../../views/keep.ts";
import { KeptNote } from "../variables/KeptNote.tsx";
import { HistoryButton } from "../history/HistoryButton.tsx";
import { OlderNote } from "../history/OlderNote.tsx";
import { GraphqlNote } from "../graphql/GraphqlNote.tsx";
import { Response } from "../response/Response.tsx";
import { useKeys } from "./keys.ts";
import { applyRemedy, remediesOf } from "./remedies.ts";

/** The response of a tab, with what its buttons do. */
export function ResponsePane({ tab }: { readonly tab: Tab }) {
  const app = useApp();
  const keys = useKeys();
  const { key } = tab;
  const run = useStore(app.runs.store, ({ runs }) => runs[key]);
  const failure = run?.failure ?? run?.exchange?.failure ?? null;
  const choices = useStore(app.session, (session) => session.choices);
  const document = useStore(app.documents.store, ({ documents }) => documents[key]);
  // The bytes go as the request of this tab goes: its certificate, proxy and so on.
  const request = valueOf(document, "request");
  const settings = request?.settings ?? {};
  const graphql = request?.body.kind === "graphql" && !request.raw;
  const exchange = run?.exchange ?? null;
  const keep: Keep | null =
    exchange === null || run?.running === true || document?.target !== "request"
      ? null
      : (selector, name, shown) =>
          showOverlay(app.overlay, {
            kind: "keep-value",
            documentKey: key,
            exchangeId: exchange.id,
            selector,
            name,
            shown,
          });
  return (
    <KeepContext value={keep}>
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
        onShowConnection={(number) => showOverlay(app.overlay, { kind: "connections", number })}
        opensSocket={request?.body.kind === "websocket" && !request.raw}
        onCancel={() => app.runs.cancel(key)}
        onResume={(exchangeId) => sendTab(app, key, exchangeId)}
        onConnectAgain={(lastId) => sendAfterEvent(app, key, lastId)}
        onRange={(span, validator) => sendRange(app, key, span, validator)}
        onEditBytes={(raw) => void openScratch(app, { ...emptyRequest, settings, raw })}
        onCompare={(right) => showOverlay(app.overlay, { kind: "compare", left: null, right })}
        onReplay={(exchangeId, hop) => replayInTab(app, key, exchangeId, hop)}
        tools={<HistoryButton tabKey={key} />}
        note={
          <>
            <OlderNote tabKey={key} />
            <KeptNote tabKey={key} />
            {graphql && exchange !== null ? (
              <GraphqlNote exchange={exchange} host={app.host} />
            ) : null}
          </>
        }
        remediesOf={(failure, exchange) => remediesOf(app, key, failure, exchange)}
        onRemedy={(action) => applyRemedy(app, key, action, failure)}
      />
    </KeepContext>
  );
}
