// Titles of resources that another one names: the inspection of an order, the experts of a draw. Each is read once for each visit, and once more in the
// other language.
import type { Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { client, orNone } from '$/api/transport';
import { may } from '$/rights';
import { language } from '$/words/words';
import { methodOf } from './describe';
import { resourceOf } from './resources';
import { at } from './values';

const known = new Map<string, Promise<string>>();

// titleOf is empty where the resource has no title, is not there, or may not be read.
export function titleOf(name: string): Promise<string> {
  const key = `${language()} ${name}`;
  let found = known.get(key);
  if (found === undefined) {
    found = read(name).catch(() => {
      known.delete(key);
      return '';
    });
    known.set(key, found);
  }
  return found;
}

async function read(name: string): Promise<string> {
  const resource = resourceOf(name);
  if (resource?.get === undefined || resource.title === 'name') return '';
  const method = methodOf(resource, resource.get);
  if (!may(method)) return '';
  const call = (client(resource.service) as unknown as Record<string, (request: { name: string }) => Promise<Message>>)[method.localName]!;
  const item = await orNone(call({ name }));
  return item === undefined ? '' : (at(reflect(method.output, item), resource.title)?.texts[0] ?? '');
}
