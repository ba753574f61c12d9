import type { QName } from "./names.ts";

/** A part of a message: an element of a schema, or a type under the part's own name. */
export interface MessagePart {
  readonly name: string;
  readonly element: QName | null;
  readonly type: QName | null;
}

/** What goes into an envelope. */
export interface WsdlMessage {
  readonly style: "document" | "rpc";
  /** Around the parts of an rpc message. */
  readonly wrapper: QName | null;
  /** Types are written with the values (SOAP encoding). */
  readonly encoded: boolean;
  readonly headers: readonly MessagePart[];
  readonly body: readonly MessagePart[];
}

export interface WsdlFault {
  readonly name: string;
  readonly part: MessagePart | null;
}

/** How the input of an operation over plain HTTP is sent. */
export type HttpInput =
  | { readonly kind: "query" | "path" | "form"; readonly fields: readonly HttpField[] }
  | { readonly kind: "xml"; readonly part: MessagePart | null; readonly type: string }
  | { readonly kind: "none" };

export interface HttpField {
  readonly name: string;
  readonly value: string;
}

export type OperationCall =
  | {
      readonly kind: "soap";
      /** "" when the description says none. */
      readonly action: string;
      readonly input: WsdlMessage | null;
      readonly output: WsdlMessage | null;
      readonly faults: readonly WsdlFault[];
    }
  | {
      readonly kind: "http";
      readonly method: string;
      /** After the address, as it stands in the description. */
      readonly location: string;
      readonly input: HttpInput;
    };

export interface WsdlOperation {
  readonly name: string;
  readonly docs: string;
  readonly call: OperationCall;
}

/** One way to reach a service: a port (1.1) or endpoint (2.0) with what its binding offers. */
export interface WsdlPort {
  readonly name: string;
  readonly docs: string;
  /** "" when the description says none. */
  readonly address: string;
  readonly protocol: "soap-1.1" | "soap-1.2" | "http";
  readonly operations: readonly WsdlOperation[];
  /** Names of WS-Security assertions that hold for it. */
  readonly security: readonly string[];
}

export interface WsdlService {
  readonly name: string;
  readonly docs: string;
  readonly ports: readonly WsdlPort[];
}
