// The build of the page: files with their hash in the name under build/page, each also compressed, so that services/portal only reads files.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const version = (createRequire(import.meta.url)('./package.json') as { version?: string }).version ?? '';

// compressed writes NAME.br and NAME.gz beside every text file.
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (!/\.(js|css|html|svg)$/.test(name)) continue;
          const text = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
          this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotliCompressSync(text, quality) });
          this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(text, { level: 9 }) });
        }
      },
    },
  };
}

export default defineConfig({
  root: place('.'),
  resolve: { alias: { $: place('./src') } },
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [svelte(), compressed()],
  build: {
    target: 'chrome86',
    cssTarget: 'chrome86',
    outDir: process.env.LIANFANG_PAGE_DIR ?? place('../build/page'),
    emptyOutDir: true,
    manifest: true,
    // CSP allows no `data:` script and no inline style; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        manualChunks: (id) => (/node_modules\/(echarts|zrender)\//.test(id) ? 'charts' : undefined),
      },
    },
  },
});
