export { I18nProvider as Locale } from "react-aria-components";
