import type { BodyKind } from "../../shared/formats/sniff.ts";
import { languageOf } from "../editor/languages.ts";
import { EventsView } from "./events/EventsView.tsx";
import { HexView } from "./HexView.tsx";
import { Page } from "./Page.tsx";
import { PartsView } from "./PartsView.tsx";
import { Picture } from "./Picture.tsx";
import { TextView } from "./TextView.tsx";
import type { BodyInfo, View, ViewName } from "./view.ts";

const opaque: readonly BodyKind[] = ["image", "pdf", "audio", "video", "binary"];

/** The ways to look at a body, in the order they are offered. */
const registry: readonly View[] = [
  {
    name: "parts",
    priority: ({ boundary }) => (boundary === "" ? 0 : 100),
    render: (props) => <PartsView {...props} viewsFor={viewsFor} />,
  },
  {
    name: "events",
    priority: ({ kind, mediaType }) => {
      if (kind === "events") return 99;
      // Labelled as events, and plainly something else.
      return kind === "json" && mediaType === "text/event-stream" ? 45 : 0;
    },
    render: (props) => <EventsView {...props} />,
  },
  {
    name: "pretty",
    priority: ({ kind, mediaType }) => {
      if (kind === "json" || kind === "ndjson") return 90;
      if (kind === "xml" || kind === "html" || kind === "svg") return 80;
      return kind === "text" && languageOf(mediaType) !== "plaintext" ? 70 : 0;
    },
    render: (props) => <TextView {...props} layOut />,
  },
  {
    name: "raw",
    priority: ({ kind }) => (opaque.includes(kind) ? 1 : 50),
    render: (props) => <TextView {...props} layOut={false} />,
  },
  {
    name: "hex",
    priority: ({ kind }) => (opaque.includes(kind) ? 60 : 2),
    render: (props) => <HexView {...props} />,
  },
  {
    name: "preview",
    priority: ({ kind }) => (kind === "image" || kind === "svg" ? 95 : kind === "html" ? 40 : 0),
    render: (props) => (props.info.kind === "html" ? <Page {...props} /> : <Picture {...props} />),
  },
];

/** The views a body can be shown in, and the one to choose when the person has not. */
export function viewsFor(info: BodyInfo): {
  readonly offered: readonly View[];
  readonly best: ViewName;
} {
  const offered = registry.filter((view) => view.priority(info) > 0);
  const [first, ...others] = offered;
  const best = others.reduce<View | undefined>(
    (winner, view) =>
      winner !== undefined && winner.priority(info) >= view.priority(info) ? winner : view,
    first,
  );
  return { offered, best: best?.name ?? "hex" };
}
