import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{shared,electron,renderer,scripts,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["./vitest.setup.ts"],
    // Real servers, real files and child processes on machines of two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
