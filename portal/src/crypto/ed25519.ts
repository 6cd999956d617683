// Ed25519 signatures (RFC 8032): by the browser where it can, else by a library that comes with the page.
import { type Bytes, concat } from './bytes';

export interface PublicKey {
  der: Bytes;
  // The 32 bytes of the key itself.
  raw: Bytes;
}

const prefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

// parseKey reads a SubjectPublicKeyInfo of an Ed25519 key; undefined for any other.
export function parseKey(der: Bytes): PublicKey | undefined {
  if (der.length !== prefix.length + 32 || !prefix.every((byte, index) => der[index] === byte)) return undefined;
  return { der, raw: der.slice(prefix.length) };
}

let native: Promise<boolean> | undefined;

// browserVerifies: whether this browser has Ed25519 (Chrome 137 and later).
export function browserVerifies(): Promise<boolean> {
  native ??= crypto.subtle
    .importKey('raw', new Uint8Array(concat(Uint8Array.of(0x58), new Uint8Array(30), Uint8Array.of(0x66))), 'Ed25519', false, ['verify'])
    .then(
      () => true,
      () => false,
    );
  return native;
}

export type Way = 'browser' | 'library';

// useLibrary makes the page verify by the library, as older browsers do; tests use it.
export function useLibrary(): void {
  native = Promise.resolve(false);
}

export async function way(): Promise<Way> {
  return (await browserVerifies()) ? 'browser' : 'library';
}

export async function verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== 64) return false;
  if (await browserVerifies()) return verifyNatively(key, message, signature);
  const library = await import('@noble/ed25519');
  // Strict, as OpenSSL verifies: no malleable signatures, no keys of small order.
  return library.verifyAsync(signature, message, key.raw, { zip215: false }).catch(() => false);
}

async function verifyNatively(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const imported = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(message));
}
