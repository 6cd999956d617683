// A whole ledger, re-read entry by entry in the browser: sequences without gaps, each entry holding the hash of the one before, every seal
// over its entries, and the signed tree head over all of them.
import { fromBinary } from '@bufbuild/protobuf';
import { LedgerEntrySchema } from '$/gen/lianfang/submission/v1/ledger_pb';
import type { ListLedgerEntriesResponse, RecordedEntry } from '$/gen/lianfang/submission/v1/ledger_service_pb';
import type { LedgerHead } from '$/gen/lianfang/submission/v1/submission_service_pb';
import { LedgerSealSchema, type SignedSeal } from '$/gen/lianfang/type/v1/receipt_pb';
import { TreeHeadSchema } from '$/gen/lianfang/type/v1/tree_head_pb';
import { concat, equal, text } from './bytes';
import { verify } from './ed25519';
import type { KeyRing } from './keys';
import { leafHash, Tree } from './merkle';

export type LedgerFault = 'sequence' | 'chain' | 'plan' | 'unreadable' | 'root' | 'head' | 'key' | 'signature' | 'treeHead' | 'unsealed' | 'short';

export interface LedgerProblem {
  sequence: number;
  fault: LedgerFault;
}

const treeHeadContext = text('lianfang.type.v1.TreeHead\n');

export class LedgerReader {
  readonly problems: LedgerProblem[] = [];
  entries = 0;
  withheld = 0;
  seals = 0;
  private readonly tree = new Tree();
  private hashes: Uint8Array[] = []; // of the entries that no seal has covered yet
  private lastHash: Uint8Array = new Uint8Array();
  private sealed = 0;

  constructor(
    private readonly plan: string,
    private readonly ring: KeyRing,
  ) {}

  async take(page: ListLedgerEntriesResponse): Promise<void> {
    for (const entry of page.entries) await this.takeEntry(entry);
    for (const seal of page.seals) await this.takeSeal(seal);
  }

  // finish compares with the head that the service has signed before the entries were listed: all that it counts have to be there.
  async finish(head: LedgerHead): Promise<void> {
    if (this.sealed !== this.entries) this.add(this.entries, 'unsealed');
    if (BigInt(this.entries) !== head.sequence) this.add(this.entries, 'short');
    const signed = head.treeHead;
    if (signed === undefined) {
      if (head.sequence > 0n) this.add(this.entries, 'treeHead');
      return;
    }
    const key = this.ring.get(signed.keyId);
    const stated = fromBinary(TreeHeadSchema, signed.treeHead);
    if (key === undefined || !(await verify(key, concat(treeHeadContext, signed.treeHead), signed.signature))) {
      this.add(Number(stated.size), 'signature');
    }
    if (stated.size !== head.sequence || stated.plan !== this.plan || !equal(await this.tree.root(), stated.root)) this.add(this.entries, 'treeHead');
  }

  private add(sequence: number, fault: LedgerFault): void {
    if (this.problems.length < 100) this.problems.push({ sequence, fault });
  }

  private async takeEntry(recorded: RecordedEntry): Promise<void> {
    const sequence = Number(recorded.sequence);
    this.entries += 1;
    if (sequence !== this.entries) this.add(sequence, 'sequence');
    let hash: Uint8Array = recorded.entryHash;
    if (recorded.entry.length > 0) {
      hash = await leafHash(recorded.entry);
      this.checkEntry(recorded);
    } else {
      this.withheld += 1;
    }
    await this.tree.add(hash);
    this.hashes.push(hash);
    this.lastHash = hash;
  }

  private checkEntry(recorded: RecordedEntry): void {
    const sequence = Number(recorded.sequence);
    try {
      const entry = fromBinary(LedgerEntrySchema, recorded.entry);
      if (entry.sequence !== recorded.sequence) this.add(sequence, 'sequence');
      if (entry.plan !== this.plan) this.add(sequence, 'plan');
      if (!equal(entry.previousHash, this.lastHash)) this.add(sequence, 'chain');
    } catch {
      this.add(sequence, 'unreadable');
    }
  }

  private async takeSeal(signed: SignedSeal): Promise<void> {
    const seal = fromBinary(LedgerSealSchema, signed.seal);
    const first = Number(seal.firstSequence);
    this.seals += 1;
    if (first !== this.sealed + 1 || seal.plan !== this.plan) this.add(first, 'sequence');
    const covered = this.hashes.slice(0, seal.entryCount);
    this.hashes = this.hashes.slice(seal.entryCount);
    this.sealed += seal.entryCount;
    const tree = new Tree();
    for (const hash of covered) await tree.add(hash);
    if (!equal(await tree.root(), seal.merkleRoot)) this.add(first, 'root');
    if (!equal(covered[covered.length - 1] ?? new Uint8Array(), seal.headHash)) this.add(first, 'head');
    const key = this.ring.get(signed.keyId);
    if (key === undefined) this.add(first, 'key');
    else if (!(await verify(key, signed.seal, signed.signature))) this.add(first, 'signature');
  }
}
