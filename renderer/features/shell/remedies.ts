import { withRequestSetting } from "../../../shared/model/network/own-settings.ts";
import type { SendSettings } from "../../../shared/model/network/send-settings.ts";
import type { Exchange } from "../../../shared/model/exchange.ts";
import { assertNever, type Failure, toFailure } from "../../../shared/model/failure.ts";
import { focusPlace } from "../../actions/focus-place.ts";
import { actionOf } from "../../actions/list.ts";
import type { App } from "../../app/app.ts";
import { environmentOf, sendTab } from "../../app/send.ts";
import { editTab, openItem } from "../../app/tabs.ts";
import { valueOf } from "../../state/document.ts";
import { notifyFailure } from "../../state/notices.ts";
import { findCollection } from "../../state/replica.ts";
import { showOverlay } from "../../state/overlay.ts";
import { choose } from "../../state/session.ts";
import type { SettingKey } from "../network/fields.ts";
import { showSetting } from "../network/show-setting.ts";
import type { RequestTab } from "../request/request-editor-props.ts";
import { limitIn, type RemedyAction, remediesFor, settingIn } from "../response/remedy.ts";

const https = /^\s*https:/i;

/** What to offer for a failure of the request of a tab, as it is edited now. */
export function remediesOf(
  app: App,
  key: string,
  failure: Failure,
  exchange: Exchange | null,
): readonly RemedyAction[] {
  const request = valueOf(app.documents.get(key), "request");
  return remediesFor(failure, exchange, {
    raw: request?.raw !== undefined,
    typedHttps: https.test(request?.url ?? ""),
    environment: environmentAt(app, key) !== null,
    environments: hasEnvironments(app, key),
  });
}

/** Does what a button of an error says. The focus goes where the person works on; the button may be gone. */
export function applyRemedy(
  app: App,
  key: string,
  action: RemedyAction,
  failure: Failure | null,
): void {
  const request = valueOf(app.documents.get(key), "request");
  if (!request) return;
  const part = (tab: RequestTab, place?: string) => {
    choose(app.session, key, "request", tab);
    if (place === undefined) focusPlace("request", "[role='tab'][aria-selected='true']");
    else focusPlace(place);
  };
  const setting = (name: SettingKey | "verification") => showSetting(app, key, name);
  const send = () => {
    sendTab(app, key);
    focusPlace("send");
  };
  const set = <K extends SettingKey>(name: K, value: SendSettings[K]) =>
    editTab(app, key, { ...request, settings: withRequestSetting(request.settings, name, value) });
  switch (action) {
    case "send-again":
      return send();
    case "edit-url":
    case "edit-target":
      return actionOf("url.focus")?.run(app);
    case "edit-method":
      return focusPlace("method");
    case "edit-headers":
      return part("headers");
    case "edit-body":
      return part("body");
    case "edit-bytes":
      return part("raw");
    case "edit-auth":
      return part("auth");
    case "edit-variables":
      return part("variables");
    case "edit-environment": {
      const environment = environmentAt(app, key);
      return environment === null ? undefined : openItem(app, "environment", environment);
    }
    case "unlock-secrets":
    case "secret-settings":
      return showOverlay(app.overlay, { kind: "settings", section: "secrets" });
    case "choose-environment":
      return actionOf("palette.environments")?.run(app);
    case "use-http":
      editTab(app, key, { ...request, url: request.url.replace(https, "http:") });
      return send();
    case "without-tls":
      if (request.raw) editTab(app, key, { ...request, raw: { ...request.raw, tls: false } });
      return send();
    case "change-timeout":
      return setting(failure === null ? "timeout" : limitIn(failure));
    case "change-proxy":
      return setting("proxy");
    case "change-setting": {
      const name = failure === null ? null : settingIn(failure);
      return name === null ? undefined : setting(name);
    }
    case "change-encoding":
      return setting("encodeUrl");
    case "change-version":
      return setting("httpVersion");
    case "change-verification":
      return setting("verification");
    case "change-tls":
      return setting("tlsMin");
    case "choose-authorities":
      return setting("caFile");
    case "change-pin":
      return setting("pinnedKey");
    case "change-staple":
      return setting("requireStaple");
    case "change-revocation-lists":
      return setting("crlFile");
    case "choose-client-certificate":
      return setting("clientCertificates");
    case "allow-old-tls":
      set("tlsMin", "1.0");
      return send();
    case "trust-system":
      set("systemCa", true);
      return send();
    case "allow-socket":
    case "allow-file":
    case "allow-folder":
      if (failure?.place !== undefined) void allow(app, failure.place, send);
      return;
    default:
      return assertNever(action);
  }
}

/** The person read the path beside the button. */
async function allow(app: App, path: string, send: () => void): Promise<void> {
  try {
    await app.remote["files.grant"]({ file: path });
    send();
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

function hasEnvironments(app: App, key: string): boolean {
  const collectionId = app.documents.get(key)?.ref?.collectionId ?? null;
  const collection = findCollection(app.replica.getState(), collectionId);
  return (collection?.environments.length ?? 0) > 0;
}

/** The environment a request is sent with, as an item to open. */
function environmentAt(app: App, key: string) {
  const collectionId = app.documents.get(key)?.ref?.collectionId ?? null;
  const path = collectionId === null ? null : environmentOf(app, collectionId);
  return collectionId === null || path === null ? null : { collectionId, path };
}
