// Whether the custom resources of an overlay fit the operators' own CustomResourceDefinitions, unknown keys refused. By hand, with the files of the
// operator versions that you run (tests/cluster/README.md); tests/checks/k8s types the same objects without them.
//
//   kubectl kustomize k8s/overlays/production >production.yaml
//   node tests/cluster/crds.mjs production.yaml CRD.yaml...
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const yaml = require('js-yaml');
const Ajv = require('ajv').default ?? require('ajv');
const [manifests, ...definitions] = process.argv.slice(2);
const ajv = new Ajv({strict: false, allErrors: true, validateFormats: false});

// A schema that takes no key that it does not name. Kubernetes' marks are JSON Schema's, and expressions of Go that ECMAScript lacks are left out.
function closed(schema) {
  if (schema['x-kubernetes-int-or-string']) return {type: ['integer', 'string']};
  const {allOf, anyOf, oneOf, not, pattern, ...rest} = schema;
  if (pattern && !pattern.includes('(?i)')) rest.pattern = pattern;
  if (rest.properties) {
    rest.properties = Object.fromEntries(Object.entries(rest.properties).map(([key, value]) => [key, closed(value)]));
    if (!rest.additionalProperties && !rest['x-kubernetes-preserve-unknown-fields']) rest.additionalProperties = false;
  }
  if (rest.items) rest.items = closed(rest.items);
  if (typeof rest.additionalProperties === 'object') rest.additionalProperties = closed(rest.additionalProperties);
  if (rest.nullable) rest.type = [rest.type, 'null'];
  return rest;
}

// By `GROUP/VERSION KIND`.
const schemas = new Map();
for (const {kind, spec} of definitions.flatMap((file) => yaml.loadAll(readFileSync(file, 'utf8')).filter(Boolean))) {
  if (kind !== 'CustomResourceDefinition') continue;
  for (const {name, schema} of spec.versions) {
    const whole = closed(schema.openAPIV3Schema);
    whole.properties.metadata = {type: 'object'};
    schemas.set(`${spec.group}/${name} ${spec.names.kind}`, whole);
  }
}

const ownGroups = /^(v1|(apps|batch|policy|autoscaling|[a-z.]+\.k8s\.io)\/.*)$/;
let checked = 0;
for (const object of yaml.loadAll(readFileSync(manifests, 'utf8'))) {
  if (ownGroups.test(object.apiVersion)) continue;
  const schema = schemas.get(`${object.apiVersion} ${object.kind}`);
  const name = `${object.kind}/${object.metadata.name}`;
  const findings = [];
  if (!schema) findings.push(`no definition of ${object.apiVersion} ${object.kind} was given`);
  const validate = schema && ajv.compile(schema);
  if (validate && !validate(object)) findings.push(...validate.errors.map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`));
  for (const finding of findings) console.log(`${name}: ${finding}`);
  if (findings.length > 0) process.exitCode = 1;
  checked += 1;
}
console.log(`${checked} custom resources`);
if (checked === 0) process.exitCode = 1;
