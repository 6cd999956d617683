// The large chart of one result, drawn by ECharts, which is loaded only where one is shown.
import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type Point, short } from './trend';

use([LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer]);

export interface ChartWords {
  value: string;
  bound: string;
  projected: string;
  unit: string;
  description: string;
}

export interface Projection {
  period: string;
  value: number;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(points: Point[], projection: Projection | undefined, said: ChartWords): Parameters<ReturnType<typeof init>['setOption']>[0] {
  const text = { color: colour('--ink-soft'), fontFamily: getComputedStyle(document.body).fontFamily };
  const line = { lineStyle: { color: colour('--line') } };
  const series = [
    {
      name: said.value,
      type: 'line' as const,
      data: points.map((point) => ({ value: point.value ?? null, symbol: point.provisional ? 'emptyCircle' : 'circle' })),
      connectNulls: false,
      symbolSize: 9,
      color: colour('--accent'),
      label: { show: true, color: colour('--ink'), formatter: ({ dataIndex }: { dataIndex: number }) => short(points[dataIndex]!) },
    },
    {
      name: said.bound,
      type: 'line' as const,
      data: points.map((point) => point.bound ?? null),
      symbol: 'none',
      color: colour('--ink-soft'),
      lineStyle: { type: 'dashed' as const, width: 1.5 },
      connectNulls: true,
    },
    ...(projection === undefined ? [] : [projected(points, projection, said)]),
  ];
  return {
    animation: false,
    aria: { enabled: true, label: { description: said.description } },
    textStyle: text,
    tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: (value: unknown) => (typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : '—') },
    legend: { top: 0, textStyle: text },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: points.map((point) => point.period), axisLabel: text, axisLine: line },
    yAxis: { type: 'value', name: said.unit, min: 0, axisLabel: text, nameTextStyle: text, splitLine: line },
    series,
  };
}

function projected(points: Point[], projection: Projection, said: ChartWords) {
  return {
    name: said.projected,
    type: 'line' as const,
    data: points.map((point) => (point.period === projection.period ? projection.value : null)),
    symbol: 'diamond',
    symbolSize: 12,
    color: colour('--warn'),
    label: { show: true, color: colour('--warn'), formatter: () => String(Math.round(projection.value * 100) / 100) },
  };
}

// draw puts a chart into an element and answers how to take it away; it is drawn again when the theme changes.
export function draw(element: HTMLElement, points: Point[], projection: Projection | undefined, said: ChartWords): () => void {
  const chart = init(element, undefined, { renderer: 'canvas' });
  const render = () => chart.setOption(options(points, projection, said), true);
  render();
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  const themed = new MutationObserver(render);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    resized.disconnect();
    themed.disconnect();
    chart.dispose();
  };
}
