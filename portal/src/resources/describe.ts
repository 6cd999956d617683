// What the page needs to know of a resource beyond its contract: what it is called, what lists and shows it, which columns a list has, and
// what can be done about it. Fields, their kinds, and what is required or answered only come from the contract itself.
import type { DescMessage, DescMethodUnary, DescService, Message } from '@bufbuild/protobuf';
import type { Component } from 'svelte';
import type { Pair } from '$/words/words';
import type { Entry } from './catalogue';

export interface Action {
  // An RPC of the resource's service, such as `explainDiscrepancy`.
  method: string;
  words: Pair;
  // Shown as what takes something back.
  danger?: boolean;
  // Fields of the request whose enum values are limited to those that a field of the resource lists: { action: 'nextActions' }.
  choices?: Record<string, string>;
  // The request's field that begins as the resource stands, such as `contact` of PutContact.
  prefill?: string;
  // Fields of the request, texts, that begin as the resource has them: they say what the action is about where the resource has no name.
  begins?: string[];
  // A message of the request that the caller gives its name: { contact: 'contacts' } makes `contacts/{id}`.
  named?: Record<string, string>;
  // Whether it can be done now; the service decides in the end.
  when?: (item: Record<string, unknown>) => boolean;
}

// A file that an RPC of the resource's service answers; `request` is made of the resource's name, the chosen plan, and the next part's token.
export interface Download {
  method: string;
  words: Pair;
  request: (name: string, plan: string, pageToken: string) => Record<string, unknown>;
}

export interface Resource extends Entry {
  text: Pair;
  service: DescService;
  list: string;
  // The list request's field that names the plan; absent where a list is of all plans.
  within?: 'plan' | 'parent';
  get?: string;
  // Matches the resource's names.
  pattern?: RegExp;
  // Fields of the list, by their local names; `proposal.title` goes into a message, and `a|b` is the first that has something.
  columns: string[];
  // The line that stands for one of them.
  title: string;
  create?: Action;
  // Pages below the resource's own.
  links?: { suffix: string; words: Pair }[];
  actions: Action[];
  // Files of one of them, and of the list.
  downloads?: Download[];
  listDownloads?: Download[];
  // The page of what it is within; absent where its list stands in the menu.
  above?: (name: string) => string;
  // What stands below the details of one of them.
  below?: () => Promise<{ default: Component<{ item: Message; changed?: () => void }> }>;
  // Actions on messages within it that have a name of their own, by the field: { resolutions: […] }.
  parts?: Record<string, Action[]>;
}

// itemsField is the repeated field of a list's answer.
export function itemsField(method: DescMethodUnary): { name: string; message: DescMessage } {
  for (const field of method.output.fields) {
    if (field.fieldKind === 'list' && field.listKind === 'message') return { name: field.localName, message: field.message };
  }
  throw new Error(`${method.name}: no list`);
}

export function methodOf(resource: Resource, name: string): DescMethodUnary {
  const method = resource.service.method[name];
  if (method === undefined || method.methodKind !== 'unary') throw new Error(`${resource.service.typeName}: no ${name}`);
  return method as DescMethodUnary;
}
