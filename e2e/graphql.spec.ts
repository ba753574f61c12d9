import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema, introspectionFromSchema } from "graphql";
import { expect, test } from "./fixtures.ts";
import { startRecorder } from "./peers/recorder.ts";

const content = '{"data":null,"errors":[{"message":"No such berth"}]}';
const reply = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${content.length}\r\n\r\n${content}`;
const query = "query Berth($id: ID!) { berth(id: $id) }\nquery Free { free }";

test.use({
  recorder: async ({}, use) => {
    const recorder = await startRecorder(reply);
    await use(recorder);
    await recorder.close();
  },
});

test("a GraphQL request: wrong variables told, the operation picked, sent as typed, its errors noted, saved as Bruno has it", async ({
  app,
  page,
  recorder,
  workFolder,
}) => {
  await app.newCollection(workFolder, "Harbour");
  await app.sidebar.act("Harbour", "New GraphQL request here");
  await app.sidebar.typeName("Berth");
  await expect(app.activeTab).toContainText("Berth");
  await app.request.setUrl(`${recorder.url}/graphql`);
  await expect(app.request.method).toHaveValue("POST");
  await app.request.type("GraphQL query", query);
  await expect(page.getByText("The query has several operations")).toBeVisible();
  await page.getByRole("button", { name: "Operation that runs" }).click();
  await page.getByRole("option", { name: "Berth", exact: true }).click();

  await app.request.type("GraphQL variables, as JSON", '{id: "7"}');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(app.response.problem).toContainText("not JSON at 1:2 (line and column)");
  expect(recorder.received().length).toBe(0);

  await app.request.type("GraphQL variables, as JSON", '{"id": 7.0}');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(app.response.pane.getByText("1 GraphQL error")).toBeVisible();
  await expect(app.response.pane.getByText("No such berth").first()).toBeVisible();
  const sent = recorder.received().toString();
  expect(sent.slice(sent.indexOf("\r\n\r\n") + 4)).toBe(
    `{"query":${JSON.stringify(query)},"operationName":"Berth","variables":{"id": 7.0}}`,
  );
  await app.save();
  const file = join(workFolder, "Harbour", "Berth.yml");
  await expect.poll(() => readFile(file, "utf8")).toContain("operationName: Berth");
  const text = await readFile(file, "utf8");
  expect(text).toMatch(/type: graphql[^]*\ngraphql:\n[^]*query: \|-\n {6}query Berth/);
  expect(text).toContain('variables: "{\\"id\\": 7.0}"');
});

test("a schema, asked for as the request is sent, completes names and marks mistakes", async ({
  app,
  page,
}) => {
  const schema = buildSchema(
    "type Query { berth: Berth } type Berth { number: Int length: Float }",
  );
  const json = JSON.stringify({ data: introspectionFromSchema(schema) });
  const service = await startRecorder(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
  );
  await app.newRequest();
  await app.request.setUrl(`${service.url}/graphql`);
  await app.request.setHeaders(["X-Key: k1"]);
  await app.request.chooseBody("GraphQL");
  await page.getByRole("button", { name: "Fetch the schema" }).click();
  await expect(page.getByText(/^Schema of \d+ types$/)).toBeVisible();
  expect(service.received().toString()).toMatch(/\r\nX-Key: k1\r\n[^]*__schema/);
  await app.request.type("GraphQL query", "{ berth { ");
  await page.keyboard.type("le");
  await expect(page.getByRole("option", { name: /^length/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type(" wide } }");
  await expect(app.request.mistakes).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect
    .poll(() => service.received().toString())
    .toContain('{"query":"{ berth { length wide } }"}');
  await service.close();
});
