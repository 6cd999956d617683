// Files of a return, sent and read in pieces. What is read is compared with the hash that stands in the ledger.
import { client, newRequestId } from '$/api/transport';
import { type Bytes, concat, equal, sha256 } from '$/crypto/bytes';
import { EvidenceService } from '$/gen/lianfang/submission/v1/evidence_service_pb';
import type { Evidence, Return } from '$/gen/lianfang/submission/v1/return_pb';

export const largestFile = 20 * 1024 * 1024;
const piece = 512 * 1024;

// attach sends a file and attaches it; `progress` tells how much of it is there, from 0 to 1.
export async function attach(parent: string, file: File, progress: (share: number) => void): Promise<Return> {
  const service = client(EvidenceService);
  const content = new Uint8Array(await file.arrayBuffer());
  const upload = await service.beginUpload({
    parent,
    file: { displayName: file.name, sizeBytes: BigInt(content.length), sha256: await sha256(content) },
    requestId: newRequestId(),
  });
  for (let offset = 0; offset < content.length; offset += piece) {
    const data = content.subarray(offset, offset + piece);
    await service.putChunk({ name: upload.name, offset: BigInt(offset), data }, { timeoutMs: 60_000 });
    progress(Math.min(1, (offset + piece) / content.length));
  }
  return service.finishUpload({ name: upload.name, requestId: newRequestId() }, { timeoutMs: 60_000 });
}

// read is the file's content; undefined where it is not the one that the ledger names.
export async function read(evidence: Evidence): Promise<Bytes | undefined> {
  const service = client(EvidenceService);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { data } = await service.readEvidence({ name: evidence.name, offset: BigInt(length) }, { timeoutMs: 60_000 });
    if (data.length === 0) break;
    pieces.push(data);
    length += data.length;
    if (BigInt(length) >= (evidence.file?.sizeBytes ?? 0n)) break;
  }
  const content = concat(...pieces);
  return equal(await sha256(content), evidence.file?.sha256 ?? new Uint8Array()) ? content : undefined;
}
