import { useEffect } from "react";
import type { Settings } from "../../../shared/model/settings.ts";

/** Puts the chosen theme and font size on the document; `system` follows the operating system. */
export function useTheme({ theme, fontSize }: Pick<Settings, "theme" | "fontSize">): void {
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: light)");
    const root = document.documentElement;
    const show = () => {
      root.dataset["theme"] = theme === "system" ? (system.matches ? "light" : "dark") : theme;
    };
    show();
    root.style.setProperty("--mono", `${fontSize - 0.5}px`);
    system.addEventListener("change", show);
    return () => system.removeEventListener("change", show);
  }, [theme, fontSize]);
}
