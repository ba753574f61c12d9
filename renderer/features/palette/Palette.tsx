import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { palette } from "../../i18n/messages/palette.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { PickList } from "../../ui/PickList.tsx";
import { useEntries } from "./entries.tsx";

/** Requests, actions and environments, by name. */
export function Palette() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  if (overlay.kind !== "palette") return null;
  return <OpenPalette key={overlay.mode} mode={overlay.mode} />;
}

function OpenPalette({ mode }: { readonly mode: "all" | "requests" | "environments" }) {
  const app = useApp();
  const words = useText(palette);
  const [query, setQuery] = useState("");
  const sections = useEntries(mode, query);
  const placeholder = {
    all: words.placeholder,
    requests: words.requestsPlaceholder,
    environments: words.environmentsPlaceholder,
  }[mode];
  return (
    <PickList
      title={words.title}
      placeholder={placeholder}
      query={query}
      onQuery={setQuery}
      sections={sections}
      nothing={words.nothing}
      onClose={() => closeOverlay(app.overlay)}
    />
  );
}
