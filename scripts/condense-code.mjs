// @ts-check
/** `node scripts/condense-code.mjs`: assembles electron/wire/record/condense.wat anew. A test compares what is there with it. */
import { readFile, writeFile } from "node:fs/promises";
import wabt from "wabt";

const folder = new URL("../electron/wire/record/", import.meta.url);

/** The text of condense-code.ts. */
export async function condenseCodeText() {
  const { parseWat } = await wabt();
  const source = await readFile(new URL("condense.wat", folder), "utf8");
  const { buffer } = parseWat("condense.wat", source, { simd: true }).toBinary({});
  const code = Buffer.from(buffer).toString("base64");
  return `/** condense.wat, assembled by scripts/condense-code.mjs: WebAssembly, base64. */\nexport const condenseCode =\n  "${code}";\n`;
}

if (process.argv[1] === import.meta.filename)
  await writeFile(new URL("condense-code.ts", folder), await condenseCodeText());
