import { badOption } from "../settings/values.ts";

/**
 * The bytes that a file of --trace (ours or curl's) says were sent in its last hop. Throws FailureError `input` where there are none, or
 * they are of HTTP/2, whose frames belong to the connection they were sent on.
 */
export function replayedBytes(trace: string): Buffer {
  let hop = "";
  let sends = false;
  let pieces: Buffer[] = [];
  for (const line of trace.split(/\r?\n/)) {
    const [, arrow, what = ""] = /^(?:[\d:.]+ )?(=>|<=) (Sen[td]\b.*|Rec.*)$/.exec(line) ?? [];
    if (arrow !== undefined) {
      sends = arrow === "=>" && !what.startsWith("Send SSL");
      const number = /, hop (\d+)$/.exec(what)?.[1] ?? "";
      if (sends && number !== hop) {
        pieces = [];
        hop = number;
      }
      continue;
    }
    // Sixteen bytes stand in 47 columns, the text behind them.
    const [, row] = /^[0-9a-f]{4,}: ([0-9a-f ]{1,47})/.exec(line) ?? [];
    if (sends && row !== undefined) pieces.push(Buffer.from(row.replaceAll(" ", ""), "hex"));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length === 0)
    throw badOption(
      "--replay",
      "The file holds no bytes in hex that were sent.",
      "Write it with --trace, not with --trace-ascii.",
    );
  if (bytes.subarray(0, 14).toString("latin1") === "PRI * HTTP/2.0")
    throw badOption(
      "--replay",
      "The file holds frames of HTTP/2, which cannot be sent again.",
      "Send the request with --http1.1 and --trace first.",
    );
  return bytes;
}
