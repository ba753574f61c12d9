import type { VariablePlace } from "../../../shared/model/variable.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { surveyWords } from "../../i18n/messages/survey.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { openPlace } from "./open-place.ts";

/** Leads from the list to the row that defines a variable. */
export function OpenPlace({
  collectionId,
  name,
  place,
  label,
}: {
  readonly collectionId: string;
  readonly name: string;
  readonly place: VariablePlace;
  /** What the place is called. */
  readonly label: string;
}) {
  const app = useApp();
  const words = useText(surveyWords);
  return (
    <Button
      dense
      onPress={() => {
        closeOverlay(app.overlay);
        openPlace(app, collectionId, place, name);
      }}
    >
      {words.open(label)}
    </Button>
  );
}
