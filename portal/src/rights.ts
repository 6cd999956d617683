// What the visitor may call: the contracts' access options say it, here as in the services. Which rows is the services' word alone.
import type { DescMethod } from '@bufbuild/protobuf';
import { rights } from '$/gen/rights';
import { session } from './session.svelte';

export type Method = keyof typeof rights;

// mayCall asks by name, so that a page need not load a contract to know whether it is for the visitor.
export function mayCall(method: Method): boolean {
  return rights[method].split(' ').includes(session.current.role);
}

export function may(method: DescMethod): boolean {
  const name = `${method.parent.typeName}/${method.name}`;
  return name in rights && mayCall(name as Method);
}
