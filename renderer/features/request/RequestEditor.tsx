import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import type { RequestEditorProps } from "./request-editor-props.ts";

/** Everything that can be edited of one request. */
export function RequestEditor({
  request,
  running,
  onChange,
  onSend,
  onCancel,
}: RequestEditorProps) {
  return (
    <div style={{ display: "flex", gap: 8, padding: 8 }}>
      <Field
        mono
        aria-label="Method"
        value={request.method}
        onChange={(method) => onChange({ ...request, method })}
      />
      <Field
        mono
        aria-label="URL"
        value={request.url}
        onChange={(url) => onChange({ ...request, url })}
      />
      <Button variant="primary" onPress={running ? onCancel : onSend}>
        {running ? "Cancel" : "Send"}
      </Button>
    </div>
  );
}
