// Forms from contracts: what cannot be read is told by its path, and never left out in silence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContractSchema, ProposalSchema } from '$/gen/lianfang/fund/v1/project_pb';
import { PutContactRequestSchema } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { misread } from './form';

test('texts that are no day, instant, amount or number are found, also within lists and messages', () => {
  const proposal = { title: '12 月', amount: '十万', startDate: '2026-12-01', endDate: '31/12/2026', participants: '240' };
  assert.deepEqual(misread(ProposalSchema, proposal), [
    { field: 'amount', kind: 'money' },
    { field: 'end_date', kind: 'date' },
  ]);
  assert.deepEqual(misread(ProposalSchema, { amount: '¥100,000.50', participants: '两百' }), [{ field: 'participants', kind: 'number' }]);
  assert.deepEqual(misread(ContractSchema, { milestones: [{ dueDate: '' }, { dueDate: '2026-02-30' }] }), [{ field: 'milestones[1].due_date', kind: 'date' }]);
  assert.deepEqual(misread(PutContactRequestSchema, { contact: { startTime: '2026-12-01T09:00', endTime: '明天', channels: ['email'] } }), [{ field: 'contact.end_time', kind: 'time' }]);
});
