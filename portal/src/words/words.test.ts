// Nothing that people read is missing in either language.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';
import contracts from 'virtual:contracts';
import tables from 'virtual:words';
import { aside, inLanguage, speaking } from '$/words/words';
import { fieldWords } from '$/resources/field_words';
import { editable } from '$/resources/form';
import { itemsField, methodOf } from '$/resources/describe';
import { resources } from '$/resources/resources';
import { RecordSchema } from '$/gen/lianfang/exchange/v1/record_pb';
import { recordWords } from '$/pages/exchange/words';
import { methodWords } from '$/pages/audit/method_words';
import { enumPair } from './enums';
import type { Pair } from './words';

const chinese = /[\u3400-\u9fff]/;

test('every word has both languages', () => {
  let checked = 0;
  for (const [path, module] of tables) {
    for (const exported of Object.values(module)) {
      const table = (exported as { table?: Record<string, Pair> }).table;
      if (table === undefined) continue;
      for (const [key, [zh, en]] of Object.entries(table)) {
        checked += 1;
        assert.ok(zh !== '' && en !== '', `${path}: ${key} is empty`);
        // The language's own name stands in the other language, and signs are the same in both.
        if (key === 'language' || !/[A-Za-z]/.test(en.replace(/\{\w+\}/g, ''))) continue;
        assert.ok(chinese.test(zh) || zh === en, `${path}: ${key} is not Chinese: ${zh}`);
        assert.ok(!chinese.test(en), `${path}: ${key} is not English: ${en}`);
        const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
        assert.equal(holes(zh), holes(en), `${path}: ${key} names other values`);
      }
    }
  }
  assert.ok(checked > 400, `only ${checked} words were found`);
});

function enumsOf(): DescEnum[] {
  return contracts.flatMap(([, module]) => Object.values(module) as { kind?: string; typeName?: string }[]).filter((one) => one.kind === 'enum' && one.typeName?.startsWith('lianfang.')) as unknown as DescEnum[];
}

// Never shown: they steer requests, or stand in contracts that the page does not show.
const unshown = /^lianfang\.(portal|type\.v1\.(Audience|CallCost))|Grouping$|Order$|RetractionCause$/;

// markup is what a component shows: without comments, and without tables of words.
function markup(source: string): string {
  return source
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\bwords\(\{[\s\S]*?\n\s*\}\)/g, '');
}

test('no component has Chinese of its own: an English page shows none', () => {
  const sources = (readdirSync(join(__PORTAL__, 'src'), { recursive: true }) as string[]).filter((path) => path.endsWith('.svelte'));
  assert.ok(sources.length > 60);
  const found = sources.flatMap((path) =>
    [...markup(readFileSync(join(__PORTAL__, 'src', path), 'utf8')).matchAll(/.*[\u3000-\u303f\u3400-\u9fff\uff00-\uffef].*/g)].map(([line]) => `${path}: ${line.trim()}`),
  );
  assert.deepEqual(found, [], 'say it with words()');
});

test('every value of the contracts has words', () => {
  const missing = enumsOf()
    .filter((type) => !unshown.test(type.typeName))
    .flatMap((type) => type.values.filter((value) => value.number !== 0 && enumPair(type, value.number) === undefined).map((value) => value.name));
  assert.deepEqual(missing, [], 'add them to words/enum_words.cc');
});

const plain = /^google\.(type\.(Date|Money)|protobuf\.(Timestamp|Duration|FieldMask))$|LocalizedText$/;

function fieldsBelow(message: DescMessage, pick: (message: DescMessage) => DescField[], seen = new Set<string>()): string[] {
  if (seen.has(message.typeName) || plain.test(message.typeName)) return [];
  seen.add(message.typeName);
  return pick(message).flatMap((field) => [field.name, ...(field.message === undefined ? [] : fieldsBelow(field.message, pick, seen))]);
}

const kept = new Set(['name', 'etag', 'create_time', 'update_time', 'plan', 'next_actions', 'parent', 'files']);

test('every field of a described resource has words', () => {
  const missing = new Set<string>();
  for (const resource of resources) {
    const item = itemsField(methodOf(resource, resource.list)).message;
    const actions = [...resource.actions, ...(resource.create === undefined ? [] : [resource.create]), ...Object.values(resource.parts ?? {}).flat()];
    const names = [
      ...fieldsBelow(item, (message) => message.fields),
      ...(resource.get === undefined ? [] : fieldsBelow(methodOf(resource, resource.get).output, (message) => message.fields)),
      ...actions.flatMap((action) => fieldsBelow(methodOf(resource, action.method).input, editable)),
    ];
    for (const name of names) if (!kept.has(name) && fieldWords[name] === undefined) missing.add(name);
  }
  assert.equal([...missing].sort().join(' '), '', 'add them to resources/field_words.ts');
});

test('a described resource names fields that are there', () => {
  for (const resource of resources) {
    const item = itemsField(methodOf(resource, resource.list)).message;
    for (const path of [...resource.columns.flatMap((column) => column.split('|')), resource.title]) {
      let message: DescMessage | undefined = item;
      for (const part of path.split('.')) {
        const field: DescField | undefined = message?.field[part];
        assert.ok(field !== undefined, `${resource.id}: ${path}`);
        message = field.message;
      }
    }
  }
});

test('every field of a record has words', () => {
  const contents = RecordSchema.fields.filter((field) => field.oneof !== undefined);
  const names = new Set(contents.flatMap((field) => fieldsBelow(field.message!, (message) => message.fields)));
  assert.deepEqual([...names].filter((name) => !(name in recordWords.table) && fieldWords[name] === undefined), [], 'add them to pages/exchange/words.ts');
});

test('every call that changes something has words in the audit', () => {
  const services = contracts.flatMap(([, module]) => Object.values(module) as { kind?: string; typeName?: string; methods?: { name: string }[] }[]).filter((one) => one.kind === 'service' && one.typeName?.startsWith('lianfang.'));
  const changing = services.flatMap((one) => one.methods ?? []).filter(({ name }) => !/^(Get|List|Watch|Explain(?!Discrepancy)|Forecast|Compare|Preview|Export|Count|Resolve|Verify(?!Resolution)|Rank|Match|ProposeFigures)/.test(name));
  assert.ok(changing.length > 80);
  assert.deepEqual(changing.map(({ name }) => name).filter((name) => !(name in methodWords.table)), [], 'add them to pages/audit/method_words.ts');
});

test('what somebody else reads is said in that language, and the page goes on in its own', () => {
  const said = () => `${inLanguage({ zh: '煤矿', en: 'Coal' })}${aside('一', '二')}`;
  assert.equal(speaking('en', said), 'Coal (一, 二)');
  assert.equal(said(), '煤矿（一，二）');
  assert.throws(() => speaking('en', () => { throw new Error('no'); }), /no/);
  assert.equal(said(), '煤矿（一，二）');
});
