import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { expect, test } from "./fixtures.ts";
import { violations } from "./pages/axe.ts";

test("a WebSocket is opened, written to, and left with a code; what passed is listed, filtered and opened", async ({
  app,
  page,
}) => {
  const heard: string[] = [];
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data) => {
      heard.push((data as Buffer).toString());
      socket.send(`{"heard":${heard.length}}`);
    });
    socket.on("close", (code, reason) => heard.push(`${code} ${reason.toString()}`));
  });
  await once(server, "listening");
  const main = page.getByRole("main");
  const box = main.getByRole("textbox", { name: "Message to send" });
  const rows = app.response.pane
    .getByRole("listbox", { name: "Messages of the WebSocket" })
    .getByRole("option");
  const detail = app.response.pane.getByRole("region", { name: "The chosen message" });
  const filter = app.response.pane.getByRole("searchbox", { name: "Filter by text" });
  try {
    await app.newRequest();
    await app.request.setUrl(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await main.getByRole("button", { name: "Make it a WebSocket request" }).click();
    await app.request.url.press("Enter");
    // Whoever connected writes on.
    await expect(box).toBeFocused();
    await page.keyboard.type("first");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(box).toHaveValue("");
    await page.keyboard.press("ArrowUp");
    await expect(box).toHaveValue("first");
    await main.getByRole("button", { name: "Keep this message with the request" }).click();
    await main
      .getByRole("region", { name: "Message 1" })
      .getByRole("button", { name: "Send" })
      .click();
    await expect.poll(() => heard).toEqual(["first", "first"]);
    await expect(rows).toHaveText([
      /Sent .*text.*first/,
      /Received .*\{"heard":1\}/,
      /Sent .*text.*first/,
      /Received .*\{"heard":2\}/,
    ]);
    await rows.nth(1).click();
    await expect(detail).toContainText('"heard": 1');
    expect(await violations(page, null)).toEqual([]);
    await filter.fill("HEARD");
    await expect(rows).toHaveCount(2);
    await filter.fill("");
    await expect(rows).toHaveCount(4);

    await main.getByRole("button", { name: "Disconnect with a code and a reason" }).click();
    await page.keyboard.type("1005");
    await page.keyboard.press("Enter");
    await expect(page.getByText("1000 to 1014, but not 1004 to 1006")).toBeVisible();
    await page.getByRole("textbox", { name: "Code" }).fill("4000");
    await page.getByRole("textbox", { name: "Reason" }).fill("enough");
    await page.keyboard.press("Enter");
    await expect(main.getByRole("button", { name: "Connect", exact: true })).toBeVisible();
    expect(heard.at(-1)).toBe("4000 enough");
    await expect(box).toHaveValue("first");
    await expect(app.response.pane.getByText("4000: enough")).toBeVisible();
    await expect(rows).toHaveCount(6);
    await detail.getByRole("button", { name: "Show in Wire" }).click();
    await expect(
      app.response.pane.getByRole("treeitem", { name: /Received .*\{"heard":1\}/ }),
    ).toBeVisible();
  } finally {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});
