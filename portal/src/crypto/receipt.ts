// A receipt, verified without trusting whoever issued it: the entry's hash, the way to the seal's root, and the seal's signature. Every hash
// is over the bytes as they came.
import { fromBinary } from '@bufbuild/protobuf';
import { type LedgerEntry, LedgerEntrySchema } from '$/gen/lianfang/submission/v1/ledger_pb';
import { type LedgerSeal, LedgerSealSchema, type Receipt } from '$/gen/lianfang/type/v1/receipt_pb';
import { type Bytes, equal } from './bytes';
import { verify } from './ed25519';
import type { KeyRing } from './keys';
import { leafHash, rootFromPath } from './merkle';

export type Check = 'entry' | 'place' | 'path' | 'key' | 'signature';

export interface Verified {
  checks: { check: Check; holds: boolean }[];
  holds: boolean;
  entry: LedgerEntry | undefined;
  seal: LedgerSeal | undefined;
  entryHash: Bytes;
  keyId: string;
}

export async function verifyReceipt(receipt: Receipt, ring: KeyRing): Promise<Verified> {
  const entry = parse(() => fromBinary(LedgerEntrySchema, receipt.entry));
  const seal = parse(() => fromBinary(LedgerSealSchema, receipt.seal?.seal ?? new Uint8Array()));
  const entryHash = await leafHash(receipt.entry);
  const key = ring.get(receipt.seal?.keyId ?? '');
  const checks: Verified['checks'] = [
    { check: 'entry', holds: entry !== undefined && entry.sequence === receipt.sequence },
    { check: 'place', holds: isPlaced(entry, seal) },
    { check: 'path', holds: seal !== undefined && (await reaches(receipt, seal, entryHash)) },
    { check: 'key', holds: key !== undefined },
    { check: 'signature', holds: key !== undefined && receipt.seal !== undefined && (await verify(key, receipt.seal.seal, receipt.seal.signature)) },
  ];
  return { checks, holds: checks.every((one) => one.holds), entry, seal, entryHash, keyId: receipt.seal?.keyId ?? '' };
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

// The seal is of the entry's ledger and covers its sequence.
function isPlaced(entry: LedgerEntry | undefined, seal: LedgerSeal | undefined): boolean {
  if (entry === undefined || seal === undefined || entry.plan !== seal.plan) return false;
  return entry.sequence >= seal.firstSequence && entry.sequence < seal.firstSequence + BigInt(seal.entryCount);
}

async function reaches(receipt: Receipt, seal: LedgerSeal, entryHash: Uint8Array): Promise<boolean> {
  const index = Number(receipt.sequence - seal.firstSequence);
  const root = await rootFromPath(entryHash, index, seal.entryCount, receipt.inclusionPath);
  return root !== undefined && equal(root, seal.merkleRoot);
}
