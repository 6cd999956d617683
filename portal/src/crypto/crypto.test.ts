import assert from 'node:assert/strict';
import { generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { LedgerEntrySchema } from '$/gen/lianfang/submission/v1/ledger_pb';
import { LedgerHeadSchema } from '$/gen/lianfang/submission/v1/submission_service_pb';
import { ListLedgerEntriesResponseSchema } from '$/gen/lianfang/submission/v1/ledger_service_pb';
import { LedgerSealSchema, ReceiptSchema } from '$/gen/lianfang/type/v1/receipt_pb';
import { TreeHeadSchema } from '$/gen/lianfang/type/v1/tree_head_pb';
import { concat, hex, sha256, text } from './bytes';
import { parseKey, useLibrary, verify } from './ed25519';
import { addPem, type KeyRing, keyId } from './keys';
import { LedgerReader } from './ledger';
import { leafHash, nodeHash, rootFromPath, Tree } from './merkle';
import { verifyReceipt } from './receipt';

const pair = generateKeyPairSync('ed25519');
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

async function ring(): Promise<KeyRing> {
  const keys: KeyRing = new Map();
  assert.equal(await addPem(keys, pem), 1);
  return keys;
}

async function signed(message: Uint8Array) {
  const keys = await ring();
  return { signature: new Uint8Array(nodeSign(null, message, pair.privateKey)), keyId: [...keys.keys()][0]! };
}

// RFC 8032, section 7.1, test 2.
test('the library verifies what RFC 8032 signs, and nothing else', async () => {
  useLibrary();
  const key = parseKey(Uint8Array.from(Buffer.from('302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex')))!;
  const signature = Uint8Array.from(
    Buffer.from('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00', 'hex'),
  );
  assert.equal(await verify(key, Uint8Array.of(0x72), signature), true);
  assert.equal(await verify(key, Uint8Array.of(0x73), signature), false);
  assert.equal(await verify(key, Uint8Array.of(0x72), signature.slice(1)), false);
  assert.equal(parseKey(key.der.slice(1)), undefined);
});

async function treeOf(count: number) {
  const leaves = [];
  for (let i = 0; i < count; ++i) leaves.push(await leafHash(text(`entry ${i}`)));
  return leaves;
}

// The root by its definition: the largest power of two below the count goes left.
async function rootOf(leaves: Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(await rootOf(leaves.slice(0, left)), await rootOf(leaves.slice(left)));
}

async function pathOf(leaves: Uint8Array[], index: number): Promise<Uint8Array[]> {
  if (leaves.length <= 1) return [];
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  if (index < left) return [...(await pathOf(leaves.slice(0, left), index)), await rootOf(leaves.slice(left))];
  return [...(await pathOf(leaves.slice(left), index - left)), await rootOf(leaves.slice(0, left))];
}

test('trees and paths are those of RFC 6962, for every size and leaf', async () => {
  for (let count = 1; count <= 17; ++count) {
    const leaves = await treeOf(count);
    const tree = new Tree();
    for (const leaf of leaves) await tree.add(leaf);
    const root = hex(await rootOf(leaves));
    assert.equal(hex(await tree.root()), root);
    for (let index = 0; index < count; ++index) {
      const path = await pathOf(leaves, index);
      assert.equal(hex((await rootFromPath(leaves[index]!, index, count, path))!), root, `${index} of ${count}`);
      assert.equal(await rootFromPath(leaves[index]!, index, count, [...path, leaves[0]!]), undefined);
      if (path.length > 0) assert.equal(await rootFromPath(leaves[index]!, index, count, path.slice(1)), undefined);
    }
  }
  assert.equal(await rootFromPath(new Uint8Array(32), 3, 3, []), undefined);
});

const plan = 'plans/p';

// A ledger of entries sealed three at a time.
async function ledger(count: number) {
  const recorded = [];
  const hashes: Uint8Array[] = [];
  for (let sequence = 1; sequence <= count; ++sequence) {
    const entry = toBinary(
      LedgerEntrySchema,
      create(LedgerEntrySchema, { plan, sequence: BigInt(sequence), previousHash: hashes[sequence - 2] ?? new Uint8Array(), actor: 'spiffe://t/region/1/department/d/role/liaison' }),
    );
    hashes.push(await leafHash(entry));
    recorded.push({ sequence: BigInt(sequence), entry });
  }
  const seals = [];
  for (let first = 1; first <= count; first += 3) {
    const covered = hashes.slice(first - 1, first + 2);
    const seal = toBinary(
      LedgerSealSchema,
      create(LedgerSealSchema, { plan, firstSequence: BigInt(first), entryCount: covered.length, merkleRoot: await rootOf(covered), headHash: covered[covered.length - 1]! }),
    );
    seals.push({ seal, ...(await signed(seal)) });
  }
  return { recorded, hashes, seals };
}

test('a receipt holds as it was issued, and fails where a byte is changed', async () => {
  const { recorded, hashes, seals } = await ledger(5);
  const receipt = create(ReceiptSchema, { entry: recorded[1]!.entry, sequence: 2n, inclusionPath: await pathOf(hashes.slice(0, 3), 1), seal: seals[0]! });
  assert.equal((await verifyReceipt(receipt, await ring())).holds, true);
  const failing = async (change: (copy: typeof receipt) => void) => {
    const copy = create(ReceiptSchema, { ...receipt, entry: receipt.entry.slice(), seal: { ...receipt.seal!, signature: receipt.seal!.signature.slice() } });
    change(copy);
    return (await verifyReceipt(copy, await ring())).checks.filter((one) => !one.holds).map((one) => one.check);
  };
  assert.deepEqual(await failing((copy) => (copy.entry[copy.entry.length - 1]! ^= 1)), ['path']);
  assert.deepEqual(await failing((copy) => (copy.sequence = 3n)), ['entry', 'path']);
  assert.deepEqual(await failing((copy) => (copy.seal!.signature[0]! ^= 1)), ['signature']);
  assert.deepEqual(await failing((copy) => (copy.seal!.keyId = '0')), ['key', 'signature']);
  assert.deepEqual(await failing((copy) => (copy.seal = create(ReceiptSchema, { seal: seals[1]! }).seal)), ['place', 'path']);
});

// The head of a ledger of these entries, signed as the service does.
async function headOf(hashes: Uint8Array[]) {
  const treeHead = toBinary(TreeHeadSchema, create(TreeHeadSchema, { plan, size: BigInt(hashes.length), root: await rootOf(hashes) }));
  return create(LedgerHeadSchema, { sequence: BigInt(hashes.length), treeHead: { treeHead, ...(await signed(concat(text('lianfang.type.v1.TreeHead\n'), treeHead))) } });
}

type Head = Awaited<ReturnType<typeof headOf>>;

async function read(change: (parts: Awaited<ReturnType<typeof ledger>>, head: Head) => void): Promise<string[]> {
  const parts = await ledger(7);
  const head = await headOf(parts.hashes);
  change(parts, head);
  const reader = new LedgerReader(plan, await ring());
  await reader.take(create(ListLedgerEntriesResponseSchema, { entries: parts.recorded.slice(0, 4), seals: parts.seals.slice(0, 1) }));
  await reader.take(create(ListLedgerEntriesResponseSchema, { entries: parts.recorded.slice(4), seals: parts.seals.slice(1) }));
  await reader.finish(head);
  return reader.problems.map((problem) => `${problem.sequence} ${problem.fault}`);
}

test('a ledger is read whole, page by page, and each fault is named', async () => {
  assert.deepEqual(await read(() => undefined), []);
  assert.deepEqual(await read(({ recorded }) => (recorded[2]!.entry[recorded[2]!.entry.length - 1]! ^= 1)), ['4 chain', '1 root', '1 head', '7 treeHead']);
  assert.deepEqual(await read(({ seals }) => (seals[1]!.signature[5]! ^= 1)), ['4 signature']);
  assert.ok((await read(({ recorded }) => recorded.splice(3, 1))).includes('5 sequence'));
  assert.deepEqual(await read(({ seals }) => seals.pop()), ['7 unsealed']);
});

test('a ledger that is listed in part, or not at all, does not hold', async () => {
  const short = ({ recorded, seals }: Awaited<ReturnType<typeof ledger>>) => {
    recorded.length = 3;
    seals.length = 1;
  };
  assert.deepEqual(await read(short), ['3 short', '3 treeHead']);
  assert.deepEqual(await read(({ recorded, seals }) => (recorded.length = seals.length = 0)), ['0 short', '0 treeHead']);
  const ofThree = await headOf((await ledger(3)).hashes);
  const older = (parts: Awaited<ReturnType<typeof ledger>>, head: Head) => {
    short(parts);
    head.treeHead = ofThree.treeHead;
  };
  assert.deepEqual(await read(older), ['3 short', '3 treeHead'], 'a tree head of fewer entries than the head counts');
  assert.deepEqual(await read((_, head) => (head.treeHead = undefined)), ['7 treeHead']);
});

test('an entry that may not be read stands as its hash, and the seal still holds', async () => {
  const faults = await read(({ recorded, hashes }) => Object.assign(recorded[6]!, { entry: new Uint8Array(), entryHash: hashes[6] }));
  assert.deepEqual(faults, []);
});

test('a key is numbered by its hash', async () => {
  assert.equal((await keyId(Uint8Array.of())).length, 16);
});
