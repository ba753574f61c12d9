import { RotateCcw } from "lucide-react";
import { useState } from "react";
import type { HttpRequest, Row, SocketBody } from "../../../../shared/model/request.ts";
import type { VariableView } from "../../../../shared/model/variable.ts";
import { useText } from "../../../i18n/language.ts";
import { networkWords } from "../../../i18n/messages/network.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { Disclosure } from "../../../ui/Disclosure.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { NumberInput } from "../../../ui/NumberInput.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import type { SettingKey } from "../../network/fields.ts";
import { SettingLine } from "../../network/NetworkLine.tsx";
import { withHeader } from "../../request/automatic-headers.ts";
import { headerValuesFor } from "../../request/header-values.ts";
import { VariableField } from "../../variables/VariableField.tsx";

/** Settings a WebSocket has no use for: its handshake is a GET of HTTP/1.1 on a connection of its own, and its reply has no body. */
export const unusedBySockets: ReadonlySet<SettingKey> = new Set<SettingKey>([
  "httpVersion",
  "maxDecodedSize",
  "framing",
  "compressBody",
  "contentDigest",
  "expectContinue",
  "trailers",
  "decode",
  "ignoreContentLength",
  "reuse",
  "keepMethod",
]);

const protocolField = "Sec-WebSocket-Protocol";
const extensions = "Sec-WebSocket-Extensions";

/** What a WebSocket alone has: the subprotocols it offers (a field of its headers), whether compression is offered, and how often it pings. */
export function SocketSettings({
  request,
  body,
  variables,
  onChange,
}: {
  readonly request: HttpRequest;
  readonly body: SocketBody;
  readonly variables: readonly VariableView[];
  readonly onChange: (request: HttpRequest) => void;
}) {
  const words = useText(socketRequestWords);
  const network = useText(networkWords);
  const [open, setOpen] = useState(true);
  const compresses = offersCompression(request);
  const protocols = request.headers.find(offersProtocols)?.value ?? "";
  const typed = request.headers.some((row) => isExtensions(row.name) && row.disabled !== true);
  const interval = body.pingInterval ?? 0;
  const ping = (ms: number) => {
    const { pingInterval: _, ...rest } = body;
    onChange({ ...request, body: ms === 0 ? rest : { ...rest, pingInterval: ms } });
  };
  const pings = interval === 0 ? words.noPings : words.pingsEvery(String(interval));
  return (
    <Disclosure
      title={words.settings}
      summary={open ? "" : [...(compresses ? [] : [words.noCompression]), pings].join(" · ")}
      note={null}
      isOpen={open}
      onOpenChange={setOpen}
    >
      <SettingLine
        label={words.subprotocols}
        hint={words.subprotocolsHint}
        own={protocols !== ""}
        note=""
        reset={null}
        focus="setting-socket-protocols"
      >
        <VariableField
          label={words.subprotocols}
          value={protocols}
          variables={variables}
          suggest={() => headerValuesFor(protocolField)}
          onChange={(value) =>
            onChange({ ...request, headers: withProtocols(request.headers, value) })
          }
        />
      </SettingLine>
      <SettingLine
        label={words.compression}
        hint={typed ? words.compressionTyped : words.compressionHint}
        own={!compresses}
        note=""
        reset={null}
        focus="setting-socket-compression"
      >
        <Switch
          label={words.compression}
          isSelected={compresses}
          isDisabled={typed}
          onChange={(on) =>
            onChange({ ...request, settings: withHeader(request.settings, extensions, on) })
          }
        />
      </SettingLine>
      <SettingLine
        label={words.pingInterval}
        hint={words.pingIntervalHint}
        own={interval !== 0}
        note=""
        reset={
          interval === 0 ? null : (
            <IconButton
              dense
              label={network.reset(words.pingInterval, words.noPings)}
              onPress={() => ping(0)}
            >
              <RotateCcw size={14} aria-hidden="true" />
            </IconButton>
          )
        }
        focus="setting-socket-ping"
      >
        <NumberInput
          label={words.pingInterval}
          unit={words.ms}
          most={86_400_000}
          value={interval}
          onChange={ping}
        />
      </SettingLine>
    </Disclosure>
  );
}

function offersProtocols({ name, disabled }: Row): boolean {
  return name.toLowerCase() === protocolField.toLowerCase() && disabled !== true;
}

/** The field that names them changed, added or, for "", taken away. */
function withProtocols(headers: readonly Row[], value: string): readonly Row[] {
  const at = headers.findIndex(offersProtocols);
  if (value === "") return headers.filter((_, index) => index !== at);
  if (at < 0) return [...headers, { name: protocolField, value }];
  return headers.map((row, index) => (index === at ? { ...row, value } : row));
}

/** The field that offers it is an automatic one: it is written over, or left out. */
function offersCompression({ headers, settings }: HttpRequest): boolean {
  const typed = headers.find((row) => isExtensions(row.name) && row.disabled !== true);
  if (typed !== undefined) return typed.value.includes("permessage-deflate");
  return (settings.omitHeaders ?? []).every((name) => !isExtensions(name));
}

function isExtensions(name: string): boolean {
  return name.toLowerCase() === extensions.toLowerCase();
}
