import { FolderOpen } from "lucide-react";
import type { MultipartPart } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { type Column, RowTable } from "../../ui/RowTable.tsx";
import { Select } from "../../ui/Select.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { commonMediaTypes } from "./header-values.ts";
import { ValueCell } from "./LongValue.tsx";
import { readPastedRows } from "./paste-rows.ts";
import styles from "./MultipartBody.module.css";

const blank: MultipartPart = { name: "", kind: "text", value: "", paths: [] };

/** The parts of a multipart/form-data body (RFC 7578): text or files, each with its own content type. */
export function MultipartBody({
  parts,
  variables,
  onChange,
  pickFile,
}: {
  readonly parts: readonly MultipartPart[];
  readonly variables: readonly VariableView[];
  readonly onChange: (parts: readonly MultipartPart[]) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(requestPartsWords);
  const shared = useText(requestWords);
  const columns: readonly Column<MultipartPart>[] = [
    {
      id: "name",
      label: shared.name,
      width: "minmax(100px, min(24%, 340px))",
      cell: ({ row, label, placeholder, set }) => (
        <VariableField
          look="cell"
          label={label}
          placeholder={placeholder}
          variables={variables}
          value={row.name}
          onChange={(name) => set({ ...row, name })}
        />
      ),
    },
    {
      id: "kind",
      label: words.partKind,
      width: "84px",
      cell: ({ row, label, set }) => (
        <Select
          quiet
          className={styles.kind}
          label={label}
          options={[
            { id: "text", label: words.partKinds.text },
            { id: "file", label: words.partKinds.file },
          ]}
          value={row.kind}
          onChange={(kind) => set({ ...row, kind })}
        />
      ),
    },
    {
      id: "value",
      label: shared.value,
      width: "minmax(140px, 1fr)",
      cell: ({ row, label, placeholder, set }) =>
        row.kind === "text" ? (
          <ValueCell
            label={label}
            placeholder={placeholder}
            variables={variables}
            value={row.value}
            onChange={(value) => set({ ...row, value })}
          />
        ) : (
          <div className={styles.file}>
            <VariableField
              look="cell"
              className={styles.path}
              label={label}
              placeholder={words.filePath}
              variables={variables}
              value={row.paths.join(", ")}
              readOnly={row.paths.length > 1}
              onChange={(path) => set({ ...row, paths: path === "" ? [] : [path] })}
            />
            <IconButton
              dense
              label={words.chooseFile}
              onPress={() => {
                void pickFile().then((path) => {
                  if (path !== null) set({ ...row, paths: [path] });
                });
              }}
            >
              <FolderOpen size={14} aria-hidden="true" />
            </IconButton>
          </div>
        ),
    },
    {
      id: "type",
      label: words.contentType,
      width: "minmax(110px, min(24%, 340px))",
      cell: ({ row, label, set }) => (
        <VariableField
          look="cell"
          label={label}
          placeholder={words.contentType}
          variables={variables}
          value={row.contentType ?? ""}
          suggest={() => commonMediaTypes}
          onChange={(contentType) => {
            const { contentType: _, ...rest } = row;
            set(contentType === "" ? rest : { ...rest, contentType });
          }}
        />
      ),
    },
  ];
  return (
    <RowTable
      label={words.multipartRows}
      rows={parts}
      onChange={onChange}
      columns={columns}
      blank={blank}
      isBlank={(row) =>
        row.name === "" && row.value === "" && row.paths.length === 0 && row.kind === "text"
      }
      readPaste={(text, lineIsBlank) =>
        readPastedRows(text, { lineIsBlank })?.map((row) => ({ ...blank, ...row })) ?? null
      }
    />
  );
}
