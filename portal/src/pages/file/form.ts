// The form of a return, without any page: what is stated of each figure, and what is wrong or unlikely about it. The bounds and rules are
// the plan's; the service decides by the same ones.
import { create } from '@bufbuild/protobuf';
import { type FigureValue, FigureValueSchema } from '$/gen/lianfang/type/v1/figures_pb';
import type { ConsistencyRule, Figure, FigureSums, Plan, PlausibilityRule } from '$/gen/lianfang/type/v1/plan_pb';
import { inLanguage } from '$/words/words';
import { grouped } from '$/format/numbers';
import { w } from './words';

export type Choice = 'number' | 'zero' | 'notApplicable' | 'unknown';

export interface Entry {
  figure: Figure;
  choice: Choice;
  text: string;
  reason: string;
}

export function newEntries(plan: Plan, figures: string[]): Entry[] {
  return plan.figures
    .filter((figure) => figures.includes(figure.id))
    .map((figure) => ({ figure, choice: 'number', text: '', reason: '' }));
}

// fillIn puts statements into the form; figures without one become "not yet known" where `others` says so.
export function fillIn(entries: Entry[], values: FigureValue[], others: Choice = 'number'): Entry[] {
  return entries.map((entry) => {
    const found = values.find((value) => value.figure === entry.figure.id);
    if (found === undefined) return { ...entry, choice: others };
    if (found.value.case === 'notApplicable') return { ...entry, choice: 'notApplicable', text: '', reason: found.value.value.reason };
    const number = found.value.case === 'number' ? found.value.value : 0n;
    return { ...entry, choice: number === 0n ? 'zero' : 'number', text: String(number), reason: '' };
  });
}

// parseWhole reads a number as people type it: 1,234, １２３４ and spaces at the ends; undefined for anything else.
export function parseWhole(text: string): bigint | undefined {
  const plain = text
    .trim()
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/，/g, ',');
  if (!/^-?(\d+|\d{1,3}(,\d{3})+)$/.test(plain)) return undefined;
  return BigInt(plain.replace(/,/g, ''));
}

// numberOf is the number that an entry states; undefined where it states none.
export function numberOf(entry: Entry): bigint | undefined {
  if (entry.choice === 'zero') return 0n;
  return entry.choice === 'number' ? parseWhole(entry.text) : undefined;
}

// entryFault says what is wrong about one entry; empty where nothing is. An empty number is not wrong while one types, only missing.
export function entryFault(entry: Entry, strict: boolean): string {
  if (entry.choice === 'notApplicable') return strict && entry.reason.trim() === '' ? w('reasonMissing') : '';
  if (entry.choice !== 'number') return zeroFault(entry);
  if (entry.text.trim() === '') return strict ? w('notNumber') : '';
  const number = parseWhole(entry.text);
  if (number === undefined) return w('notNumber');
  return outOfBounds(entry.figure, number) ? boundsText(entry.figure) : '';
}

const zeroFault = (entry: Entry) => (entry.choice === 'zero' && outOfBounds(entry.figure, 0n) ? boundsText(entry.figure) : '');
const outOfBounds = (figure: Figure, number: bigint) => number < figure.minimum || number > figure.maximum;
const boundsText = (figure: Figure) => w('bounds', { min: grouped(figure.minimum), max: grouped(figure.maximum) });

type Numbers = Map<string, bigint>;

export function numbersOf(entries: Entry[]): Numbers {
  const numbers: Numbers = new Map();
  for (const entry of entries) {
    const number = numberOf(entry);
    if (number !== undefined) numbers.set(entry.figure.id, number);
  }
  return numbers;
}

// sum: undefined where a figure is no number, and the rule does not apply then.
function sum(numbers: Numbers, figures: string[]): bigint | undefined {
  let total = 0n;
  for (const figure of figures) {
    const number = numbers.get(figure);
    if (number === undefined) return undefined;
    total += number;
  }
  return total;
}

function exceeds(numbers: Numbers, sums: FigureSums): boolean {
  const left = sum(numbers, sums.left);
  const right = sum(numbers, sums.right);
  return left !== undefined && right !== undefined && left > right;
}

function unimplied(numbers: Numbers, sums: FigureSums): boolean {
  const left = sum(numbers, sums.left);
  const right = sum(numbers, sums.right);
  return left !== undefined && right !== undefined && left > 0n && right === 0n;
}

export interface Finding {
  rule: string;
  text: string;
  figures: string[];
}

function broken(rule: ConsistencyRule, numbers: Numbers): boolean {
  if (rule.rule.case === 'atMost') return exceeds(numbers, rule.rule.value);
  return rule.rule.case === 'implies' && unimplied(numbers, rule.rule.value);
}

// brokenRules: the plan's consistency rules that the numbers do not keep; they cannot be filed.
export function brokenRules(plan: Plan, entries: Entry[]): Finding[] {
  const numbers = numbersOf(entries);
  return plan.consistencyRules
    .filter((rule) => broken(rule, numbers))
    .map((rule) => ({ rule: rule.id, text: inLanguage(rule.text), figures: figuresOf(rule) }));
}

function figuresOf(rule: ConsistencyRule): string[] {
  return rule.rule.case === undefined ? [] : [...rule.rule.value.left, ...rule.rule.value.right];
}

// unlikely: the figures that a plausibility rule would ask about. `before` are the numbers of the period before.
function unlikely(rule: PlausibilityRule, numbers: Numbers, before: Numbers): string[] {
  if (rule.rule.case === 'atMost') return exceeds(numbers, rule.rule.value) ? rule.rule.value.left : [];
  if (rule.rule.case === 'roundNumbers') {
    const { multiple, length } = rule.rule.value;
    const round = [...numbers].filter(([, number]) => number > 0n && number % BigInt(multiple) === 0n).map(([id]) => id);
    return round.length >= length ? round : [];
  }
  if (rule.rule.case !== 'change') return [];
  const { figures, percent, units } = rule.rule.value;
  const compared = figures.length === 0 ? [...numbers.keys()] : figures;
  return compared.filter((id) => changedTooMuch(numbers.get(id), before.get(id), BigInt(percent), units));
}

function changedTooMuch(now: bigint | undefined, then: bigint | undefined, percent: bigint, units: bigint): boolean {
  if (now === undefined || then === undefined) return false;
  const change = now > then ? now - then : then - now;
  return change > units && change * 100n > then * percent;
}

export function warnings(plan: Plan, entries: Entry[], before: FigureValue[]): Finding[] {
  const numbers = numbersOf(entries);
  const earlier: Numbers = new Map();
  for (const value of before) if (value.value.case === 'number') earlier.set(value.figure, value.value.value);
  return plan.plausibilityRules
    .map((rule) => ({ rule: rule.id, text: inLanguage(rule.text), figures: unlikely(rule, numbers, earlier) }))
    .filter((finding) => finding.figures.length > 0);
}

// stated: the statements of the form, as they are filed or kept as a draft. What is not known is absent.
export function stated(entries: Entry[]): FigureValue[] {
  return entries.flatMap((entry) => {
    if (entry.choice === 'notApplicable') {
      return [create(FigureValueSchema, { figure: entry.figure.id, value: { case: 'notApplicable', value: { reason: entry.reason.trim() } } })];
    }
    const number = numberOf(entry);
    return number === undefined ? [] : [create(FigureValueSchema, { figure: entry.figure.id, value: { case: 'number', value: number } })];
  });
}

export function unknownCount(entries: Entry[]): number {
  return entries.filter((entry) => entry.choice === 'unknown').length;
}

export function canFile(plan: Plan, entries: Entry[]): boolean {
  return entries.every((entry) => entry.choice !== 'unknown' && entryFault(entry, true) === '') && brokenRules(plan, entries).length === 0;
}
