// Merkle trees of RFC 6962, section 2.1, with SHA-256.
import { type Bytes, sha256 } from './bytes';

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export function leafHash(entry: Uint8Array): Promise<Bytes> {
  return sha256(leafPrefix, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(nodePrefix, left, right);
}

// rootFromPath redoes the way from a leaf to the root (RFC 9162, section 2.1.3.2); undefined where the path has another length than the
// tree says.
export async function rootFromPath(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Promise<Uint8Array | undefined> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const beside of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(beside, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, beside);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
}

// Tree takes leaves one by one and keeps only the roots of its complete subtrees.
export class Tree {
  private peaks: { hash: Uint8Array; size: number }[] = [];
  size = 0;

  async add(leaf: Uint8Array): Promise<void> {
    let peak = { hash: leaf, size: 1 };
    this.size += 1;
    for (;;) {
      const before = this.peaks[this.peaks.length - 1];
      if (before === undefined || before.size !== peak.size) break;
      this.peaks.pop();
      peak = { hash: await nodeHash(before.hash, peak.hash), size: peak.size * 2 };
    }
    this.peaks.push(peak);
  }

  // The root of all leaves so far; of none, the hash of nothing.
  async root(): Promise<Uint8Array> {
    const [last, ...others] = [...this.peaks].reverse();
    if (last === undefined) return sha256();
    let hash = last.hash;
    for (const peak of others) hash = await nodeHash(peak.hash, hash);
    return hash;
  }
}
