import type { Action } from "./action.ts";
import type { Auth } from "./auth.ts";
import type { Failure } from "./failure.ts";
import type { OwnNetwork } from "./network/network.ts";
import type { InheritedBasics } from "./network/own-settings.ts";
import type { HttpRequest, Row } from "./request.ts";
import type { Variable } from "./variable.ts";

/** Random, kept in app data; never in the collection's files. Survives moving the folder through "open" only. */
export type CollectionId = string;

/** Path inside the collection, `/`-separated, no leading slash; "" is the root. Path is identity. */
export type ItemPath = string;

export type ItemKind = "http" | "graphql" | "grpc" | "websocket" | "other";

/** Items that are opened, edited and sent as requests; the others are opened as text. */
export function isSendable(kind: ItemKind): boolean {
  return speaksHttp(kind) || kind === "websocket";
}

/** Items that ask once and are answered once: what other formats have a place for as a request. */
export function speaksHttp(kind: ItemKind): boolean {
  return kind === "http" || kind === "graphql";
}

export interface FolderNode {
  readonly kind: "folder";
  readonly path: ItemPath;
  readonly name: string;
  readonly seq: number | null;
  readonly children: readonly TreeNode[];
  /** Set when folder.yml cannot be read: the folder is still shown. */
  readonly problem?: Failure;
}

export interface RequestNode {
  readonly kind: "request";
  readonly path: ItemPath;
  readonly name: string;
  readonly itemKind: ItemKind;
  /** Upper-cased as in the file; "" when it has none. */
  readonly method: string;
  readonly seq: number | null;
  readonly raw: boolean;
}

/** What stands before a request's name: its method, or what it is instead. */
export function methodMark({ raw, itemKind, method }: RequestNode): string {
  if (raw) return "RAW";
  return itemKind === "websocket" ? "WS" : method;
}

/** A `.yml` file that cannot be read: shown, opened as text, never rewritten. */
export interface BrokenNode {
  readonly kind: "broken";
  readonly path: ItemPath;
  readonly name: string;
  readonly problem: Failure;
}

export type TreeNode = FolderNode | RequestNode | BrokenNode;

/** An open collection: everything the sidebar draws. */
export interface CollectionTree {
  readonly id: CollectionId;
  /** Absolute folder on this machine. */
  readonly folder: string;
  readonly name: string;
  readonly children: readonly TreeNode[];
  /** File names without `.yml`, sorted. */
  readonly environments: readonly string[];
  /** Present: it came from an API description and can be updated from it. */
  readonly linked?: true;
  /** Set when `opencollection.yml` itself cannot be read or the folder is gone. */
  readonly problem?: Failure;
}

/** What a folder or collection gives to all below it. */
export interface Defaults {
  readonly name: string;
  readonly headers: readonly Row[];
  readonly auth: Auth;
  readonly variables: readonly Variable[];
  /** What is kept of the responses of every request below. Absent: nothing. */
  readonly actions?: readonly Action[];
  readonly docs: string;
  /** What OpenCollection has fields for (`request.settings.http`). */
  readonly settings?: InheritedBasics;
  /** How requests below travel (`extensions.envoi.network`; of a collection also `config.proxy` and `config.clientCertificates`). */
  readonly network?: OwnNetwork;
}

/** A file as loaded: `hash` is the SHA-256 (hex) of its bytes and must come back with the save. */
export interface Loaded<T> {
  readonly value: T;
  readonly hash: string;
  /** True when the file holds parts Envoi keeps but does not show (scripts, assertions, examples …): their names. */
  readonly kept: readonly string[];
}

export type LoadedRequest = Loaded<HttpRequest>;
export type LoadedDefaults = Loaded<Defaults>;

/** Result of a save: written, or the file changed under us (nothing was written). */
export type SaveResult =
  | { readonly kind: "saved"; readonly path: ItemPath; readonly hash: string }
  | { readonly kind: "conflict"; readonly hash: string | null };
