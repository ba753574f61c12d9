import type { ResponseHead } from "../../shared/model/exchange.ts";
import { headerValue } from "../../shared/model/header.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import { isRest, readUnsatisfied } from "../../shared/model/content-range.ts";
import { contentCodings } from "./decode/content-coding.ts";
import type { Resume } from "./send.ts";

/** The fields that ask for the rest (RFC 9110 §13.1.5, §14.2). */
export function resumeFields(resume: Resume): readonly (readonly [name: string, value: string])[] {
  return [
    ["Range", `bytes=${resume.from}-`],
    ["If-Range", resume.validator],
  ];
}

/** What a reply makes of the question for the rest. `append`: its body goes on where the one before stopped. */
export interface ResumeAnswer {
  readonly append: boolean;
  readonly note: Extract<TraceDetail, { kind: "note" }>;
}

/**
 * Judges by status, Content-Range and content coding alone: only a 206 that begins at the very next byte, in the same coding, is the rest.
 * Pure.
 */
export function resumeAnswer(resume: Resume, head: ResponseHead): ResumeAnswer {
  const answer = (append: boolean, code: string, message: string): ResumeAnswer => ({
    append,
    note: { kind: "note", code, message },
  });
  const range = headerValue(head.headers, "content-range");
  if (head.status === 206) {
    const same = contentCodings(head.headers).join() === resume.codings.join();
    return isRest(head, resume.from) && same
      ? answer(
          true,
          "resume-appended",
          `The server sends the rest; it is appended to the ${resume.from} bytes that were there.`,
        )
      : answer(
          false,
          "resume-mismatch",
          "The server sent another part than the one asked for; nothing is appended.",
        );
  }
  if (head.status === 200)
    return answer(
      false,
      "resume-restarted",
      "The server sends the whole again: what was there is of another version, or it knows no ranges.",
    );
  if (head.status === 416 && readUnsatisfied(range) === resume.from)
    return answer(
      false,
      "resume-complete",
      "There is nothing after what was there: the earlier exchange has the whole body.",
    );
  return answer(false, "resume-refused", "The server did not send the rest.");
}
