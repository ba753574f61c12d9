import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Select } from "../../ui/Select.tsx";
import type { BodyChoice } from "./body-memory.ts";
import styles from "./BodyPanel.module.css";

const choices = [
  "none",
  "json",
  "xml",
  "text",
  "sparql",
  "graphql",
  "form",
  "multipart",
  "file",
  "raw",
] as const satisfies readonly BodyChoice[];

/** Picks the kind of body. A body the file holds in another shape is listed as long as it is there. */
export function BodyKind({
  choice,
  onChoose,
}: {
  readonly choice: BodyChoice;
  readonly onChoose: (choice: BodyChoice) => void;
}) {
  const words = useText(requestPartsWords);
  const listed: readonly BodyChoice[] = choice === "other" ? [...choices, "other"] : choices;
  return (
    <Select
      className={styles.kind}
      label={words.bodyKind}
      options={listed.map((id) => ({ id, label: words.bodies[id] }))}
      value={choice}
      onChange={onChoose}
    />
  );
}
