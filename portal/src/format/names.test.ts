// Names of regions: of the plan, of another plan, of the table of divisions.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { PlanSchema } from '$/gen/lianfang/type/v1/plan_pb';
import { createRouterTransport } from '@connectrpc/connect';
import { useTransport } from '$/api/transport';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { plans } from '$/plans.svelte';
import { loadDivisions } from './divisions.svelte';
import { loadPeople } from './people.svelte';
import { identityName, regionChoices, regionName, serviceName } from './names';

const gaoping = create(PlanSchema, {
  name: 'plans/a',
  regions: [{ code: '140581', names: { zh: '高平市', en: 'Gaoping' } }],
  departments: [{ id: 'hrss', actingRegion: '140500' }, { id: 'health' }],
});
const city = create(PlanSchema, { name: 'plans/b', regions: [{ code: '140521', names: { zh: '沁水县', en: 'Qinshui' } }] });

test('a region goes by its name wherever one is known', async () => {
  plans.all = [gaoping, city];
  assert.equal(regionName(gaoping, '140500'), '140500', 'before the table is there');
  await loadDivisions();
  assert.equal(regionName(gaoping, '140581'), '高平市');
  assert.equal(regionName(gaoping, '140521'), '沁水县', 'of another plan');
  assert.equal(regionName(gaoping, '140500'), '晋城市', 'of none');
  assert.equal(regionName(undefined, '100000'), '全国');
  assert.equal(regionName(gaoping, '140522'), '晋城市 140522', 'a county that nobody names');
  assert.equal(regionName(gaoping, '419001'), '河南省 419001');
  assert.equal(regionName(gaoping, '999999'), '999999');
  assert.equal(regionName(gaoping, ''), '');
});

test('a form offers the regions of the plan, of its departments and of the visitor', () => {
  assert.deepEqual(regionChoices(gaoping, '140500'), ['140581', '140500']);
  assert.deepEqual(regionChoices(undefined, '140581'), ['140581']);
});

test('a person goes by the name in the register of contacts, read once for a login, else by the role alone', async () => {
  let reads = 0;
  useTransport(
    createRouterTransport(({ service }) => {
      service(NotificationService, {
        listContacts: () => {
          reads += 1;
          return { contacts: [{ name: 'contacts/140581-health-liaison-zhao-min', displayName: '赵敏' }, { name: 'contacts/140581-hrss-office-director-shi-min', displayName: '史敏' }] };
        },
      });
    }),
  );
  const uri = (role: string, person: string) => `spiffe://lianfang.local/region/140581/department/${role === 'office' ? 'hrss' : 'health'}/role/${role}/person/${person}`;
  assert.equal(identityName(uri('liaison', 'zhao-min')), 'health 联络员', 'before the register is there');
  await loadPeople();
  await loadPeople();
  assert.equal(identityName(uri('liaison', 'zhao-min')), 'health 联络员 赵敏');
  assert.equal(identityName(uri('office', 'shi-min')), 'hrss 领导小组办公室 史敏');
  assert.equal(identityName(uri('liaison', 'li-na')), 'health 联络员', 'one who is not in the register');
  assert.equal(identityName(uri('convener', 'zhao-min')), 'health 召集人', 'one of another role');
  assert.equal(reads, 1);
});

test('every service has a name', () => {
  for (const { name } of readdirSync(join(__PORTAL__, '../services'), { withFileTypes: true }).filter((one) => one.isDirectory())) assert.match(serviceName(name), /^[\u4e00-\u9fff]+$/);
  assert.equal(identityName('spiffe://lianfang.local/service/evaluation'), '系统（评估）');
});
