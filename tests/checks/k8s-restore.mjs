// The production overlay in a restore, as deploy/kubernetes.md describes it: puts the page's YAML into the Cluster of postgresql.yaml, names it
// anew, and prints the file. The page's commands are run by tests/checks/k8s.
//
//   node k8s-restore.mjs POSTGRESQL PAGE NAME
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const [manifests, page, name] = process.argv.slice(2);
const yaml = createRequire(import.meta.url)('js-yaml');
const restore = readFileSync(page, 'utf8').split('\n## ').find((section) => section.startsWith('Restore\n'));
const [, block] = /```yaml\n([^`]*)```/.exec(restore) ?? [];
const shown = yaml.load(block);
const objects = yaml.loadAll(readFileSync(manifests, 'utf8'));

for (const {kind, metadata, spec} of objects) {
  if (kind === 'Cluster') {
    metadata.name = name;
    Object.assign(spec, shown);
  }
  if (kind === 'ScheduledBackup') metadata.name = spec.cluster.name = name;
}
console.log(objects.map((object) => yaml.dump(object, {lineWidth: -1})).join('---\n'));
