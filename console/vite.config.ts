import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Built into dist/console of the gateway, which serves it at `/`. In development Vite serves it and passes API calls on. */
export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@contract': here('../src/admin/contract'), '@': here('./src') } },
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    // Nothing may stand in the page itself: the content security policy allows files of our own only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // The words of a language are one file: twenty small ones would be twenty requests before the first page.
        codeSplitting: {
          groups: [
            { name: 'words-en', test: /locales[\\/]en[\\/]/ },
            { name: 'words-zh-CN', test: /locales[\\/]zh-CN[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/admin', '/v1', '/docs', '/health'].map((path) => [
        path,
        process.env.AXONHUB_URL ?? 'http://127.0.0.1:8090',
      ]),
    ),
  },
});
