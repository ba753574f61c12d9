import type { Settings } from "../model/settings.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** What this host can do. The UI asks for these, never "is this Electron". */
export interface Capabilities {
  readonly nativeDialogs: boolean;
  readonly nativeMenu: boolean;
  /** The system trash takes deleted items; otherwise Envoi's undo area does. */
  readonly systemTrash: boolean;
  /** Secrets are sealed by the operating system's keychain. */
  readonly keychain: boolean;
  readonly windowChrome: boolean;
}

export interface AppInfo {
  readonly version: string;
  readonly host: "desktop" | "loopback";
  readonly platform: "linux" | "darwin" | "win32" | "other";
  readonly capabilities: Capabilities;
  /** Absolute; shown in settings. */
  readonly dataFolder: string;
  readonly homeFolder: string;
  /** Version of an installed curl that speaks HTTP/3; null: there is none, so HTTP/3 is not offered. */
  readonly http3: string | null;
  /** The system's language, BCP 47. */
  readonly systemLanguage: string;
}

/** Per-user window state. Opaque to main: it keeps the text. */
export interface SessionState {
  readonly json: string;
}

export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  /** True when it holds an `opencollection.yml`. Not all its entries need be listed. */
  readonly collection: boolean;
  /** True when it holds a `workspace.yml`. */
  readonly workspace: boolean;
  /** True when it holds a `bruno.json` and no `opencollection.yml`: a collection of `.bru` files, which is imported. */
  readonly bruno: boolean;
  readonly entries: readonly {
    readonly name: string;
    readonly path: string;
    readonly kind: "folder" | "file";
    /** True when it holds an `opencollection.yml`. */
    readonly collection: boolean;
    /** True when it holds a `workspace.yml` and no `opencollection.yml`. */
    readonly workspace: boolean;
    /** True when it holds a `bruno.json` and neither of these. */
    readonly bruno: boolean;
  }[];
}

export interface DemoState {
  /** `http://127.0.0.1:<port>`, or null when it is not running. */
  readonly url: string | null;
}

export type AppContract = {
  "app.info": Call<null, AppInfo>;
  "app.settings": Topic<Settings>;
  "app.updateSettings": Call<Partial<Settings>, Settings>;
  "session.load": Call<null, SessionState | null>;
  "session.save": Call<SessionState, null>;
  /** Folders (and files when `files`) of a folder on this machine, for the picker. "" = home. */
  "files.list": Call<{ readonly path: string; readonly files: boolean }, FolderListing>;
  /** Native dialogs; null when the person cancelled. Only where `nativeDialogs`. */
  "dialogs.openFolder": Call<{ readonly title: string }, string | null>;
  "dialogs.openFile": Call<{ readonly title: string }, string | null>;
  "dialogs.saveFile": Call<{ readonly title: string; readonly name: string }, string | null>;
  "demo.state": Topic<DemoState>;
  "demo.start": Call<null, DemoState>;
  "demo.stop": Call<null, DemoState>;
  /** Writes the sample collection into app data (once), opens it, and returns its id. */
  "demo.openSample": Call<null, { readonly collectionId: string }>;
};

export const appKinds: Kinds<AppContract> = {
  "app.info": "call",
  "app.settings": "topic",
  "app.updateSettings": "call",
  "session.load": "call",
  "session.save": "call",
  "files.list": "call",
  "dialogs.openFolder": "call",
  "dialogs.openFile": "call",
  "dialogs.saveFile": "call",
  "demo.state": "topic",
  "demo.start": "call",
  "demo.stop": "call",
  "demo.openSample": "call",
};
