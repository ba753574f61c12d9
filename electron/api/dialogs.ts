import { FailureError } from "../../shared/model/failure.ts";

/** Questions that the system asks for us. null: the person cancelled. Only hosts with `nativeDialogs` have them. */
export interface Dialogs {
  openFolder(title: string): Promise<string | null>;
  openFile(title: string): Promise<string | null>;
  /** `name`: a suggestion. */
  saveFile(title: string, name: string): Promise<string | null>;
}

const missing = (): Promise<never> =>
  Promise.reject(
    new FailureError({
      kind: "policy",
      code: "no-native-dialogs",
      message: "There are no system dialogs here.",
      remedy: "Choose the place in Envoi's own picker.",
    }),
  );

/** For hosts without: each question fails with `policy/no-native-dialogs`. */
export const noDialogs: Dialogs = { openFolder: missing, openFile: missing, saveFile: missing };
