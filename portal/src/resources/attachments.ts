// Files of the described resources. Coordination keeps them and names them `files/{file}`; of a fund's documents the digest alone is kept, which the
// browser computes.
import { client, newRequestId } from '$/api/transport';
import { hex, sha256 } from '$/crypto/bytes';
import { FileService } from '$/gen/lianfang/coordination/v1/file_service_pb';
import { saveFile } from '$/parts/files';
import { underWay } from './uploads.svelte';

export const largestFile = 3 * 1024 * 1024;
export const largestDocument = 100 * 1024 * 1024;

const types: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const accepted = Object.keys(types)
  .map((ending) => `.${ending}`)
  .join(',');

// typeOf is the media type that coordination knows the file's ending by; undefined for one that it does not take.
export function typeOf(filename: string): string | undefined {
  return types[filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()];
}

// upload keeps a file at coordination and answers its name. No form is sent meanwhile (uploads.svelte.ts).
export function upload(plan: string, file: File): Promise<string> {
  return underWay(async () => {
    const content = new Uint8Array(await file.arrayBuffer());
    const { name } = await client(FileService).uploadFile(
      { file: { plan, filename: file.name, contentType: typeOf(file.name) ?? '', content }, requestId: newRequestId() },
      { timeoutMs: 60_000 },
    );
    return name;
  });
}

// save reads a file and hands it to the visitor; false where what came is not what its digest says.
export async function save(name: string): Promise<boolean> {
  const file = await client(FileService).getFile({ name }, { timeoutMs: 60_000 });
  const content = new Uint8Array(file.content);
  if (hex(await sha256(content)) !== file.sha256.toLowerCase()) return false;
  saveFile(file.filename, 'application/octet-stream', content);
  return true;
}

export const digest = async (file: File): Promise<string> => hex(await sha256(new Uint8Array(await file.arrayBuffer())));
