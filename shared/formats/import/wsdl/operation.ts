import {
  emptyRequest,
  type HttpRequest,
  type Param,
  type RequestBody,
  type Row,
} from "../../../model/request.ts";
import { queryOf, spellParam } from "../../../model/url-params.ts";
import { type ImportedExample, requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import type { Remark } from "../remark.ts";
import type { HttpField, OperationCall, WsdlOperation, WsdlPort } from "./description.ts";
import { envelope, type EnvelopeContext, faultEnvelope, plainXml } from "./envelope.ts";

type SoapCall = Extract<OperationCall, { kind: "soap" }>;
type HttpCall = Extract<OperationCall, { kind: "http" }>;

/** An operation as a request to `{{endpoint}}`. */
export function operationItem(
  operation: WsdlOperation,
  port: WsdlPort,
  context: EnvelopeContext,
  remark: Remark,
): ImportedRequest {
  const { name, docs, call } = operation;
  const request: HttpRequest = {
    ...emptyRequest,
    name: name || "operation",
    method: "POST",
    url: "{{endpoint}}",
    auth: { kind: "inherit" },
    docs,
  };
  if (call.kind === "http")
    return requestItem({
      request: { ...request, ...httpParts(call, context) },
      remarks: remark.remarks,
    });
  const text = envelope(call.input, port.protocol, context);
  const soap: HttpRequest = {
    ...request,
    headers: soapHeaders(port.protocol, call.action),
    body: { kind: "xml", text },
  };
  return requestItem({
    request: soap,
    examples: examplesOf(call, port, soap, context),
    remarks: remark.remarks,
  });
}

/** SOAP 1.1, 6.1.1: the action is a field of its own, in quotes. SOAP 1.2 part 2, 6.5: a parameter of the media type. */
function soapHeaders(protocol: WsdlPort["protocol"], action: string): readonly Row[] {
  const quoted = `"${action.replace(/["\\\r\n]/g, "")}"`;
  if (protocol === "soap-1.2") {
    const parameter = action === "" ? "" : `; action=${quoted}`;
    return [{ name: "Content-Type", value: `application/soap+xml; charset=utf-8${parameter}` }];
  }
  return [
    { name: "Content-Type", value: "text/xml; charset=utf-8" },
    { name: "SOAPAction", value: quoted },
  ];
}

/** The reply and the faults the description promises. */
function examplesOf(
  call: SoapCall,
  port: WsdlPort,
  { method, url, headers }: HttpRequest,
  context: EnvelopeContext,
): readonly ImportedExample[] {
  const type = port.protocol === "soap-1.2" ? "application/soap+xml" : "text/xml";
  const example = (
    name: string,
    status: number,
    statusText: string,
    data: string,
  ): ImportedExample => ({
    name,
    request: { method, url, headers },
    response: {
      status,
      statusText,
      headers: [{ name: "Content-Type", value: `${type}; charset=utf-8` }],
      body: { type: "xml", data },
    },
  });
  const reply =
    call.output === null
      ? []
      : [example("Reply", 200, "OK", envelope(call.output, port.protocol, context))];
  const faults = call.faults.map((fault) =>
    example(fault.name, 500, "Internal Server Error", faultEnvelope(fault, port.protocol, context)),
  );
  return [...reply, ...faults];
}

function httpParts(
  { method, location, input }: HttpCall,
  context: EnvelopeContext,
): Pick<HttpRequest, "method" | "url" | "headers" | "params" | "body"> {
  const fields = "fields" in input ? input.fields : [];
  // WSDL 1.1 writes a place as (name), WSDL 2.0 as {name}.
  const placed = new Map<string, HttpField>();
  const path = location.replace(/[({]([\w.-]+)[)}]/g, (spelled, name: string) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) return spelled;
    placed.set(name, field);
    return `:${name}`;
  });
  const joined = path === "" || /^[/?]/.test(path) ? path : `/${path}`;
  const rest = fields.filter(({ name }) => !placed.has(name));
  const query = input.kind === "query" && rest.length > 0 ? rest.map(spellParam).join("&") : "";
  const mark = query === "" ? "" : joined.includes("?") ? "&" : "?";
  const url = `{{endpoint}}${joined}${mark}${query}`;
  const params: readonly Param[] = [
    ...queryOf(url),
    ...[...placed.values()].map(({ name, value }) => ({ name, value, type: "path" as const })),
  ];
  return { method, url, params, ...bodyParts(input, rest, context) };
}

function bodyParts(
  input: HttpCall["input"],
  rest: readonly HttpField[],
  context: EnvelopeContext,
): { readonly headers: readonly Row[]; readonly body: RequestBody } {
  if (input.kind === "form") return { headers: [], body: { kind: "form", rows: rest } };
  if (input.kind !== "xml" || input.part === null) return { headers: [], body: { kind: "none" } };
  return {
    headers: [{ name: "Content-Type", value: `${input.type}; charset=utf-8` }],
    body: { kind: "xml", text: plainXml(input.part, context) },
  };
}
