import { fileURLToPath } from "node:url";
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The page. Relative addresses, so the same files work under app:// and under http://127.0.0.1.

/** The compiler, for files that draw something or define a hook: reading all the others with Babel was half of the build. */
function compiler() {
  const preset = reactCompilerPreset();
  preset.rolldown.filter = {
    id: { include: /[\\/]renderer[\\/].*\.tsx?$/ },
    code: /<\/|\/>|\b(?:function|const) use[A-Z]/,
  };
  return preset;
}

export default defineConfig({
  root: fileURLToPath(new URL("renderer", import.meta.url)),
  base: "./",
  publicDir: false,
  plugins: [react(), babel({ presets: [compiler()] })],
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("dist/renderer", import.meta.url)),
    emptyOutDir: true,
    // Monaco's workers and fonts stay files: the content security policy knows no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // Monaco's core is one lazy chunk of about 3 MB.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
