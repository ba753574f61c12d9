import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { Select } from "../../ui/Select.tsx";
import { Line } from "./Line.tsx";
import styles from "./Settings.module.css";
import { useSettings } from "./use-settings.ts";

export function Appearance() {
  const words = useText(messages);
  const [settings, update] = useSettings();
  return (
    <div className={styles.page}>
      <Line label={words.theme}>
        <Select
          label={words.theme}
          className={styles.wide}
          value={settings.theme}
          onChange={(theme) => update({ theme })}
          options={[
            { id: "system", label: words.themeSystem },
            { id: "light", label: words.themeLight },
            { id: "dark", label: words.themeDark },
            { id: "contrast", label: words.themeContrast },
          ]}
        />
      </Line>
      <Line label={words.language}>
        <Select
          label={words.language}
          className={styles.wide}
          value={settings.language}
          onChange={(language) => update({ language })}
          options={[
            { id: "system", label: words.languageSystem },
            { id: "en", label: "English" },
            { id: "fr", label: "Français" },
          ]}
        />
      </Line>
      <Line label={words.fontSize}>
        <Select
          label={words.fontSize}
          className={styles.wide}
          value={String(settings.fontSize)}
          onChange={(size) => update({ fontSize: Number(size) })}
          options={["11", "12", "13", "14", "15", "16"].map((id) => ({ id, label: `${id} px` }))}
        />
      </Line>
      <Line label={words.layout}>
        <Select
          label={words.layout}
          className={styles.wide}
          value={settings.layout}
          onChange={(layout) => update({ layout })}
          options={[
            { id: "vertical", label: words.layoutColumn },
            { id: "horizontal", label: words.layoutRow },
          ]}
        />
      </Line>
    </div>
  );
}
