// What a browser has and node 18 does not, for modules that look at it as they load.
import { webcrypto } from 'node:crypto';

const address = new URL('https://page.example/');
globalThis.crypto ??= webcrypto;
globalThis.location ??= { pathname: address.pathname, search: '', hash: '' };
globalThis.history ??= { pushState() {}, replaceState() {} };
const kept = new Map();
for (const name of ['localStorage', 'sessionStorage']) {
  if (!(name in globalThis) || globalThis[name] === undefined) {
    Object.defineProperty(globalThis, name, {
      value: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) },
      configurable: true,
    });
  }
}
