import { createDrafts } from "../../electron/drafts/drafts.ts";

// A process of its own that edits without saving until it is killed. argv: data folder. Says each count when it was handed over.
const drafts = createDrafts(process.argv[2] ?? "");
let count = 0;
setInterval(() => {
  count += 1;
  const draft = {
    key: "a",
    ref: null,
    target: "request",
    baseHash: null,
    updatedAt: count,
  } as const;
  void drafts.put({ ...draft, json: JSON.stringify(count) });
  process.stdout.write(`${count} ${performance.now()}\n`);
}, 25);
