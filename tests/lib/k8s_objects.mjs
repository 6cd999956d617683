// The objects of a rendered overlay, for the checks of tests/checks: what runs as which pods, what is selected, what may be referred to.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const yaml = createRequire(import.meta.url)('js-yaml');

// The objects, in the order of the file.
export function load(path) { return yaml.loadAll(readFileSync(path, 'utf8')); }

export function nameOf(object) { return `${object.kind}/${object.metadata.name}`; }
export function ofKind(objects, ...kinds) { return objects.filter(({kind}) => kinds.includes(kind)); }
export function find(objects, kind, name) { return objects.find((object) => object.kind === kind && object.metadata.name === name); }

// What CloudNativePG's pods listen on.
const databasePorts = [{name: 'postgresql', containerPort: 5432}, {name: 'metrics', containerPort: 9187}, {name: 'status', containerPort: 8000}];

// Everything that makes pods: {owner, labels, spec}. CloudNativePG's pods are known by their label and ports only.
export function pods(objects) {
  const templates = ofKind(objects, 'Deployment', 'StatefulSet', 'Job').map((owner) => ({owner, template: owner.spec.template}));
  const jobs = ofKind(objects, 'CronJob').map((owner) => ({owner, template: owner.spec.jobTemplate.spec.template}));
  const described = [...templates, ...jobs].map(
    ({owner, template}) => ({owner, labels: template.metadata?.labels ?? {}, spec: template.spec}));
  const databases = ofKind(objects, 'Cluster').map(
    (owner) => ({owner, labels: {'cnpg.io/cluster': owner.metadata.name}, spec: {containers: [{name: 'postgres', ports: databasePorts}]}}));
  return [...described, ...databases];
}

// Whether a LabelSelector selects these labels.
export function selects(selector, labels) {
  const named = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return named && (selector.matchExpressions ?? []).every(({key, operator, values}) => {
    if (operator === 'In') return values.includes(labels[key]);
    if (operator === 'NotIn') return !values.includes(labels[key]);
    return operator === 'Exists' ? key in labels : !(key in labels);
  });
}

export function containersOf({spec}) { return [...(spec.initContainers ?? []), ...spec.containers]; }
export function hasPort(pod, port) {
  return containersOf(pod).some(({ports}) => (ports ?? []).some(({name, containerPort}) => port === name || port === containerPort));
}

// Runs a check's findings: prints each and fails where there are any.
export function report(findings, objects) {
  findings.forEach((finding) => console.log(finding));
  console.log(`${objects.length} objects, ${findings.length} findings`);
  process.exitCode = findings.length > 0 || objects.length === 0 ? 1 : 0;
}
