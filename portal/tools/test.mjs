// Runs the unit tests of the page (src/**/*.test.ts) under node's own test runner:
//
//   npm test
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';
import { compileModule } from 'svelte/compiler';

const portal = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(portal, 'src');

function filesIn(directory, suffix) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesIn(path, suffix);
    return entry.name.endsWith(suffix) ? [path] : [];
  });
}

// modules: a module that exports all modules of a kind, by their path.
function modules(paths) {
  const lines = paths.map((path, index) => `import * as m${index} from ${JSON.stringify(path)};`);
  const entries = paths.map((path, index) => `[${JSON.stringify(relative(portal, path))}, m${index}]`);
  return `${lines.join('\n')}\nexport default [${entries.join(', ')}];`;
}

const plugin = {
  name: 'page',
  setup(bundle) {
    bundle.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
    bundle.onLoad({ filter: /^virtual:contracts$/, namespace: 'virtual' }, () => ({ contents: modules(filesIn(join(src, 'gen'), '_pb.ts')), resolveDir: src }));
    bundle.onLoad({ filter: /^virtual:words$/, namespace: 'virtual' }, () => ({
      contents: modules([...filesIn(src, 'words.ts').filter((path) => !/gen\/|words\/words\.ts$|field_words\.ts$|enum_words\.ts$/.test(path)), join(src, 'words/common.ts')]),
      resolveDir: src,
    }));
    // Parts of a page are not mounted here: whoever names one only passes it on.
    bundle.onLoad({ filter: /\.svelte$/ }, () => ({ contents: 'export default undefined;' }));
    // Runes, as a server has them: plain variables.
    bundle.onLoad({ filter: /\.svelte\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts' });
      return { contents: compileModule(code, { generate: 'server', filename: path }).js.code, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

const out = mkdtempSync(join(portal, 'node_modules', '.tests-'));
let status = 1;
try {
  await build({
    entryPoints: filesIn(src, '.test.ts'),
    outdir: out,
    outbase: src,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    alias: { $: src },
    outExtension: { '.js': '.mjs' },
    external: ['node:*'],
    define: { __PORTAL__: JSON.stringify(portal) },
    inject: [join(portal, 'tools/test_globals.mjs')],
    plugins: [plugin],
    logLevel: 'warning',
  });
  status = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...filesIn(out, '.test.mjs')], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
