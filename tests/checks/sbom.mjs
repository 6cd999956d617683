// Validates a bill of materials against CycloneDX's schema: node sbom.mjs BILL CHECKOUT
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';

const [bill, checkout] = process.argv.slice(2);
const require = createRequire(join(resolve(checkout, 'node_modules'), 'any'));
const schemas = join(resolve(checkout), 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
const read = (name) => JSON.parse(readFileSync(join(schemas, name), 'utf8'));
const Ajv = require('ajv').default ?? require('ajv');
const formats = require('ajv-formats').default ?? require('ajv-formats');
const ajv = new Ajv({strict: false, allErrors: true, addUsedSchema: false});
formats(ajv);
// A format of JSON Schema's drafts that ajv-formats leaves out.
ajv.addFormat('iri-reference', true);
ajv.addFormat('idn-email', true);
ajv.addSchema(read('spdx.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
ajv.addSchema(read('jsf-0.82.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
const validate = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
const content = JSON.parse(readFileSync(bill, 'utf8'));
const good = validate(content) && content.components.length > 0;
for (const {instancePath, message} of validate.errors ?? []) console.log(`${instancePath}: ${message}`);
console.log(`${content.components.length} components`);
process.exitCode = good ? 0 : 1;
