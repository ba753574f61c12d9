import { defineConfig } from "vitest/config";

export default defineConfig({
  // One copy of graphql, that of its language service: in Node the one is looked for by `main`, the other would be by `module`.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["{shared,electron,renderer,scripts,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["./vitest.setup.ts"],
    // Real servers, real files and child processes on machines of two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
