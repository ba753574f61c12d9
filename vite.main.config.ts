import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { clientChunk } from "./scripts/client-chunk.mjs";
import { codeCache } from "./scripts/code-cache.mjs";

// The main side: one build, so the hosts share their lazily loaded chunks. Everything is bundled but the file watcher,
// which is native, and what only Electron has. All of it lands in one folder: `../renderer/` is true from every chunk.

const entries = {
  "main/cli": "electron/host/cli/main.ts",
  "main/import-worker": "electron/imports/worker.ts",
  "main/pick-worker": "electron/variables/pick-worker.ts",
  "main/read-worker": "electron/collections/read-worker.ts",
  "main/search-worker": "electron/search/worker.ts",
  "main/sandbox-worker": "electron/scripting/sandbox-worker.mjs",
  "main/loopback": "electron/host/loopback/main.ts",
  "desktop/main": "electron/host/desktop/main.ts",
};

export default defineConfig({
  publicDir: false,
  plugins: [
    codeCache([
      "electron/client/exchange.ts",
      "electron/host/cli/send.ts",
      "electron/wire/connect/tls.ts",
    ]),
  ],
  ssr: {
    target: "node",
    noExternal: true,
    // The last two are optional accelerators that `ws` asks for and does without.
    external: ["electron", "@parcel/watcher", "bufferutil", "utf-8-validate"],
  },
  build: {
    ssr: true,
    outDir: fileURLToPath(new URL("dist", import.meta.url)),
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "main/[name]-[hash].js",
        // The words of our own are for whoever reads the source.
        comments: { legal: true, jsdoc: false, annotation: false },
        codeSplitting: { groups: [clientChunk()] },
      },
    },
  },
});
