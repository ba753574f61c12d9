import type { Ref } from "react";
import type { Preview, RawView, SendInput } from "../../../shared/contract/index.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import type { SettingKey } from "../network/fields.ts";
import type { Outside } from "../network/layers.ts";

/** The pages under the URL. `raw` stands for `body` while the request is a raw exchange. */
export type RequestTab =
  /** Of a WebSocket, in place of `body`. */
  "messages" | "params" | "headers" | "body" | "auth" | "variables" | "settings" | "docs" | "raw";

export interface RequestEditorProps {
  /** Names the open document. What was typed for other body kinds is kept by it for the session. */
  readonly documentKey: string;
  readonly request: HttpRequest;
  /** Outer to inner; the first is the collection. Empty for a request without a file. */
  readonly inherited: readonly Defaults[];
  readonly outside: Outside;
  readonly variables: readonly VariableView[];
  /** Automatic headers and the URL as it would go out. null: not known yet. */
  readonly preview: Preview | null;
  readonly running: boolean;
  readonly unsaved: boolean;
  /** Parts of the file Envoi keeps but does not show. */
  readonly kept: readonly string[];
  /** The file changed on disk under unsaved edits; `hash` null: it was deleted. */
  readonly conflict: { readonly hash: string | null } | null;
  readonly onChange: (next: HttpRequest) => void;
  readonly onSend: () => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
  readonly onCode: () => void;
  /** Conflict: take the file as it is on disk; when it was deleted, let go of the edit too. */
  readonly onReload?: (() => void) | undefined;
  /** Conflict: write the edit over the file. */
  readonly onOverwrite?: (() => void) | undefined;
  /** A curl command was pasted into the URL. Absent: it is pasted as text. */
  readonly onPasteCurl?: ((text: string) => void) | undefined;
  /** An unknown id shows the first page. */
  readonly tab: string;
  readonly onTab: (id: RequestTab) => void;
  /** Shows a setting of this request, to change it. */
  readonly onShowSetting: (key: SettingKey) => void;
  /** What would be sent, for what has to be fetched beforehand. */
  readonly sendInput: SendInput | null;
  /** The request as bytes. Rejects with FailureError. */
  readonly asRaw: (input: SendInput, signal: AbortSignal) => Promise<RawView>;
  /** Opens the collection or folder at this place of `inherited`. */
  readonly onJump: (index: number) => void;
  /** Shows an exchange of before as this request's. */
  readonly onExchange: (id: string) => void;
  /** Asks for a file; null: cancelled. */
  readonly pickFile: PickFile;
  /** For the action that goes to the URL. */
  readonly urlRef?: Ref<HTMLInputElement>;
}
