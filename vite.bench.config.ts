import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { clientChunk } from "./scripts/client-chunk.mjs";
import { codeCache } from "./scripts/code-cache.mjs";

// What is measured is built as the main side is built: a loader that compiles on the fly would be measured with it.

const folder = fileURLToPath(new URL("bench", import.meta.url));
const programs = readdirSync(folder).filter((name) => name.endsWith(".ts"));

export default defineConfig({
  publicDir: false,
  plugins: [codeCache(["electron/client/exchange.ts", "electron/wire/connect/tls.ts"])],
  ssr: {
    target: "node",
    noExternal: true,
    external: ["undici", "playwright", "@parcel/watcher", "bufferutil", "utf-8-validate"],
  },
  build: {
    ssr: true,
    outDir: fileURLToPath(new URL("dist/bench", import.meta.url)),
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(programs.map((name) => [name.slice(0, -3), `${folder}/${name}`])),
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        comments: { legal: true, jsdoc: false, annotation: false },
        codeSplitting: { groups: [clientChunk(["bench/client.ts"])] },
      },
    },
  },
});
