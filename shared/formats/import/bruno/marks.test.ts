import { expect, test } from "vitest";
import { readEnvironment } from "../../opencollection/environment.ts";
import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { onlyCollection, requestAt, requestsOf } from "../import.testing.ts";
import { importSources } from "../import.ts";

const folder = (files: Readonly<Record<string, string>>) =>
  importSources(
    Object.entries(files).map(([at, text]) => ({
      path: at,
      bytes: new TextEncoder().encode(text),
    })),
  );

const config = JSON.stringify({ version: "1", name: "Ours", type: "collection" });

test("what newer Bruno writes: marks before and after a pair, comments, a colour, an app", () => {
  const imported = folder({
    "bruno.json": config,
    "environments/E.bru": `# for tests
vars {
  // the host
  host: http://a @description("it's \\"here\\"")
  @description('''
    two
    lines
  ''')
  ~long: '''
    x
      y
  '''
}
vars:secret [
  @description('a, b') token,
  # gone
  other
]
color: #2f7d4f
`,
    "a.bru": `// what it does
meta {
  name: A
}

post {
  url: http://a
  body: multipart-form
}

headers {
  # off: for now
  @description('say "it"') @string ~X-One: 1
  X-Two: (2) @description("C:\\Users (old)")
  X-Three: 3 @description('''
    up
    down
  ''')
  @description("open
  X-Four: 4
}

body:multipart-form {
  @type: person
  file: @file(a|b) @contentType(text/csv) @description("both")
  text: t @contentType(text/plain)
}

vars:pre-request {
  @number @mine: 3
}

assert {
  @description('all') res.status: eq 200
}

app {
  enabled: true
  code: '''
    <p>hi</p>
  '''
}

example {
  name: Swapped

  request: {
    url: http://a
    method: get
    mode: none
  }

  response: {
    status: {
      code: Accepted
      text: 202
    }
  }
}
`.replace('"open\n', '"open")\n'),
  });
  const collection = onlyCollection(imported);
  const [environment] = collection.environments;
  expect(readEnvironment(environment!.data, "E")).toMatchObject({
    color: "#2f7d4f",
    variables: [
      { name: "host", value: "http://a", description: 'it\'s "here"' },
      { name: "long", value: "x\n  y", description: "two\nlines", disabled: true },
      { name: "token", description: "a, b", secret: true },
      { name: "other", secret: true },
    ],
  });
  expect(imported.notes.filter(({ severity }) => severity !== "info")).toEqual([]);
  const request = requestAt(imported, "A");
  expect(request.headers).toEqual([
    { name: "X-One", value: "1", description: 'say "it"', disabled: true },
    { name: "X-Two", value: "(2)", description: "C:\\Users (old)" },
    { name: "X-Three", value: "3", description: "up\ndown" },
    { name: "X-Four", value: "4", description: "open" },
  ]);
  expect(request.body).toMatchObject({
    parts: [
      { name: "@type", value: "person" },
      { name: "file", paths: ["a", "b"], contentType: "text/csv", description: "both" },
      { name: "text", value: "t", contentType: "text/plain" },
    ],
  });
  expect(request.variables).toEqual([{ name: "mine", value: "3", type: "number" }]);
  expect(request.docs).toMatch(/what it does\n\s*off: for now/);
  const [{ item }] = requestsOf(collection.children) as [ReturnType<typeof requestsOf>[number]];
  expect(textOf(mapAt(item.data, "app").get("code"))).toBe("<p>hi</p>");
  const [example] = listAt(item.data, "examples").filter(isYamlMap);
  expect(mapAt(example!, "response").get("statusText")).toBe("Accepted");
});
