import { createContext, useContext } from "react";
import type { Selector } from "../../shared/model/action.ts";

/** Begins to keep a part of the response that is shown as a variable. `name`: a suggestion; `shown`: the value as it is drawn. */
export type Keep = (selector: Selector, name: string, shown: string) => void;

/** null: what is shown is nobody's response, or not the latest of its request. */
export const KeepContext = createContext<Keep | null>(null);

export function useKeep(): Keep | null {
  return useContext(KeepContext);
}
