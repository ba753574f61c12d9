import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
