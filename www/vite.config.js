import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2022",
    // The page runs under `default-src 'none'`: nothing may be inlined into it.
    assetsInlineLimit: 0,
    // Parts that are fetched later bring no styles of their own, so nothing is to be fetched beside them.
    modulePreload: false,
    rolldownOptions: { input: ["index.html", "inbox.html"].map((page) => fileURLToPath(new URL(page, import.meta.url))) },
  },
  // The package finds its .wasm relative to its own module, which pre-bundling would move.
  optimizeDeps: { exclude: ["notify-preflight"] },
});
