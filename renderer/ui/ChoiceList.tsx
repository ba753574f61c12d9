import { ListBox, ListBoxItem } from "react-aria-components";
import styles from "./ChoiceList.module.css";

/** One of many, all in sight: a list that scrolls. `label` is its accessible name. */
export function ChoiceList<Id extends string>({
  label,
  options,
  value,
  onChange,
  nothing,
}: {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: string }[];
  /** One that is not listed is not marked. */
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  /** Said when there are no options. */
  readonly nothing: string;
}) {
  return (
    <ListBox
      aria-label={label}
      items={options}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      renderEmptyState={() => <p className={styles.nothing}>{nothing}</p>}
      className={styles.list ?? ""}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className={styles.item ?? ""}>
          {option.label}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
