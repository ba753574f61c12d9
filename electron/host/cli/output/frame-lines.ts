import {
  errorCodeName,
  type FrameDetail,
  frameFlagNames,
  frameTypeName,
  settingName,
  type WireFrame,
} from "../../../../shared/model/http2-frame.ts";

/** An HTTP/2 frame for the trace: a line of its head, then one for each thing it says. */
export function frameLines(frame: WireFrame): readonly string[] {
  const { detail, direction, stream, type, flags, length } = frame;
  const arrow = direction === "sent" ? "=>" : "<=";
  if (detail.kind === "preface") return [`${arrow} HTTP/2 preface`];
  const names = frameFlagNames(type, flags).join(" ");
  const head = `${arrow} ${frameTypeName(type)} stream ${stream}, ${length} bytes${names === "" ? "" : `, ${names}`}`;
  return [head, ...detailLines(detail).map((line) => `     ${line}`)];
}

function detailLines(detail: FrameDetail): readonly string[] {
  switch (detail.kind) {
    case "headers":
      return [
        ...(detail.promised === null ? [] : [`promises stream ${detail.promised}`]),
        ...detail.fields.map(([name, value]) => `${name}: ${value}`),
        ...(detail.cut ? ["(more fields, not kept)"] : []),
      ];
    case "settings":
      return detail.settings.map(([id, value]) => `${settingName(id)}: ${value}`);
    case "reset":
      return [errorCodeName(detail.code)];
    case "goaway":
      return [
        `${errorCodeName(detail.code)}, last stream ${detail.lastStream}`,
        ...(detail.debug === "" ? [] : [JSON.stringify(detail.debug)]),
      ];
    case "window":
      return [`+${detail.increment}`];
    case "priority": {
      const { dependsOn, exclusive, weight } = detail.priority;
      return [`depends on ${dependsOn}${exclusive ? " alone" : ""}, weight ${weight}`];
    }
    case "ping":
      return [detail.data];
    case "partial":
      return ["(the connection ended inside it)"];
    case "fault":
      return [`${detail.rule}: ${detail.message}`];
    case "preface":
    case "data":
    case "unknown":
      return [];
  }
}
