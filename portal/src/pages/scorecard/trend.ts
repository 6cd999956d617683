// Trends as lines of a picture: points in order, provisional ones told apart, the bound beside them.
import type { ExactValue } from '$/gen/lianfang/evaluation/v1/scorecard_pb';
import { grouped } from '$/format/numbers';
import type { TrendLine } from '$/gen/lianfang/evaluation/v1/assessment_pb';

export interface Point {
  period: string;
  value: number | undefined;
  text: string;
  provisional: boolean;
  bound: number | undefined;
}

// toNumber is for drawing alone; verdicts rest on the exact value.
export function toNumber(value: ExactValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value.numerator) / Number(value.denominator);
  return Number.isFinite(number) ? number : undefined;
}

export function pointsOf(line: TrendLine): Point[] {
  return line.points.map((point) => ({
    period: point.period,
    value: toNumber(point.value),
    text: point.value?.text ?? '—',
    provisional: point.provisional,
    bound: toNumber(point.result?.bound),
  }));
}

// canBeDrawn: there is a value or a bound; what has neither is said in the table alone.
export function canBeDrawn(line: TrendLine): boolean {
  return pointsOf(line).some((point) => point.value !== undefined || point.bound !== undefined);
}

// short: as many digits as a small picture has room for; the exact value is in the table.
export function short(point: Point): string {
  if (point.value === undefined) return '';
  return grouped(Number.isInteger(point.value) ? point.value : point.value.toFixed(point.value < 100 ? 2 : 1));
}

export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Scale {
  x: (index: number) => number;
  y: (value: number) => number;
  top: number;
}

// scaleOf begins at zero, so that a small change looks small.
export function scaleOf(points: Point[], box: Box): Scale {
  const values = points.flatMap((point) => [point.value, point.bound]).filter((value): value is number => value !== undefined);
  const top = niceTop(Math.max(0, ...values));
  const step = points.length > 1 ? (box.width - box.left - box.right) / (points.length - 1) : 0;
  return {
    x: (index) => box.left + index * step,
    y: (value) => box.height - box.bottom - (value / top) * (box.height - box.top - box.bottom),
    top,
  };
}

// niceTop: the next 1, 2, 2.5 or 5 times a power of ten.
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => value <= step * power) ?? 10) * power;
}

// pathOf draws through the points that have a value; a gap breaks the line.
export function pathOf(values: (number | undefined)[], scale: Scale): string {
  let path = '';
  let gap = true;
  values.forEach((value, index) => {
    if (value === undefined) {
      gap = true;
      return;
    }
    path += `${gap ? 'M' : 'L'}${scale.x(index).toFixed(1)} ${scale.y(value).toFixed(1)}`;
    gap = false;
  });
  return path;
}
