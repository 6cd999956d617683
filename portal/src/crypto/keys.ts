// The ledger's public keys. They come from the server, so a browser remembers those it has seen: a server that shows others tomorrow is
// found out. What proves most is a key that came in another way, on paper or from the auditor; the page shows each key's number for that.
import { LedgerService } from '$/gen/lianfang/submission/v1/ledger_service_pb';
import { allPages, client } from '$/api/transport';
import { fromPem, hex, sha256 } from './bytes';
import { parseKey, type PublicKey } from './ed25519';

export type KeyRing = Map<string, PublicKey>;

const stored = 'lianfang.ledger_keys';

export async function keyId(der: Uint8Array): Promise<string> {
  return hex(await sha256(der)).slice(0, 16);
}

// addPem puts the keys of a PEM text into the ring; how many were Ed25519 keys.
export async function addPem(ring: KeyRing, pem: string): Promise<number> {
  let added = 0;
  for (const block of pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g) ?? []) {
    const key = parseKey(fromPem(block));
    if (key === undefined) continue;
    ring.set(await keyId(key.der), key);
    added += 1;
  }
  return added;
}

export async function ledgerKeys(): Promise<KeyRing> {
  const service = client(LedgerService);
  const keys = await allPages(async (pageToken) => {
    const answer = await service.listLedgerKeys({ pageSize: 1000, pageToken });
    return { items: answer.keys, nextPageToken: answer.nextPageToken };
  });
  const ring: KeyRing = new Map();
  for (const key of keys) await addPem(ring, key.publicKeyPem);
  return ring;
}

export interface Remembered {
  // Keys that this browser sees for the first time, although it knew others.
  fresh: string[];
  // It knew none before.
  first: boolean;
}

// remember compares the ring with what this browser has seen, and keeps both.
export function remember(ring: KeyRing): Remembered {
  const ids = [...ring.keys()];
  let known: string[] = [];
  try {
    known = (localStorage.getItem(stored) ?? '').split(',').filter((id) => id !== '');
    localStorage.setItem(stored, [...new Set([...known, ...ids])].join(','));
  } catch {
    // Without storage every visit is the first one.
  }
  return { fresh: known.length === 0 ? [] : ids.filter((id) => !known.includes(id)), first: known.length === 0 };
}
