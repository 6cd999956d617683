// The observer's part: a key of one's own in the ledger, and a nonce that is signed after everything about the draw was checked here.
import { create, fromBinary, toJsonString } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { client, newRequestId } from '$/api/transport';
import { concat, equal, text } from '$/crypto/bytes';
import { verify } from '$/crypto/ed25519';
import type { KeyRing } from '$/crypto/keys';
import { leafHash, rootFromPath } from '$/crypto/merkle';
import { keepKey, makeKey, possessionMessage, sign, type WitnessKey } from '$/crypto/witness_key';
import { nonceMessage, replay } from '$/draw/replay';
import { type Draw, type NonceNote, NonceNoteSchema } from '$/gen/lianfang/expert/v1/draw_pb';
import { ExpertService } from '$/gen/lianfang/expert/v1/expert_service_pb';
import { LedgerService } from '$/gen/lianfang/submission/v1/ledger_service_pb';
import { SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';
import { type SignedTreeHead, TreeHeadSchema } from '$/gen/lianfang/type/v1/tree_head_pb';

// registerKey makes a key, enters it in the plan's ledger, and keeps it here.
export async function registerKey(identity: string, plan: string): Promise<WitnessKey> {
  const key = await makeKey();
  await client(LedgerService).registerKey({
    plan,
    publicKey: key.publicDer,
    possession: await sign(key, possessionMessage(identity, plan)),
    requestId: newRequestId(),
  });
  await keepKey(identity, plan, key);
  return key;
}

// headThatCovers has the ledger prove that it holds the entry of the freeze; undefined where it does not.
async function headThatCovers(draw: Draw, plan: string, ring: KeyRing): Promise<SignedTreeHead | undefined> {
  const signed = (await client(SubmissionService).getLedgerHead({ plan })).treeHead;
  const key = ring.get(signed?.keyId ?? '');
  if (signed === undefined || key === undefined || draw.receipt === undefined) return undefined;
  if (!(await verify(key, concat(text('lianfang.type.v1.TreeHead\n'), signed.treeHead), signed.signature))) return undefined;
  const head = fromBinary(TreeHeadSchema, signed.treeHead);
  const { sequence, entry } = draw.receipt;
  const proof = await client(LedgerService).getInclusionProof({ plan, sequence, size: head.size });
  const root = await rootFromPath(await leafHash(entry), Number(sequence) - 1, Number(head.size), proof.hashes);
  return head.plan === plan && root !== undefined && equal(root, head.root) ? signed : undefined;
}

// prepare checks the draw as it is seen here and signs; undefined where anything about it does not hold.
export async function prepare(draw: Draw, plan: string, ring: KeyRing, key: WitnessKey, own: Uint8Array | undefined): Promise<NonceNote | undefined> {
  const head = await headThatCovers(draw, plan, ring);
  if (head === undefined || !(await replay(draw, ring)).holds) return undefined;
  const nonce = own ?? crypto.getRandomValues(new Uint8Array(32));
  return create(NonceNoteSchema, {
    draw: draw.name,
    listHash: draw.listHash,
    seedCommitment: draw.seedCommitment,
    nonce,
    entryHash: await leafHash(draw.receipt?.entry ?? new Uint8Array()),
    signature: await sign(key, await nonceMessage(draw, nonce)),
    publicKey: key.publicDer,
    treeHead: head,
    signTime: timestampFromDate(new Date()),
    requestId: newRequestId(),
  });
}

export function noteText(note: NonceNote): string {
  return toJsonString(NonceNoteSchema, note, { prettySpaces: 2 });
}

export function give(note: NonceNote): Promise<Draw> {
  const { draw: name, nonce, listHash, seedCommitment, signature, requestId } = note;
  return client(ExpertService).contributeNonce({ name, nonce, listHash, seedCommitment, signature, requestId }, { timeoutMs: 60_000 });
}
