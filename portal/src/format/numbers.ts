// Numbers in columns: digits grouped by thousands, a figure's statement in words.
import type { FigureValue } from '$/gen/lianfang/type/v1/figures_pb';
import { common } from '$/words/common';

// grouped: 1234567 becomes 1,234,567; text of an exact value keeps its decimals.
export function grouped(value: bigint | number | string): string {
  const [whole = '', rest] = String(value).split('.');
  const written = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? written : `${written}.${rest}`;
}

// statement: `12`, `不适用：…`, or `—` where nothing is said. Absent is never written as zero.
export function statement(figure: FigureValue | undefined): string {
  if (figure === undefined) return '—';
  if (figure.value.case === 'number') return grouped(figure.value.value);
  if (figure.value.case === 'notApplicable') return common('notApplicable');
  return '—';
}
