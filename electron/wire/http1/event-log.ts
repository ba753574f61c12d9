import type { Fault } from "../../../shared/model/exchange.ts";
import type { WireMarkKind } from "../../../shared/model/wire-log.ts";
import type { DecodeEvent } from "./events.ts";
import type { Problems } from "./field-line.ts";
import type { OrdinaryHead } from "./ordinary-head.ts";
import { type Rule, rules } from "./rules.ts";

/** More faults of one rule say nothing new. */
const maxFaultsOfOneRule = 8;

/** The events of one call of the decoder, and what is remembered of the faults so far. */
export class EventLog {
  #events: DecodeEvent[] = [];
  #counts: Map<Rule, number> | null = null;
  /** Rule of the first fatal fault. */
  fatal: Rule | null = null;

  push(event: DecodeEvent): void {
    this.#events.push(event);
  }

  take(): readonly DecodeEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  mark(mark: WireMarkKind, start: number, end: number, label: string): void {
    this.#events.push({ kind: "mark", mark, start, end, label });
  }

  /** Marks the lines of a head that begins at `start`, but its empty one. */
  ordinary({ line, fields, ends }: OrdinaryHead, start: number): void {
    let from = start;
    for (let index = 0; index < ends.length; index += 1) {
      const end = start + (ends[index] ?? 0);
      const name = fields[index - 1]?.[0];
      if (name === undefined) this.mark("status-line", from, end, line.slice(0, 100));
      else this.mark("header", from, end, name);
      from = end;
    }
  }

  fault(rule: Rule, severity: Fault["severity"], offset: number, end: number): void {
    this.#counts ??= new Map();
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (severity === "fatal") this.fatal ??= rule;
    if (count > maxFaultsOfOneRule) return;
    this.#events.push({ kind: "fault", fault: { offset, rule, message: rules[rule], severity } });
    this.mark("fault", offset, end, rule);
  }

  tolerate(problems: Problems, start: number, end: number): void {
    for (const rule of problems) this.fault(rule, "tolerated", start, end);
  }

  /** Only the first: a reply that has one usually has it everywhere. */
  bareLf(offset: number): void {
    if (this.#counts?.has("bare-lf") === true) return;
    this.fault("bare-lf", "tolerated", offset, offset + 1);
  }

  /** Only the first, like `bareLf`. */
  surplus(offset: number): void {
    if (this.#counts?.has("surplus-bytes") === true) return;
    this.fault("surplus-bytes", "tolerated", offset, offset + 1);
  }
}
