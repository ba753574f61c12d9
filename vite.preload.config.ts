import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// A sandboxed preload is one CommonJS file that may ask for `electron` and nothing else.

export default defineConfig({
  publicDir: false,
  ssr: { target: "node", noExternal: true, external: ["electron"] },
  build: {
    ssr: true,
    outDir: fileURLToPath(new URL("dist/desktop", import.meta.url)),
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: { preload: "electron/host/desktop/preload.ts" },
      output: { format: "cjs", entryFileNames: "[name].cjs" },
    },
  },
});
