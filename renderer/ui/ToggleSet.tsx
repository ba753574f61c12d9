import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { joined } from "./joined.ts";
import styles from "./ToggleSet.module.css";

/** Any of a few, all in sight. `label` names the group for assistive technology. */
export function ToggleSet<Id extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: string }[];
  readonly value: readonly Id[];
  /** In the order of the options. */
  readonly onChange: (value: readonly Id[]) => void;
  readonly className?: string | undefined;
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="multiple"
      selectedKeys={value}
      onSelectionChange={(keys) =>
        onChange(options.map(({ id }) => id).filter((id) => keys.has(id)))
      }
      className={joined(styles.set, className)}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={styles.option ?? ""}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
