import { expect, test } from "vitest";
import { readRequest } from "../../opencollection/request.ts";
import { listAt } from "../../opencollection/fields.ts";
import {
  importText,
  onlyCollection,
  requestAt,
  requestsOf,
  writtenFiles,
} from "../import.testing.ts";
import { importSources } from "../import.ts";
import type { Imported } from "../imported.ts";
import { parseXml, type XmlElement } from "../xml/xml.ts";

const start = `<?xml version="1.0"?>
<wsdl:definitions name="Harbour" targetNamespace="urn:harbour"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/"
  xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  xmlns:tns="urn:harbour" xmlns:m="urn:harbour:model">`;

const schema = `<xsd:schema targetNamespace="urn:harbour:model" elementFormDefault="qualified">
  <xsd:element name="book"><xsd:complexType><xsd:sequence>
    <xsd:element name="vessel" type="m:Vessel"/>
    <xsd:element name="berth" minOccurs="0" maxOccurs="unbounded" type="m:Berth"/>
    <xsd:element name="note" type="xsd:string" form="unqualified" minOccurs="0"/>
    <xsd:choice><xsd:element name="from" type="xsd:date"/><xsd:element name="days" type="xsd:int"/></xsd:choice>
  </xsd:sequence><xsd:attribute name="dry" type="xsd:boolean" default="false"/></xsd:complexType></xsd:element>
  <xsd:element name="booked" type="xsd:long"/>
  <xsd:element name="token" type="xsd:string"/>
  <xsd:element name="full" type="m:Berth"/>
  <xsd:complexType name="Vessel"><xsd:sequence>
    <xsd:element name="imo"><xsd:simpleType><xsd:restriction base="xsd:int"><xsd:minInclusive value="1000000"/></xsd:restriction></xsd:simpleType></xsd:element>
    <xsd:element name="tug" type="m:Vessel" minOccurs="0"/>
  </xsd:sequence></xsd:complexType>
  <xsd:complexType name="DeepVessel"><xsd:complexContent><xsd:extension base="m:Vessel"><xsd:sequence>
    <xsd:element name="draught" type="xsd:decimal"/></xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>
  <xsd:simpleType name="Berth"><xsd:restriction base="xsd:string"><xsd:enumeration value="A&amp;1"/><xsd:enumeration value="B2"/></xsd:restriction></xsd:simpleType>
</xsd:schema>`;

const messages = `
<wsdl:message name="bookIn"><wsdl:part name="body" element="m:book"/><wsdl:part name="token" element="m:token"/></wsdl:message>
<wsdl:message name="bookOut"><wsdl:part name="body" element="m:booked"/></wsdl:message>
<wsdl:message name="fullFault"><wsdl:part name="fault" element="m:full"/></wsdl:message>
<wsdl:message name="findIn"><wsdl:part name="name" type="xsd:string"/><wsdl:part name="vessel" type="m:DeepVessel"/></wsdl:message>
<wsdl:message name="findOut"><wsdl:part name="found" type="xsd:boolean"/></wsdl:message>
<wsdl:portType name="Berths">
  <wsdl:operation name="Book"><wsdl:documentation>Books a <b>berth</b>.</wsdl:documentation>
    <wsdl:input message="tns:bookIn"/><wsdl:output message="tns:bookOut"/><wsdl:fault name="Full" message="tns:fullFault"/></wsdl:operation>
</wsdl:portType>
<wsdl:portType name="Finder"><wsdl:operation name="Find"><wsdl:input message="tns:findIn"/><wsdl:output message="tns:findOut"/></wsdl:operation></wsdl:portType>`;

const binding = (name: string, prefix: string): string => `
<wsdl:binding name="${name}" type="tns:Berths"><${prefix}:binding transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="Book"><${prefix}:operation soapAction="urn:harbour#Book"/>
    <wsdl:input><${prefix}:header message="tns:bookIn" part="token" use="literal"/><${prefix}:body use="literal" parts="body"/></wsdl:input>
    <wsdl:output><${prefix}:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>`;

const rpc = (use: string): string => `
<wsdl:binding name="FindRpc" type="tns:Finder"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="Find"><soap:operation soapAction=""/>
    <wsdl:input><soap:body use="${use}" namespace="urn:rpc" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></wsdl:input>
    <wsdl:output><soap:body use="${use}" namespace="urn:rpc"/></wsdl:output></wsdl:operation></wsdl:binding>`;

const one = `${start}<wsdl:types>${schema}</wsdl:types>${messages}${binding("B11", "soap")}${binding("B12", "soap12")}${rpc("literal")}
<wsdl:service name="Berths"><wsdl:port name="Eleven" binding="tns:B11"><soap:address location="http://h/berths"/></wsdl:port>
<wsdl:port name="Twelve" binding="tns:B12"><soap12:address location="http://h/berths"/></wsdl:port></wsdl:service>
<wsdl:service name="Find"><wsdl:port name="Rpc" binding="tns:FindRpc"><soap:address location="https://h/find"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

/** Elements as indented names, text behind them: what was written, less its layout. */
function shape(element: XmlElement | null, indent = ""): string {
  if (element === null) return "";
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}=${value}`).join("");
  const own = `${indent}{${element.namespace}}${element.local}${attributes}${element.children.length > 0 ? "" : ` ${element.text}`}`;
  return [own.trimEnd(), ...element.children.map((child) => shape(child, `${indent} `))].join("\n");
}

function body(imported: Imported, path: string): string {
  const request = requestAt(imported, path);
  return request.body.kind === "xml" ? request.body.text : "";
}

const codes = (imported: Imported): readonly string[] => imported.notes.map(({ code }) => code);

test("services and ports become folders, operations requests", () => {
  const imported = importText(one, "harbour.wsdl");
  expect(imported.formatName).toBe("WSDL 1.1");
  expect(imported.notes).toEqual([]);
  expect(onlyCollection(imported).name).toBe("Harbour");
  expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
    "Berths/Eleven/Book",
    "Berths/Twelve/Book",
    "Find/Find",
  ]);
  const files = writtenFiles(onlyCollection(imported));
  expect(files.get("Find/folder.yml")).toContain("value: https://h/find");
});

test("SOAP 1.1: the action is a field; header parts stand in the header", () => {
  const imported = importText(one);
  const request = requestAt(imported, "Berths/Eleven/Book");
  expect(request).toMatchObject({ method: "POST", url: "{{endpoint}}", docs: "Books a berth." });
  expect(request.headers).toEqual([
    { name: "Content-Type", value: "text/xml; charset=utf-8" },
    { name: "SOAPAction", value: '"urn:harbour#Book"' },
  ]);
  const soap = "{http://schemas.xmlsoap.org/soap/envelope/}";
  const m = "{urn:harbour:model}";
  const { root, problem } = parseXml(body(imported, "Berths/Eleven/Book"));
  expect(problem).toBeNull();
  expect(shape(root)).toBe(
    [
      `${soap}Envelope`,
      ` ${soap}Header`,
      `  ${m}token string`,
      ` ${soap}Body`,
      `  ${m}book dry=false`,
      `   ${m}vessel`,
      `    ${m}imo 1000000`,
      `   ${m}berth A&1`,
      `   {}note string`,
      `   ${m}from 2026-01-31`,
    ].join("\n"),
  );
  expect(body(imported, "Berths/Eleven/Book")).toContain("<!-- or, instead of from: days -->");
});

test("SOAP 1.2: the action is a parameter of the media type", () => {
  const imported = importText(one);
  expect(requestAt(imported, "Berths/Twelve/Book").headers).toEqual([
    {
      name: "Content-Type",
      value: 'application/soap+xml; charset=utf-8; action="urn:harbour#Book"',
    },
  ]);
  expect(body(imported, "Berths/Twelve/Book")).toContain("http://www.w3.org/2003/05/soap-envelope");
});

test("the reply and the faults are examples", () => {
  const [first] = requestsOf(onlyCollection(importText(one)).children);
  const examples = listAt(first!.item.data, "examples");
  expect(
    JSON.stringify(examples, (_, value: unknown) =>
      value instanceof Map ? Object.fromEntries(value) : value,
    ),
  ).toMatch(/"Reply".*<m:booked>1<.*"Full".*<detail>.*A&amp;1/);
});

test("rpc: parts stand unqualified in an element named after the operation; encoded ones carry their types", () => {
  expect(
    shape(parseXml(body(importText(one), "Find/Find")).root)
      .split("\n")
      .slice(2),
  ).toEqual([
    "  {urn:rpc}Find",
    "   {}name string",
    "   {}vessel",
    "    {urn:harbour:model}imo 1000000",
    "    {urn:harbour:model}draught 1.0",
  ]);
  const encoded = body(importText(one.replace(rpc("literal"), rpc("encoded"))), "Find/Find");
  expect(encoded).toContain('<name xsi:type="xsd:string">string</name>');
  expect(encoded).toContain('xsi:type="m:DeepVessel"');
  expect(encoded).toContain('soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"');
});

test("HTTP bindings: in the address, the query or a form", () => {
  const http = (verb: string, location: string, input: string): string => `${start}${messages}
    <wsdl:binding name="H" type="tns:Finder"><http:binding verb="${verb}"/><wsdl:operation name="Find">
    <http:operation location="${location}"/><wsdl:input>${input}</wsdl:input></wsdl:operation></wsdl:binding>
    <wsdl:service name="S"><wsdl:port name="P" binding="tns:H"><http:address location="http://h/a"/></wsdl:port></wsdl:service></wsdl:definitions>`;
  const at = (text: string) => requestAt(importText(text), "Find");
  expect(at(http("GET", "/find", "<http:urlEncoded/>"))).toMatchObject({
    method: "GET",
    url: "{{endpoint}}/find?name=string&vessel=",
    body: { kind: "none" },
  });
  expect(at(http("GET", "/find/(name)", "<http:urlReplacement/>"))).toMatchObject({
    url: "{{endpoint}}/find/:name",
    params: [{ name: "name", value: "string", type: "path" }],
  });
  expect(
    at(http("POST", "/find", '<mime:content type="application/x-www-form-urlencoded"/>')),
  ).toMatchObject({
    method: "POST",
    body: {
      kind: "form",
      rows: [
        { name: "name", value: "string" },
        { name: "vessel", value: "" },
      ],
    },
  });
});

test("imports and includes are followed among the files; what is not there is told, addresses are not fetched", () => {
  const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
  const main = `${start}<wsdl:import namespace="urn:harbour" location="parts/messages.wsdl"/>
    ${binding("B11", "soap")}<wsdl:service name="S"><wsdl:port name="P" binding="tns:B11"><soap:address location="http://h/"/></wsdl:port></wsdl:service></wsdl:definitions>`;
  const parts = `${start}<wsdl:types><xsd:schema><xsd:import namespace="urn:harbour:model" schemaLocation="../xsd/model.xsd"/>
    <xsd:import namespace="urn:a" schemaLocation="http://h/a.xsd"/><xsd:import namespace="urn:b" schemaLocation="../../b.xsd"/></xsd:schema></wsdl:types>${messages}</wsdl:definitions>`;
  const model = schema
    .replace(
      "<xsd:schema",
      '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:harbour:model"',
    )
    .replace("</xsd:schema>", '<xsd:include schemaLocation="more.xsd"/></xsd:schema>');
  const imported = importSources([
    file("parts/messages.wsdl", parts),
    file("service.wsdl", main),
    file("xsd/model.xsd", model),
    file(
      "xsd/more.xsd",
      '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="x" type="int"/></schema>',
    ),
  ]);
  expect(body(imported, "Book")).toContain("<m:imo>1000000</m:imo>");
  expect(
    imported.notes.map(({ code, file: at, values }) => [code, at, Object.values(values)[0]]),
  ).toEqual([
    ["not-fetched", "parts/messages.wsdl", "http://h/a.xsd"],
    ["file-not-there", "parts/messages.wsdl", "../../b.xsd"],
  ]);
});

test("WSDL 2.0: SOAP and HTTP endpoints of one interface", () => {
  const imported =
    importText(`<description xmlns="http://www.w3.org/ns/wsdl" targetNamespace="urn:hotel" xmlns:t="urn:hotel"
    xmlns:s="urn:hotel:types" xmlns:wsoap="http://www.w3.org/ns/wsdl/soap" xmlns:whttp="http://www.w3.org/ns/wsdl/http" xmlns:wsdlx="http://www.w3.org/ns/wsdl-extensions">
    <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:hotel:types">
      <xs:element name="check"><xs:complexType><xs:sequence><xs:element name="date" type="xs:date"/><xs:element name="room" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="rate" type="xs:double"/><xs:element name="bad" type="xs:string"/></xs:schema></types>
    <interface name="Base"><fault name="BadData" element="s:bad"/><operation name="Ping" pattern="http://www.w3.org/ns/wsdl/in-only"><input element="#none"/></operation></interface>
    <interface name="I" extends="t:Base"><operation name="Check" wsdlx:safe="true" pattern="http://www.w3.org/ns/wsdl/in-out">
      <input element="s:check"/><output element="s:rate"/><outfault ref="t:BadData"/></operation></interface>
    <binding name="S" interface="t:I" type="http://www.w3.org/ns/wsdl/soap" wsoap:protocol="http://www.w3.org/2003/05/soap/bindings/HTTP/"><operation ref="t:Check" wsoap:action="urn:check"/></binding>
    <binding name="H" interface="t:I" type="http://www.w3.org/ns/wsdl/http"><operation ref="t:Check" whttp:location="rooms/{room}"/></binding>
    <service name="Hotel" interface="t:I"><endpoint name="Soap" binding="t:S" address="http://h/s"/><endpoint name="Http" binding="t:H" address="http://h/h"/></service></description>`);
  expect(imported.formatName).toBe("WSDL 2.0");
  expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
    "Soap/Check",
    "Soap/Ping",
    "Http/Check",
    "Http/Ping",
  ]);
  expect(requestAt(imported, "Soap/Check").headers[0]?.value).toContain('action="urn:check"');
  expect(body(imported, "Soap/Check")).toMatch(/<s:check>\s*<date>2026-01-31<\/date>/);
  expect(requestAt(imported, "Http/Check")).toMatchObject({
    method: "GET",
    url: "{{endpoint}}/rooms/:room?date=2026-01-31",
  });
});

test("WS-Security, other bindings and missing types are told", () => {
  const policy = `<p:Policy xmlns:p="http://www.w3.org/ns/ws-policy" xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" u:Id="P"><p:ExactlyOne><p:All>
    <sp:SupportingTokens xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"><p:Policy><sp:UsernameToken/></p:Policy></sp:SupportingTokens></p:All></p:ExactlyOne></p:Policy>`;
  const text = one
    .replace("<wsdl:types>", `${policy}<wsdl:types>`)
    .replace(
      '<wsdl:binding name="B11" type="tns:Berths">',
      '$&<p:PolicyReference xmlns:p="http://www.w3.org/ns/ws-policy" URI="#P"/>',
    )
    .replace("http://schemas.xmlsoap.org/wsdl/soap12/", "urn:other")
    .replace('type="m:DeepVessel"', 'type="m:Gone"');
  const imported = importText(text);
  expect(codes(imported)).toEqual(["binding-left", "ws-security", "type-not-described"]);
  expect(imported.notes[1]?.values["names"]).toBe("UsernameToken");
  expect(requestAt(imported, "Find/Find").docs).toContain("Gone is described nowhere");
});

test("entities, recursion and breaks do no harm", () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
  const hostile = importText(
    one.replace('<?xml version="1.0"?>', laughs).replace("Books a", "&b;&c;"),
  );
  expect(codes(hostile)).toContain("broken-xml");
  expect(JSON.stringify(hostile.notes)).not.toContain("root:");
  // A type that is there in every one of itself, eight ways at once.
  const wide = Array.from(
    { length: 8 },
    (_, at) => `<xsd:element name="e${at}" type="m:T${at}"/>`,
  ).join("");
  const types = Array.from(
    { length: 8 },
    (_, at) =>
      `<xsd:complexType name="T${at}"><xsd:sequence>${wide}</xsd:sequence></xsd:complexType>`,
  ).join("");
  const round = importText(
    one
      .replace(
        'type="m:Vessel"/>\n    <xsd:element name="berth"',
        'type="m:T0"/>\n    <xsd:element name="berth"',
      )
      .replace("</xsd:schema>", `${types}</xsd:schema>`),
  );
  expect(body(round, "Berths/Eleven/Book").length).toBeLessThan(60_000);
  for (let at = 1; at < one.length; at += 97) {
    const cut = importText(one.slice(0, at), "cut.wsdl");
    for (const { item } of cut.collections.flatMap(({ children }) => requestsOf(children)))
      readRequest(item.data);
  }
});
