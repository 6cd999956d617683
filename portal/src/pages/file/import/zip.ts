// The parts of a zip archive, which is what a workbook (xlsx) is. Nothing is unpacked but the parts that are asked for, and of each no more than the
// limit, whatever the archive claims.
//
// Browsers unpack gzip from Chrome 80 on, bare deflate only from Chrome 103. A part is therefore handed to them with a gzip frame around it,
// whose check sum they verify; so no library is needed.
import { FileFault, limits } from './table';

interface Entry {
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  offset: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const partMark = 0x04034b50;

const damaged = () => new FileFault('damaged');

export class Archive {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly entries: Map<string, Entry>,
  ) {}

  static open(bytes: Uint8Array): Archive {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      return new Archive(bytes, directory(view, bytes));
    } catch (thrown) {
      // Offsets that lead out of the file.
      throw thrown instanceof RangeError ? damaged() : thrown;
    }
  }

  has(name: string): boolean {
    return this.entries.has(normal(name));
  }

  // read unpacks a part. FileFault where there is none, it is damaged, or it is longer than the limit.
  async read(name: string): Promise<Uint8Array> {
    const entry = this.entries.get(normal(name));
    if (entry === undefined) throw damaged();
    const packed = this.packed(entry);
    if (entry.size > limits.partBytes) throw new FileFault('tooMuch');
    if (entry.method === 0) return packed;
    if (entry.method !== 8) throw damaged();
    return unpacked(packed, entry);
  }

  private packed(entry: Entry): Uint8Array {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    if (entry.offset + 30 > this.bytes.length || view.getUint32(entry.offset, true) !== partMark) throw damaged();
    const begin = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
    if (begin + entry.packedSize > this.bytes.length) throw damaged();
    return this.bytes.subarray(begin, begin + entry.packedSize);
  }
}

// normal: parts are compared without regard to case, as the standard says.
const normal = (name: string) => name.replace(/^\//, '').toLowerCase();

function directory(view: DataView, bytes: Uint8Array): Map<string, Entry> {
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > limits.parts) throw new FileFault('tooMuch');
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; ++i) {
    if (view.getUint32(at, true) !== entryMark) throw damaged();
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw new FileFault('oldFormat');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(normal(name), {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

// The end record stands last, before a comment of at most 65,535 bytes.
function endOfDirectory(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; --at) if (view.getUint32(at, true) === endMark) return at;
  throw damaged();
}

async function unpacked(packed: Uint8Array, entry: Entry): Promise<Uint8Array> {
  const tail = new DataView(new ArrayBuffer(8));
  tail.setUint32(0, entry.crc, true);
  tail.setUint32(4, entry.size, true);
  const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  const stream = new Blob([head, packed as Uint8Array<ArrayBuffer>, tail.buffer]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const whole = new Uint8Array(entry.size);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > entry.size) throw damaged();
      whole.set(value, length);
      length += value.length;
    }
  } catch {
    await reader.cancel().catch(() => undefined);
    throw damaged();
  }
  if (length !== entry.size) throw damaged();
  return whole;
}
