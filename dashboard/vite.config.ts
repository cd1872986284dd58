import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    // These know light-dark(). Written out for older ones it would no longer follow the color-scheme of the fascia.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    // One file, kept by the browser until the next version: its pages are used together.
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
});
