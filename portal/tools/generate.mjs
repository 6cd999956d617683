// Writes src/gen: the contracts as protobuf-es, and the official words of their enum values from the table that all programs share.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const portal = join(dirname(fileURLToPath(import.meta.url)), '..');
const root = join(portal, '..');
const place = join(portal, 'src/gen');
// What fails leaves the files before as they are.
const out = `${place}.new`;

// enumWords reads the lines `{"NAME", {"中文"}}` and `{"NAME", {"中文", "English"}}` of words/enum_words.cc.
export function enumWords(source) {
  const words = {};
  for (const [, name, zh, en] of source.matchAll(/\{\s*"([A-Z][A-Z0-9_]+)",\s*\{\s*"([^"]+)"(?:,\s*"([^"]*)")?\s*\}\s*\}/g)) {
    words[name] = en ? [zh, en] : [zh];
  }
  return words;
}

function generateContracts() {
  const template = {
    version: 'v2',
    plugins: [{ local: [join(portal, 'node_modules/.bin/protoc-gen-es')], out, opt: ['target=ts', 'import_extension=none'], include_imports: true }],
  };
  const paths = ['proto/lianfang', 'node_modules/google-proto-files/google/rpc/error_details.proto'];
  const command = ['generate', '--template', JSON.stringify(template), ...paths.flatMap((path) => ['--path', path])];
  execFileSync(join(root, 'node_modules/.bin/buf'), command, { cwd: root, stdio: 'inherit' });
}

function generateWords() {
  const words = enumWords(readFileSync(join(root, 'words/enum_words.cc'), 'utf8'));
  if (Object.keys(words).length < 100) throw new Error('words/enum_words.cc: the table was not understood');
  const text = JSON.stringify(words, null, 1);
  writeFileSync(join(out, 'enum_words.ts'), `// From words/enum_words.cc.\nexport const sharedEnumWords: Record<string, readonly [string, string?]> = ${text};\n`);
}

// rights: for every RPC that the contracts open to the portal, the roles that may call it.
export function rights(image) {
  const files = image.file.filter((file) => file.package?.startsWith('lianfang.'));
  const audiences = files.flatMap((file) => file.enumType ?? []).find((type) => type.name === 'Audience');
  const rolesOf = (audience) => audiences.value.find((value) => value.name === audience)?.options?.['[lianfang.type.v1.roles]'] ?? [];
  const table = {};
  for (const file of files) {
    for (const service of file.service ?? []) {
      for (const method of service.method) {
        const access = method.options?.['[lianfang.type.v1.access]'];
        if (!access?.portal) continue;
        const roles = rolesOf(access.audience).map((role) => role.replace('ROLE_', '').toLowerCase());
        table[`${file.package}.${service.name}/${method.name}`] = roles.join(' ');
      }
    }
  }
  return table;
}

function generateRights() {
  const image = execFileSync(join(root, 'node_modules/.bin/buf'), ['build', '--as-file-descriptor-set', '--path', 'proto/lianfang', '-o', '-#format=json'], {
    cwd: root,
    maxBuffer: 1 << 28,
  });
  const table = rights(JSON.parse(image.toString()));
  const text = JSON.stringify(table, null, 1);
  writeFileSync(join(out, 'rights.ts'), `// From the contracts' access options.\nexport const rights = ${text} as const;\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  generateContracts();
  generateWords();
  generateRights();
  rmSync(place, { recursive: true, force: true });
  renameSync(out, place);
}
