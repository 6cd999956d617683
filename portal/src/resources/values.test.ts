// What stands for a value on the page: names of resources in words, and links to pages that are there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { Code, ConnectError, createRouterTransport } from '@connectrpc/connect';
import { useTransport } from '$/api/transport';
import { InvitationSchema } from '$/gen/lianfang/coordination/v1/conference_pb';
import { InspectionSchema, OrderSchema } from '$/gen/lianfang/coordination/v1/inspection_pb';
import { InspectionService } from '$/gen/lianfang/coordination/v1/inspection_service_pb';
import { DiscrepancyEvidenceSchema, DiscrepancySchema } from '$/gen/lianfang/exchange/v1/discrepancy_pb';
import { ProjectStepSchema } from '$/gen/lianfang/fund/v1/project_pb';
import { RecordReadSchema } from '$/gen/lianfang/exchange/v1/exchange_service_pb';
import { DepartmentSchema, FigureSchema, PlanSchema } from '$/gen/lianfang/type/v1/plan_pb';
import { plans } from '$/plans.svelte';
import { session } from '$/session.svelte';
import { setLanguage } from '$/words/words';
import { titleOf } from './titles';
import { inlineText } from './table';
import { pageOf, shown, shownFields } from './values';

Object.assign(globalThis, { document: { documentElement: {} } });

plans.all = [
  create(PlanSchema, {
    name: 'plans/p',
    industries: [{ id: 'coal-mining', names: { zh: '煤矿', en: 'Coal mining' } }],
    periods: [{ id: '2026', names: { zh: '2026年度', en: '2026' } }],
  }),
];

function said<D extends DescMessage>(desc: D, field: string, message: MessageShape<D>): [text: string | undefined, link: string | undefined] {
  const { texts, links } = shown(message, desc.field[field]!);
  return [texts[0], links[0]];
}

test('a return is called by its industry and period, an edition of an agreement by its number, a finding by its place', () => {
  assert.deepEqual(said(DiscrepancyEvidenceSchema, 'filedReturn', create(DiscrepancyEvidenceSchema, { filedReturn: 'plans/p/returns/2026-140581-coal-mining' })), ['煤矿 2026年度', '/plans/p/returns/2026-140581-coal-mining']);
  assert.deepEqual(said(RecordReadSchema, 'agreementEdition', create(RecordReadSchema, { agreementEdition: 'plans/p/agreements/hrss/editions/2' })), ['hrss 第 2 版', '/plans/p/agreements/hrss']);
  assert.deepEqual(said(OrderSchema, 'findings', create(OrderSchema, { findings: ['inspections/i/findings/1'] })), ['第 1 项', '/inspections/i']);
});

test('only what has a page is a link', () => {
  assert.equal(pageOf('plans/p/pools/professional'), undefined);
  assert.equal(pageOf('plans/p'), undefined);
  assert.equal(pageOf('91140581MB0000101W'), undefined);
  assert.equal(pageOf('plans/p/rateLists/2026/rates/91140581MB0000101W'), '/plans/p/rateLists/2026/rates/91140581MB0000101W');
  assert.equal(pageOf('records/accident/ab#2'), '/records/accident/ab');
  assert.equal(pageOf('orders/o'), '/orders/o');
});

test('what another resource names is called by its title, read once, and again after a failure', async () => {
  let reads = 0;
  useTransport(
    createRouterTransport(({ service }) => {
      service(InspectionService, {
        getInspection: ({ name }) => {
          reads += 1;
          if (reads === 1) throw new ConnectError('busy', Code.Internal);
          if (name === 'inspections/none') throw new ConnectError('none', Code.NotFound);
          return create(InspectionSchema, { name, subject: '井下粉尘联合检查' });
        },
      });
    }),
  );
  session.current = { ...session.current, role: 'office' };
  assert.equal(await titleOf('inspections/i'), '');
  assert.equal(await titleOf('inspections/i'), '井下粉尘联合检查');
  assert.equal(await titleOf('inspections/i'), '井下粉尘联合检查');
  assert.equal(reads, 2);
  assert.equal(await titleOf('inspections/none'), '');
  assert.equal(await titleOf('plans/p/pools/professional'), '');
  assert.equal(reads, 3);
  // In the other language a title may be another one.
  setLanguage('en');
  assert.equal(await titleOf('inspections/i'), '井下粉尘联合检查');
  setLanguage('zh');
  assert.equal(reads, 4);
});

test('a discrepancy speaks of figures by their names, and of its rule by its title', () => {
  plans.chosen = 'plans/p';
  plans.all[0]!.figures = [create(FigureSchema, { id: 'injuries', names: { zh: '工伤发生人数', en: 'Injuries' } })];
  plans.all[0]!.departments = [create(DepartmentSchema, { id: 'union', names: { zh: '总工会', en: 'Union' } })];
  const found = create(DiscrepancySchema, { rule: 'death-without-return', title: { zh: '死亡未报送', en: '' }, figures: [{ figure: 'injuries' }] });
  const fields = shownFields(reflect(DiscrepancySchema, found));
  assert.deepEqual(fields.map((one) => one.field.name), ['title', 'figures']);
  assert.equal(inlineText(fields[1]!), '数据项 工伤发生人数');
});

test('why an invitation could not be handed over is said in words', () => {
  const invitation = create(InvitationSchema, { problem: 'nobody is convener', problemText: { zh: '总工会没有登记召集人', en: 'Trade union has no convener' } });
  assert.deepEqual(shownFields(reflect(InvitationSchema, invitation)).map(inlineText), ['总工会没有登记召集人']);
});

test('within a cell a document is its title, and what is known by an id alone is left out', () => {
  const detail = (step: MessageInitShape<typeof ProjectStepSchema>) => shownFields(reflect(ProjectStepSchema, create(ProjectStepSchema, step))).map(inlineText);
  assert.deepEqual(detail({ documents: [{ title: '合同', sha256: 'ab' }] }), ['合同']);
  assert.deepEqual(detail({ detail: { case: 'panel', value: { engagement: 'engagements/0123456789abcdef' } } }), ['']);
  assert.deepEqual(detail({ detail: { case: 'contract', value: { contract: { number: '1 号' } } } }), ['编号 1 号']);
});
