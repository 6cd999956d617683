// Types every object of a rendered overlay with the interfaces of its API, by the compiler: it finds wrong types, missing fields and keys
// that the API does not know (an object literal may have no others), which a schema check of these models does not.
//
//   node k8s-types.mjs MANIFESTS CHECKOUT
import {readFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {spawnSync} from 'node:child_process';
import {join, resolve} from 'node:path';
import {tmpdir} from 'node:os';

const [manifests, checkout] = process.argv.slice(2);
const modules = resolve(checkout, 'node_modules');
const yaml = createRequire(join(modules, 'any'))('js-yaml');

// Which package describes an API group; Kubernetes' own groups are in kubernetes-models. The versions meant are in deploy/kubernetes.md.
const packages = {
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'policy.cert-manager.io': '@kubernetes-models/cert-manager',
  'trust.cert-manager.io': '@kubernetes-models/cert-manager',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
};

// Where the interface of an object is: `apps/v1` Deployment → `kubernetes-models/apps/v1/Deployment`.
function moduleOf({apiVersion, kind}) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${packages[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

// Kinds that no package has, put together from what the packages have.
const composed = {
  // The plugin barman-cloud 0.14: `configuration` is the structure of the in-tree backup, as CloudNativePG's types have it.
  ObjectStore: (name) => `import type {ICluster as Cluster${name}} from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
interface ${name} {apiVersion: 'barmancloud.cnpg.io/v1'; kind: 'ObjectStore'; metadata: Cluster${name}['metadata'];
  spec: {configuration: NonNullable<NonNullable<Cluster${name}['spec']['backup']>['barmanObjectStore']>; retentionPolicy?: string;
    instanceSidecarConfiguration?: {logLevel?: string; retentionPolicyIntervalSeconds?: number}}}`,
};

function typeImport(object, name) {
  return composed[object.kind]?.(name) ?? `import type {I${object.kind} as ${name}} from '${moduleOf(object)}';`;
}

// One module of constants, each of the type that its object claims to be.
function typed(objects) {
  return objects.map((object, index) => `${typeImport(object, `T${index}`)}
const ${`object${index}`}: T${index} = ${JSON.stringify(object, null, 1)};
export {object${index}};`).join('\n');
}

// A compiler's message without what only the machine knows.
function readable(output, objects) {
  return output.replaceAll(/manifests\.ts\((\d+),\d+\)/g, (_, line) => nameAtLine(Number(line), objects));
}

function nameAtLine(line, objects) {
  let end = 0;
  for (const object of objects) {
    end += typed([object]).split('\n').length;
    if (line <= end) return `${object.kind}/${object.metadata?.name}`;
  }
  return 'manifests';
}

const objects = yaml.loadAll(readFileSync(manifests, 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'k8s-types-'));
try {
  symlinkSync(modules, join(scratch, 'node_modules'));
  writeFileSync(join(scratch, 'manifests.ts'), typed(objects));
  const compiler = spawnSync(process.execPath, [
    join(modules, 'typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext',
    '--moduleResolution', 'nodenext', '--preserveSymlinks', 'manifests.ts'], {cwd: scratch, encoding: 'utf8'});
  process.stdout.write(readable(compiler.stdout, objects));
  process.stderr.write(compiler.stderr);
  console.log(`${objects.length} objects`);
  process.exitCode = compiler.status === 0 && objects.length > 0 ? 0 : 1;
} finally {
  rmSync(scratch, {recursive: true});
}
