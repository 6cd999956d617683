// What Chrome 86 reads (360, 奇安信 and UOS browsers have its engine): of what is built, everything that a newer one is needed for.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './browser.mjs';

// The parser comes with Svelte.
const { parse } = createRequire(join(root, 'portal/node_modules/svelte/package.json'))('acorn');

// Syntax that acorn reads as ES2022 and Chrome got after 86, by the node that says so.
const newer = {
  StaticBlock: () => 'static block (Chrome 94)',
  AwaitExpression: (node, inFunction) => (inFunction ? '' : 'await at the top level (Chrome 89)'),
  BinaryExpression: (node) => (node.left.type === 'PrivateIdentifier' ? '#x in object (Chrome 91)' : ''),
  Literal: (node) => (node.regex !== undefined && /[dv]/.test(node.regex.flags) ? `flag of /${node.regex.pattern}/ (Chrome 90)` : ''),
};

function walk(node, inFunction, found) {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, inFunction, found));
  if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
  const said = newer[node.type]?.(node, inFunction) ?? '';
  if (said !== '') found.push(said);
  const inside = inFunction || /Function/.test(node.type);
  for (const [key, value] of Object.entries(node)) if (key !== 'type' && typeof value === 'object') walk(value, inside, found);
}

// Functions that Chrome got after 86 and polyfills.ts does not bring. `\b` at the end keeps longer names out.
const calls = [
  'structuredClone', 'AbortSignal.timeout', 'AbortSignal.any', 'Promise.withResolvers', 'Array.fromAsync', 'Object.groupBy', 'Map.groupBy', 'toSorted', 'toReversed',
  'toSpliced', 'findLastIndex', 'deflate-raw', 'scheduler.postTask', 'showPopover', 'CSSLayerBlockRule',
];

const styles = [/:has\(/, /:is\(/, /:where\(/, /@container/, /@layer/, /color-mix\(/, /\binset:/, /aspect-ratio/, /\d(?:d|s|l)v[hw]\b/, /@media [^{]*[<>]=/, /text-wrap:\s*balance/, /\baccent-color\b(?!:)/];

export function newerThanChrome86(directory) {
  const found = [];
  for (const name of readdirSync(join(directory, 'assets'))) {
    const text = () => readFileSync(join(directory, 'assets', name), 'utf8');
    if (name.endsWith('.js')) {
      const source = text();
      const here = [];
      try {
        walk(parse(source, { ecmaVersion: 2022, sourceType: 'module' }), false, here);
      } catch (error) {
        here.push(`${error.message} (newer than ES2022)`);
      }
      for (const call of calls) {
        // What is asked for before it is used, as `"x" in y` or `y.x?.`, needs nothing newer.
        if (source.includes(call) && !new RegExp(`typeof [\\w.]*${call}|["']${call.split('.').pop()}["'] in|${call}\\?\\.`).test(source)) here.push(call);
      }
      found.push(...new Set(here.map((what) => `${name}: ${what}`)));
    } else if (name.endsWith('.css')) {
      const source = text();
      for (const style of styles) if (style.test(source)) found.push(`${name}: ${style.source}`);
    }
  }
  return found;
}
