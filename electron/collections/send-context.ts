import type { Action } from "../../shared/model/action.ts";
import type { Auth } from "../../shared/model/auth.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import type { Failure } from "../../shared/model/failure.ts";
import type { OwnSendSettings } from "../../shared/model/network/send-settings.ts";
import type { HttpRequest, Row } from "../../shared/model/request.ts";
import type { Variable } from "../../shared/model/variable.ts";
import type { Workspace } from "../../shared/model/workspace.ts";
import type { Resolver } from "../../shared/template/resolver.ts";

/** Which request is about to be sent, and from where. */
export interface SendContextInput {
  /** null: a request that has no collection; nothing is inherited. */
  readonly collectionId: CollectionId | null;
  readonly path: ItemPath;
  readonly environment: string | null;
  /** As edited; its own variables have the highest precedence. */
  readonly request: HttpRequest;
  /** To the questions of `{{?name}}`, by name. */
  readonly answers?: ReadonlyMap<string, string>;
}

/** What `opencollection.yml` or a `folder.yml` gives to all below it. Folders without a folder.yml have no layer. */
export interface DefaultsLayer {
  readonly scope: "collection" | "folder";
  readonly path: ItemPath;
  readonly name: string;
  readonly headers: readonly Row[];
  readonly auth: Auth;
  readonly variables: readonly Variable[];
  /** What is kept of the responses of requests below. */
  readonly actions?: readonly Action[];
  /** How requests below are sent, as far as this place says. */
  readonly own?: OwnSendSettings;
}

/** Everything a request takes from its place. Holds opened secrets: it must not leave main. */
export interface SendContext {
  /** The collection's real folder, for relative body files; null without a collection. */
  readonly folder: string | null;
  /** The workspace the collection belongs to, with its folder; null: none. */
  readonly workspace: { readonly folder: string; readonly value: Workspace } | null;
  /** Collection first, then folders outer → inner. Disabled rows are still in. */
  readonly layers: readonly DefaultsLayer[];
  /** The auth that counts after inheritance (never `inherit`), and who gave it. */
  readonly auth: Auth;
  readonly authOrigin: "request" | "folder" | "collection";
  readonly resolver: Resolver;
  /** Places that could not be read (a broken folder.yml, a missing environment): each once. */
  readonly problems: readonly Failure[];
}

/** Reads the chain of defaults and opens the secrets. Failure `not-found` for an unknown collection. */
export type ReadSendContext = (input: SendContextInput) => Promise<SendContext>;
