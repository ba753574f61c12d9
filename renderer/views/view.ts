import type { ReactNode, Ref } from "react";
import type { BodyKind } from "../../shared/formats/sniff.ts";
import type { ByteSource } from "./bytes/byte-source.ts";

/** What a view has to know of a body. */
export interface BodyInfo {
  readonly id: string;
  readonly kind: BodyKind;
  /** Bytes there are now. */
  readonly size: number;
  readonly complete: boolean;
  readonly mediaType: string;
  /** WHATWG name of the charset it is read in. */
  readonly charset: string;
  readonly fileName: string;
  /** Address to show the body from (`<img>`, sandboxed `<iframe>`). */
  readonly previewUrl: string;
  /** Of a multipart body, as its Content-Type says; "" for any other. */
  readonly boundary: string;
}

/** What a view can be asked for. */
export interface ViewActions {
  /** Opens its find box; absent when it cannot find. */
  find?: (() => void) | undefined;
  /** The selected text, or null when nothing is selected; absent when it cannot be copied from. */
  selection?: (() => Promise<string | null>) | undefined;
}

export interface ViewProps {
  readonly source: ByteSource;
  readonly info: BodyInfo;
  readonly label: string;
  readonly actions: Ref<ViewActions>;
}

export type ViewName = "parts" | "events" | "pretty" | "raw" | "hex" | "preview";

/** A way to show a body. The one with the highest priority is chosen; 0: not offered. */
export interface View {
  readonly name: ViewName;
  readonly priority: (info: BodyInfo) => number;
  readonly render: (props: ViewProps) => ReactNode;
}
