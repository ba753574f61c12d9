import { describe, expect, test } from "vitest";
import { isCommand, looksImportable } from "./paste.ts";

describe("what is pasted outside every field", () => {
  test.each([
    "curl http://h/",
    "  $ curl -X POST http://h/",
    "PS C:\\Users\\me> curl.exe http://h/",
    "TOKEN=abc A=b curl -H 'X: y' http://h/",
    "sudo /usr/bin/curl --unix-socket /s http://h/",
    'curl ^"http://h/^"',
    "Invoke-RestMethod -Uri http://h/",
    '$headers = @{ "A" = "b" }\n$r = Invoke-RestMethod -Uri http://h/ -Headers $headers',
    "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\nInvoke-WebRequest -Uri http://h/",
    "grpcurl -plaintext h:1 a.B/C",
    'fetch("http://h/", {"method": "PUT"});',
  ])("%j is a command", (text) => expect(isCommand(text)).toBe(true));

  test.each([
    "###\nGET http://h/",
    "@a = b\n\nGRAPHQL http://h/graphql",
    "query Ships {\n  ships\n}",
    "fragment F on T {\n  a\n}",
    "if true; then\n  curl -s http://h/\nfi",
    'echo x | websocat "ws://h/"',
    "<definitions/>",
    "openapi: 3.1.0",
    "headers {\n  a: b\n}",
  ])("%j is looked at", (text) =>
    expect([isCommand(text), looksImportable(text)]).toEqual([false, true]),
  );

  test.each([
    "hello",
    "I will curl up",
    "Please try curl and tell me",
    "GET",
    "$total = 3",
    "the query { and so on",
  ])("%j is left alone", (text) =>
    expect([isCommand(text), looksImportable(text)]).toEqual([false, false]),
  );
});
