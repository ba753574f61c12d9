import type { CollectionId, ItemPath } from "./collection.ts";
import type { RequestField } from "./request-texts.ts";
import type { VariablePlace, VariableScope } from "./variable.ts";

/** One definition of a variable, wherever it is in a collection. */
export interface SurveyRow {
  readonly name: string;
  readonly scope: VariableScope;
  /** A human name of the place. */
  readonly origin: string;
  /** Absent: it is in no file that can be opened here (`.env`, what was kept of a response). */
  readonly place?: VariablePlace;
  /** As typed; "" for a secret. */
  readonly value: string;
  readonly secret: boolean;
  /** A secret without a value on this machine. */
  readonly missing: boolean;
  readonly disabled: boolean;
  /** Human names of the places whose value this one hides somewhere, the nearest first. */
  readonly shadows: readonly string[];
  /** In how many places of requests and other variables this very definition counts, with one environment or another. */
  readonly uses: number;
}

/** A name that is used and that nobody defines there. */
export interface UndefinedName {
  readonly name: string;
  readonly uses: number;
}

/** Every variable of a collection. */
export interface VariableSurvey {
  readonly rows: readonly SurveyRow[];
  readonly undefined: readonly UndefinedName[];
  /** Files that could not be read: one sentence each. */
  readonly problems: readonly string[];
}

/** A place where a name stands. */
export interface VariableUse {
  readonly path: ItemPath;
  readonly kind: "request" | "defaults" | "environment";
  /** The request's, folder's or environment's. */
  readonly title: string;
  readonly field: RequestField | "docs" | "scripts" | "examples" | "other";
  /** From 1. */
  readonly line: number;
  /** The line, without its indent. */
  readonly text: string;
}

export interface RenameInput {
  readonly collectionId: CollectionId;
  readonly from: string;
  readonly to: string;
}

/** A line that a rename changes. */
export interface RenamedLine {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export interface RenamedFile {
  readonly path: ItemPath;
  readonly lines: readonly RenamedLine[];
}

export interface RenamePreview {
  readonly files: readonly RenamedFile[];
  /** Why it must not be done; null: it can. */
  readonly refusal: "no-such-name" | "taken" | "bad-name" | "not-here" | null;
}

export interface RenameResult {
  readonly undoId: string;
  readonly files: number;
  /** Files that another program changed at the same moment: they were left as they are. */
  readonly skipped: readonly ItemPath[];
}

/** A name that can stand between braces and in a file without quotes. */
export function isVariableName(name: string): boolean {
  return (
    /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && !/^(?:true|false|null|yes|no|on|off)$/i.test(name)
  );
}
