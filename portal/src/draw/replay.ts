// A draw, done again by the visitor's own computation: hashes, order, panel, successors (lianfang.expert.v1.Draw says how).
import { fromBinary } from '@bufbuild/protobuf';
import { type Timestamp } from '@bufbuild/protobuf/wkt';
import { type Candidate, type Departure, type Draw, DrawState, type FrozenList, FrozenListSchema } from '$/gen/lianfang/expert/v1/draw_pb';
import { type LedgerEntry, LedgerEntrySchema, FactKind } from '$/gen/lianfang/submission/v1/ledger_pb';
import type { Receipt } from '$/gen/lianfang/type/v1/receipt_pb';
import { type Bytes, compare, concat, equal, sha256, text } from '$/crypto/bytes';
import type { KeyRing } from '$/crypto/keys';
import { leafHash } from '$/crypto/merkle';
import { verifyReceipt } from '$/crypto/receipt';
import { verifyWitness } from '$/crypto/witness_key';
import { Seating } from './seating';

export type Step = 'list' | 'names' | 'ledger' | 'seal' | 'nonce' | 'seed' | 'order' | 'panel' | 'departures';

export interface Replayed {
  steps: { step: Step; holds: boolean }[];
  holds: boolean;
  list: FrozenList;
  order: { candidate: Candidate; key: Bytes }[];
}

export function frozenList(draw: Draw): FrozenList {
  return fromBinary(FrozenListSchema, draw.frozenList);
}

// nonceMessage is what the observer signs.
export async function nonceMessage(draw: Draw, nonce: Uint8Array): Promise<Bytes> {
  const entryHash = await leafHash(draw.receipt?.entry ?? new Uint8Array());
  return concat(text(`lianfang.expert.v1.ContributeNonce\n${draw.name}\n`), draw.listHash, draw.seedCommitment, nonce, entryHash);
}

// drawOrder: candidates by SHA-256(seed ‖ nonce ‖ name), byte by byte.
export async function drawOrder(list: FrozenList, seed: Uint8Array, nonce: Uint8Array): Promise<{ candidate: Candidate; key: Bytes }[]> {
  const keyed: { candidate: Candidate; key: Bytes }[] = [];
  for (const candidate of list.candidates) keyed.push({ candidate, key: await sha256(seed, nonce, text(candidate.expert)) });
  return keyed.sort((a, b) => compare(a.key, b.key));
}

// Panel walks the order and replaces whoever drops out.
export class Panel {
  private members: number[] = []; // ranks from 0, ascending
  private readonly out = new Set<number>();
  private readonly seating: Seating;

  constructor(
    list: FrozenList,
    private readonly order: { candidate: Candidate }[],
  ) {
    this.seating = new Seating(list);
  }

  private rankOf(expert: string): number {
    return this.order.findIndex((one) => one.candidate.expert === expert);
  }

  isCandidate(expert: string): boolean {
    return this.rankOf(expert) >= 0;
  }

  passOver(expert: string): void {
    const rank = this.rankOf(expert);
    if (rank >= 0 && !this.members.includes(rank)) this.out.add(rank);
  }

  walk(): void {
    for (let rank = 0; rank < this.order.length && this.members.length < this.seating.size; ++rank) {
      if (!this.members.includes(rank) && !this.out.has(rank) && this.seats([...this.members, rank])) this.insert(rank);
    }
  }

  // depart: who takes the place; empty where nobody does.
  depart(expert: string): string {
    const rank = this.rankOf(expert);
    if (!this.members.includes(rank)) {
      this.passOver(expert);
      return '';
    }
    this.members = this.members.filter((member) => member !== rank);
    this.out.add(rank);
    const successor = this.order.findIndex(
      (_, next) => !this.members.includes(next) && !this.out.has(next) && this.seats([...this.members, next]),
    );
    if (successor < 0) return '';
    this.insert(successor);
    return this.order[successor]!.candidate.expert;
  }

  private insert(rank: number): void {
    this.members = [...this.members, rank].sort((a, b) => a - b);
  }

  private seats(ranks: number[]): boolean {
    return this.seating.canSeat(ranks.map((rank) => this.order[rank]!.candidate));
  }

  // inSeats: the members in the order of their seats.
  inSeats(): { expert: string; specialty: string }[] {
    const places = this.seating.assign(this.members.map((rank) => this.order[rank]!.candidate));
    return this.members
      .map((rank, index) => ({ seat: places[index]!, expert: this.order[rank]!.candidate.expert }))
      .sort((a, b) => a.seat - b.seat)
      .map(({ seat, expert }) => ({ expert, specialty: this.seating.specialty(seat) }));
  }
}

const nanos = (time: Timestamp | undefined) => (time === undefined ? 0n : time.seconds * 1_000_000_000n + BigInt(time.nanos));

export async function replay(draw: Draw, ring: KeyRing): Promise<Replayed> {
  const list = frozenList(draw);
  const steps: Replayed['steps'] = [];
  const check = (step: Step, holds: boolean) => steps.push({ step, holds });
  check('list', equal(await sha256(draw.frozenList), draw.listHash) && draw.name === `${list.engagement}/draw`);
  check('names', namesAreInOrder(list));
  const plan = list.pool.slice(0, list.pool.indexOf('/pools/'));
  check('ledger', await isEntered(draw, plan));
  check('seal', draw.receipt !== undefined && (await verifyReceipt(draw.receipt, ring)).holds);
  if (draw.witness !== undefined) check('nonce', await isSigned(draw, plan, ring));
  const revealed = draw.state === DrawState.DRAWN || draw.state === DrawState.CANCELLED;
  // What is sealed until a time has neither seed, order nor panel; whatever is shown all the same has to hold.
  const sealed = draw.unsealTime !== undefined && draw.seed.length === 0 && draw.order.length === 0 && draw.panel.length === 0;
  if (revealed && !sealed) check('seed', equal(await sha256(draw.listHash, draw.seed), draw.seedCommitment));
  let order: Replayed['order'] = [];
  if (draw.state === DrawState.DRAWN && !sealed) {
    order = await drawOrder(list, draw.seed, draw.witness?.nonce ?? new Uint8Array());
    checkDrawn(draw, list, order, check);
  }
  return { steps, holds: steps.every((one) => one.holds), list, order };
}

function checkDrawn(draw: Draw, list: FrozenList, order: Replayed['order'], check: (step: Step, holds: boolean) => void): void {
  check('order', sameOrder(draw, order) && (draw.witness !== undefined || !list.needsObserver));
  const before = (departure: Departure) => nanos(departure.departureTime) <= nanos(draw.drawTime);
  const panel = new Panel(list, order);
  for (const departure of draw.departures) if (before(departure)) panel.passOver(departure.expert);
  panel.walk();
  const seats = panel.inSeats();
  const same = seats.length === draw.panel.length && seats.every((seat, i) => seat.expert === draw.panel[i]!.expert && seat.specialty === draw.panel[i]!.specialty);
  check('panel', same);
  if (draw.departures.length > 0) {
    check('departures', draw.departures.every((one) => panel.isCandidate(one.expert) && (before(one) ? '' : panel.depart(one.expert)) === one.successor));
  }
}

function sameOrder(draw: Draw, order: Replayed['order']): boolean {
  if (draw.order.length !== order.length) return false;
  return draw.order.every((stated, i) => stated.rank === i + 1 && stated.expert === order[i]!.candidate.expert && equal(stated.key, order[i]!.key));
}

// By name, each once: nobody has two tickets, and nobody is in and out.
function namesAreInOrder(list: FrozenList): boolean {
  const names = list.candidates.map((one) => one.expert);
  const all = [...names, ...list.exclusions.map((one) => one.expert)];
  return names.every((name, i) => i === 0 || names[i - 1]! < name) && new Set(all).size === all.length;
}

function entryOf(receipt: Receipt | undefined, plan: string): LedgerEntry | undefined {
  if (receipt === undefined) return undefined;
  try {
    const entry = fromBinary(LedgerEntrySchema, receipt.entry);
    return entry.sequence === receipt.sequence && entry.plan === plan ? entry : undefined;
  } catch {
    return undefined;
  }
}

// The ledger's entry is of this list and commitment, entered by the service that draws.
async function isEntered(draw: Draw, plan: string): Promise<boolean> {
  const entry = entryOf(draw.receipt, plan);
  if (entry?.event.case !== 'factRecorded' || !entry.actor.endsWith('/service/expert')) return false;
  const fact = entry.event.value;
  return fact.kind === FactKind.DRAW_FROZEN && fact.name === draw.name && equal(fact.sha256, await sha256(draw.listHash, draw.seedCommitment));
}

// The nonce is signed with a key that the observer had registered in the ledger.
async function isSigned(draw: Draw, plan: string, ring: KeyRing): Promise<boolean> {
  const witness = draw.witness!;
  const entry = entryOf(witness.keyReceipt, plan);
  if (entry?.event.case !== 'keyRegistered' || entry.actor !== witness.observer || witness.nonce.length !== 32) return false;
  if (witness.keyReceipt === undefined || !(await verifyReceipt(witness.keyReceipt, ring)).holds) return false;
  return verifyWitness(entry.event.value.publicKey, await nonceMessage(draw, witness.nonce), witness.signature);
}
