// What the services answer a page: names of persons and employers, reasons, remarks. Of a text that they answer in both languages the page has to show
// the English one (in which a name may be Chinese), so its Chinese does not count.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './browser.mjs';

const load = createRequire(join(root, 'portal/package.json'));
const { createFileRegistry, fromBinary } = load('@bufbuild/protobuf');
const { FileDescriptorSetSchema } = load('@bufbuild/protobuf/wkt');

let registry;

// contracts: the descriptors of proto/, read once.
function contracts() {
  const build = ['build', '--as-file-descriptor-set', '--path', 'proto/lianfang', '-o', '-'];
  registry ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, execFileSync(join(root, 'node_modules/.bin/buf'), build, { cwd: root, maxBuffer: 1 << 28 })));
  return registry;
}

function* textsOf(value) {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsOf(one);
  else if (value?.$typeName === 'lianfang.type.v1.LocalizedText') yield value.en === '' ? value.zh : value.en;
  else if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)) yield* textsOf(Object.values(value));
}

// A page that is left does not get what was on its way.
async function textsOfAnswer(response) {
  const [, service, method] = new URL(response.url()).pathname.split('/');
  const { output } = contracts().getService(service).methods.find((one) => one.name === method);
  return [...textsOf(fromBinary(output, await response.body().catch(() => Buffer.alloc(0))))];
}

// listen gathers the texts of all that is answered to the page from now on: what is answered once, such as names of people, is shown on later pages, too.
// The function that it answers waits for what is on its way, and tells them all.
export function listen(page) {
  const answers = [];
  page.on('response', (response) => {
    if (response.ok() && response.headers()['content-type'] === 'application/proto') answers.push(textsOfAnswer(response));
  });
  return async () => new Set((await Promise.all(answers)).flat());
}
