// The observer's own key (NIST P-256). It is made in this browser and cannot be taken out of it; what it signs stands in the ledger under
// the identity of whoever registered it.
import { text } from './bytes';

export interface WitnessKey {
  id: string;
  publicDer: Uint8Array<ArrayBuffer>;
  pair: CryptoKeyPair;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const database = 'lianfang';
const store = 'keys';

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB'));
  });
}

async function inStore<T>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opened = await openStore();
  return new Promise((resolve, reject) => {
    const request = act(opened.transaction(store, mode).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  }).then((result) => {
    opened.close();
    return result as T;
  });
}

async function described(pair: CryptoKeyPair): Promise<WitnessKey> {
  const publicDer = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const { keyId } = await import('./keys');
  return { id: await keyId(publicDer), publicDer, pair };
}

// keptKey is the key of this identity for this plan; undefined while there is none.
export async function keptKey(identity: string, plan: string): Promise<WitnessKey | undefined> {
  const pair = await inStore<CryptoKeyPair | undefined>('readonly', (keys) => keys.get(`${identity} ${plan}`) as IDBRequest<CryptoKeyPair | undefined>);
  return pair === undefined ? undefined : described(pair);
}

export async function makeKey(): Promise<WitnessKey> {
  return described(await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']));
}

export async function keepKey(identity: string, plan: string, key: WitnessKey): Promise<void> {
  await inStore('readwrite', (keys) => keys.put(key.pair, `${identity} ${plan}`));
}

// sign: r and s, 32 bytes each, as the contracts ask.
export async function sign(key: WitnessKey, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.pair.privateKey, message));
}

// possessionMessage: RegisterKeyRequest.possession is over it.
export function possessionMessage(identity: string, plan: string): Uint8Array<ArrayBuffer> {
  return text(`lianfang.submission.v1.RegisterKey\n${identity}\n${plan}`);
}

// verifyWitness verifies a signature of somebody's registered key.
export async function verifyWitness(der: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', new Uint8Array(der), algorithm, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}
