import type { Failure } from "../../../shared/model/failure.ts";
import { chooseLanguage } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { Empty } from "../../ui/Empty.tsx";

/** The window when there is no app behind it. */
export function StartFailed({ failure }: { readonly failure: Failure }) {
  const words = shell[chooseLanguage("system", navigator.language)];
  const restarted = failure.code === "restarted";
  return (
    <main style={{ height: "100%" }}>
      <Empty title={restarted ? words.restarted : words.startFailed}>
        {restarted
          ? words.restartedWhy
          : `${failure.message} ${failure.remedy ?? ""} (${failure.code})`}
      </Empty>
    </main>
  );
}
