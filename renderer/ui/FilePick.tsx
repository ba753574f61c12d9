import { FileTrigger } from "react-aria-components";
import { Button } from "./Button.tsx";

/** A button that reads a text file the person picks. The page sees its content, never its path. */
export function FilePick({
  label,
  accept,
  onText,
}: {
  readonly label: string;
  /** Media types and endings, between commas. */
  readonly accept: string;
  readonly onText: (text: string) => void;
}) {
  return (
    <FileTrigger
      acceptedFileTypes={accept.split(",")}
      onSelect={(files) => {
        const file = files?.[0];
        if (file) void file.text().then(onText);
      }}
    >
      <Button>{label}</Button>
    </FileTrigger>
  );
}
