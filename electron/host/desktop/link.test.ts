import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portLink } from "../../../renderer/host/port-link.ts";
import type { Link } from "../../../shared/contract/link.ts";
import { linkCases } from "../../../shared/contract/link-cases.ts";
import { serve } from "../../../shared/contract/server.ts";
import { frameChannel, pageBegins } from "./channel.ts";
import { linkPages, type PageContents } from "./link.ts";

const page = {
  detached: false,
  parent: null,
  frameToken: "t",
  processId: 1,
  origin: "app://envoi",
  url: "app://envoi/",
};

/** A window's contents as far as a link sees them; values cross by structured clone, as in Electron. */
class Contents extends EventEmitter {
  readonly ipc = new EventEmitter();
  readonly mainFrame = page;
  readonly toPage: ((frame: unknown) => void)[] = [];
  gone = false;
  isDestroyed(): boolean {
    return this.gone;
  }
  send(channel: string, frame: unknown): void {
    expect(channel).toBe(frameChannel);
    const copy: unknown = structuredClone(frame);
    setImmediate(() => this.toPage.forEach((listener) => listener(copy)));
  }
  fromPage(frame: unknown, sender: unknown = page): void {
    const copy: unknown = structuredClone(frame);
    setImmediate(() => this.ipc.emit(frameChannel, { senderFrame: sender }, copy));
  }
}

const asPage = (contents: Contents) => contents as unknown as PageContents;
const soon = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe("the IPC link", () => {
  for (const { name, run } of linkCases) {
    test(name, () =>
      run(async () => {
        const contents = new Contents();
        const accepted = new Promise<Link>((resolve) => linkPages(asPage(contents), resolve));
        const port = portLink({
          send: (frame) => contents.fromPage(frame),
          onFrame: (listener) => void contents.toPage.push(listener),
        });
        // The page's first frame is what begins a link; an abort of nothing changes nothing.
        port.send({ kind: "abort", id: 1 });
        const main = await accepted;
        // In a window neither end closes by itself: the page goes, by a new one or with the window, and both ends with it.
        const leave = () => {
          contents.fromPage(pageBegins);
          port.close();
        };
        const close = () => {
          main.close();
          port.close();
        };
        return {
          client: { ...port, close: leave },
          server: { ...main, close },
          capped: false,
          end: () => undefined,
        };
      }),
    );
  }

  test("hears the main frame on our page and nobody else", async () => {
    const contents = new Contents();
    const links: Link[] = [];
    linkPages(asPage(contents), (link) => void links.push(link));
    contents.fromPage({ kind: "open" }, null);
    contents.fromPage({ kind: "open" }, { ...page, parent: page });
    contents.fromPage({ kind: "open" }, { ...page, origin: "https://example.org" });
    contents.fromPage({ kind: "open" }, { ...page, url: "app://envoi/body/x?as=preview" });
    await soon();
    expect(links).toEqual([]);
    contents.fromPage({ kind: "open" });
    await soon();
    expect(links.length).toBe(1);
  });

  test.each(["a new page", "render-process-gone", "destroyed"])(
    "%s ends the link and all it owned; the next page gets a new one",
    async (event) => {
      const contents = new Contents();
      const ended: number[] = [];
      const links: Link[] = [];
      linkPages(asPage(contents), (link) => {
        const number = links.push(link);
        link.onClose(() => void ended.push(number));
      });
      contents.fromPage({});
      await soon();
      if (event === "a new page") contents.fromPage(pageBegins);
      else contents.emit(event);
      await soon();
      expect(ended).toEqual([1]);
      contents.fromPage({});
      await soon();
      expect(links.length).toBe(2);
      links[0]?.send({ kind: "end", id: 1 });
    },
  );

  test("a frame that cannot cross is refused; the link stays usable", async () => {
    const contents = new Contents();
    const got: unknown[] = [];
    contents.toPage.push((frame) => void got.push(frame));
    const accepted = new Promise<Link>((resolve) => linkPages(asPage(contents), resolve));
    contents.fromPage({});
    const link = await accepted;
    expect(() => link.send({ kind: "result", id: 1, value: () => 1 })).toThrow("not data");
    link.send({ kind: "end", id: 1 });
    await soon();
    expect(got).toEqual([{ kind: "end", id: 1 }]);
  });

  test("100,000 hostile frames end in answers, never in a throw", () => {
    const contents = new Contents();
    linkPages(asPage(contents), (link) => {
      serve<{}>(link, {}, {});
    });
    const fields = fc.record(
      {
        id: fc.oneof(fc.integer(), fc.double(), fc.constant("1")),
        operation: fc.constantFrom("constructor", "__proto__", "app.info", "", 7),
        count: fc.oneof(fc.integer(), fc.double()),
        credits: fc.oneof(fc.integer(), fc.double()),
        input: fc.anything({ withBigInt: true, withDate: true, withMap: true }),
      },
      { requiredKeys: [] },
    );
    const kinds = ["open", "credit", "abort", "cancel", "__proto__", null];
    for (const some of fc.sample(fields, 15_000)) {
      for (const frame of [some.input, ...kinds.map((kind) => ({ ...some, kind }))]) {
        contents.ipc.emit(frameChannel, { senderFrame: page }, frame);
      }
    }
    expect(contents.toPage).toEqual([]);
  });
});
