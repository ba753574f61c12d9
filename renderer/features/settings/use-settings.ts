import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { useApp } from "../../app/app.ts";
import { notifyFailure } from "../../state/notices.ts";

/** The settings as main has them, and a way to change some. */
export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const app = useApp();
  const value = useStore(app.settings, (state) => state.value);
  const update = (change: Partial<Settings>) => {
    app.remote["app.updateSettings"](change).catch((thrown: unknown) =>
      notifyFailure(app.notices, toFailure(thrown)),
    );
  };
  return [value, update];
}
