import { useEffect, useState } from "react";
import type { CodeView } from "../../../shared/contract/index.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { sendInput } from "../../app/send.ts";

/** What main says of the request of a tab as it is now; null until it has. Asked again whenever the request changes. */
export function useCode(tabKey: string, request: HttpRequest, reveal: boolean): CodeView | null {
  const app = useApp();
  const [view, setView] = useState<CodeView | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      const input = sendInput(app, tabKey);
      if (!input) return;
      const answer = await app.remote["exchange.code"]({ ...input, reveal }, controller.signal);
      if (!controller.signal.aborted) setView(answer);
    };
    void ask().catch((thrown: unknown) => {
      if (controller.signal.aborted) return;
      setView({ request: null, masked: false, problems: [toFailure(thrown)] });
    });
    return () => controller.abort();
  }, [app, tabKey, request, reveal]);
  return view;
}
