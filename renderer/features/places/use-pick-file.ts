import { useApp } from "../../app/app.ts";
import { pickFile, type PickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { places } from "../../i18n/messages/places.ts";
import { insideCollection } from "./inside.ts";

/**
 * What asks the person for a file or a folder, in their language. `collectionId`: what is found inside the folder of that collection is
 * given from there on; null: the path is whole.
 */
export function usePickFile(collectionId: string | null): PickFile {
  const app = useApp();
  const { pickTitle, pickFolderTitle } = useText(places);
  return async (what) => {
    const path = await (what === "folder"
      ? pickFile(app, pickFolderTitle, what)
      : pickFile(app, pickTitle));
    const { collections } = app.replica.getState();
    const folder = collections.find(({ id }) => id === collectionId)?.folder ?? "";
    return path === null ? null : insideCollection(folder, path);
  };
}
