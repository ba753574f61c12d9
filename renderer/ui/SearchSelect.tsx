import { ChevronDown } from "lucide-react";
import {
  Autocomplete,
  Button,
  Collection,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  SearchField,
  Select as AriaSelect,
  SelectValue,
  useFilter,
} from "react-aria-components";
import menu from "./Menu.module.css";
import select from "./Select.module.css";
import styles from "./SearchSelect.module.css";
import { joined } from "./joined.ts";

export interface SearchSection<Id extends string> {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: string }[];
}

/** One of many, in groups, with a field to find it. `label` is its accessible name; it is not drawn. */
export function SearchSelect<Id extends string>({
  label,
  search,
  nothing,
  placeholder,
  sections,
  value,
  onChange,
  className,
}: {
  readonly label: string;
  readonly search: string;
  readonly nothing: string;
  /** Said while nothing is chosen. */
  readonly placeholder?: string;
  readonly sections: readonly SearchSection<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  readonly className?: string | undefined;
}) {
  const { contains } = useFilter({ sensitivity: "base" });
  const all = sections.flatMap((section) => section.options);
  return (
    <AriaSelect
      aria-label={label}
      value={value}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(key) => {
        const chosen = all.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      className={joined(select.select, className)}
    >
      <Button className={select.button ?? ""}>
        <SelectValue className={select.value ?? ""} />
        <ChevronDown size={14} aria-hidden="true" className={select.chevron} />
      </Button>
      <Popover offset={4} className={joined(menu.popover, styles.popover)}>
        <Autocomplete filter={contains}>
          <SearchField aria-label={search} autoFocus className={styles.search ?? ""}>
            <Input placeholder={search} spellCheck={false} className={styles.input ?? ""} />
          </SearchField>
          <ListBox
            className={joined(menu.menu, styles.list)}
            items={sections}
            renderEmptyState={() => <p className={styles.nothing}>{nothing}</p>}
          >
            {(section) => (
              // A key of its own: a section and an option may have one name.
              <ListBoxSection id={`section ${section.id}`} aria-label={section.label}>
                {section.label === "" ? null : (
                  <Header className={styles.header ?? ""}>{section.label}</Header>
                )}
                <Collection items={section.options}>
                  {(option) => (
                    <ListBoxItem
                      id={option.id}
                      textValue={option.label}
                      className={joined(menu.item, select.option)}
                    >
                      <span className={menu.label}>{option.label}</span>
                    </ListBoxItem>
                  )}
                </Collection>
              </ListBoxSection>
            )}
          </ListBox>
        </Autocomplete>
      </Popover>
    </AriaSelect>
  );
}
