import { describe, expect, it } from "vitest";
import type { FrameDetail, WireFrame } from "../../../shared/model/http2-frame.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { frameLines, frameSummary, lineCount } from "./frame-lines.ts";
import { partAt, partRows, partsOf, streamsOf } from "./wire-parts.ts";

const frame = (
  direction: WireDirection,
  start: number,
  end: number,
  more: Partial<WireFrame> = {},
): WireFrame => ({
  direction,
  hop: 0,
  at: 0,
  start,
  end,
  place: start,
  stream: 1,
  type: 0,
  flags: 0,
  length: end - start - 9,
  detail: { kind: "data", padding: 0 },
  ...more,
});

describe("the parts of a record", () => {
  const received = frame("received", 40, 100);
  // Went out while the reply's frame was half there.
  const between = frame("sent", 60, 73, { stream: 0 });
  const parts = partsOf([], [between, received]);

  it("stand by their place, and are found by place and direction", () => {
    expect(parts.map(({ start }) => start)).toEqual([40, 60]);
    expect(partAt(parts, 65, "sent")).toBe(1);
    expect(partAt(parts, 65, "received")).toBe(0);
    expect(partAt(parts, 65, undefined)).toBe(-1);
  });

  it("tell what passed of other streams", () => {
    const first = frame("received", 0, 19, { place: 500 });
    const next = frame("received", 19, 38, { place: 519 });
    const later = frame("received", 38, 57, { place: 1_538 });
    const gaps = partsOf([], [first, next, later]).map((part) =>
      part.kind === "frame" ? part.gap : null,
    );
    expect(gaps).toEqual([0, 0, 1_000]);
  });

  it("are listed by stream, open ones with their lines", () => {
    expect(streamsOf([received, between])).toEqual([0, 1]);
    const rows = partRows(parts, "1", new Set([received]), () => 2);
    expect(rows.map((row) => (row.kind === "line" ? row.line : "part"))).toEqual(["part", 0, 1]);
    expect(partRows(parts, "all", new Set(), () => 2)).toHaveLength(2);
  });
});

describe("what a frame says", () => {
  const details: readonly [FrameDetail, number, number][] = [
    [{ kind: "preface" }, 0, 0],
    [{ kind: "data", padding: 0 }, 0, 0],
    [{ kind: "data", padding: 3 }, 0, 8],
    [
      {
        kind: "headers",
        fields: [
          [":method", "GET"],
          [":path", "/a"],
        ],
        whole: false,
        cut: true,
        padding: 0,
        priority: { dependsOn: 1, exclusive: true, weight: 3 },
        promised: 2,
      },
      1,
      0,
    ],
    [{ kind: "priority", priority: { dependsOn: 1, exclusive: false, weight: 3 } }, 2, 0],
    [{ kind: "reset", code: 8 }, 3, 0],
    [{ kind: "reset", code: 99 }, 3, 0],
    [
      {
        kind: "settings",
        settings: [
          [3, 100],
          [99, 1],
        ],
      },
      4,
      0,
    ],
    [{ kind: "settings", settings: [] }, 4, 1],
    [{ kind: "ping", data: "00" }, 6, 1],
    [{ kind: "goaway", lastStream: 1, code: 11, debug: "calm" }, 7, 0],
    [{ kind: "goaway", lastStream: 1, code: 0, debug: "" }, 7, 0],
    [{ kind: "window", increment: 5 }, 8, 0],
    [{ kind: "unknown" }, 66, 0],
    [{ kind: "partial" }, 0, 0],
    [{ kind: "fault", rule: "h2-padding", message: "Too much." }, 0, 0],
  ];

  it.each(details)("is as many lines as were counted: %j", (detail, type, flags) => {
    for (const language of ["en", "fr"] as const) {
      const one = frame("sent", 0, 30, { detail, type, flags });
      const lines = frameLines(one, frameWords[language], language);
      expect(lines).toHaveLength(lineCount(one));
      for (const { name, value, note } of lines) expect(name + value + note).not.toBe("");
    }
  });

  it("is summed up in a word", () => {
    const summary = (detail: FrameDetail) => frameSummary(frame("sent", 0, 30, { detail }), "en");
    expect(details.map(([detail]) => summary(detail))).toEqual([
      "",
      "",
      "",
      "GET /a",
      "",
      "CANCEL",
      "0x63",
      "MAX_CONCURRENT_STREAMS 100, 0x63 1",
      "",
      "",
      "ENHANCE_YOUR_CALM",
      "NO_ERROR",
      "+5",
      "",
      "",
      "h2-padding",
    ]);
  });
});
