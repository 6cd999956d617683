import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { type FrozenList, FrozenListSchema } from '$/gen/lianfang/expert/v1/draw_pb';
import { hex, sha256, text } from '$/crypto/bytes';
import { drawOrder, Panel } from './replay';
import { Seating } from './seating';

function list(panelSize: number, needs: Record<string, number>, candidates: Record<string, string[]>): FrozenList {
  return create(FrozenListSchema, {
    panelSize,
    specialtyNeeds: Object.entries(needs).map(([specialty, seats]) => ({ specialty, seats })),
    candidates: Object.entries(candidates).map(([expert, specialties]) => ({ expert, specialties })),
  });
}

const panelOf = (frozen: FrozenList) => new Panel(frozen, frozen.candidates.map((candidate) => ({ candidate })));

test('the order is by SHA-256(seed ‖ nonce ‖ name)', async () => {
  const frozen = list(1, {}, { 'experts/a': [], 'experts/b': [], 'experts/c': [] });
  const seed = new Uint8Array(32).fill(1);
  const nonce = new Uint8Array(32).fill(2);
  const order = await drawOrder(frozen, seed, nonce);
  const keys = order.map((one) => hex(one.key));
  assert.deepEqual(keys, [...keys].sort());
  for (const one of order) assert.equal(hex(one.key), hex(await sha256(seed, nonce, text(one.candidate.expert))));
});

test('a seat kept for a specialty waits for somebody who covers it', () => {
  const panel = panelOf(list(3, { health: 1 }, { a: [], b: [], c: [], d: ['health'], e: ['health'] }));
  panel.walk();
  assert.deepEqual(panel.inSeats(), [
    { expert: 'd', specialty: 'health' },
    { expert: 'a', specialty: '' },
    { expert: 'b', specialty: '' },
  ]);
});

test('somebody moves to another seat where that lets one more be seated', () => {
  const seating = new Seating(list(2, { health: 1, safety: 1 }, {}));
  const both = create(FrozenListSchema, { candidates: [{ expert: 'x', specialties: ['health', 'safety'] }, { expert: 'y', specialties: ['health'] }] }).candidates;
  assert.equal(seating.canSeat(both), true);
  assert.deepEqual(seating.assign(both), [1, 0]);
  assert.equal(seating.canSeat([both[1]!, both[1]!]), false);
});

test('whoever drops out is replaced by the next in order who can be seated', () => {
  const panel = panelOf(list(3, { health: 1 }, { a: [], b: ['health'], c: [], d: [], e: ['health'], f: [] }));
  panel.walk();
  assert.equal(panel.depart('b'), 'e', 'the seat of a specialty is filled by its like');
  assert.equal(panel.depart('a'), 'd');
  assert.equal(panel.depart('f'), '', 'no member: nobody takes a place');
  assert.equal(panel.depart('c'), '', 'f is out, b and a have left');
});

test('those passed over before the walk are not taken', () => {
  const panel = panelOf(list(1, {}, { a: [], b: [] }));
  panel.passOver('a');
  panel.walk();
  assert.deepEqual(panel.inSeats(), [{ expert: 'b', specialty: '' }]);
});
