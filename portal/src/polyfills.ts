// What Chrome 86 lacks of what the libraries use.
interface Lengthy<T> {
  readonly length: number;
  readonly [index: number]: T;
}

function at<T>(this: Lengthy<T>, index: number): T | undefined {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

for (const prototype of [Array.prototype, String.prototype, Object.getPrototypeOf(Int8Array.prototype) as object]) {
  if (!('at' in prototype)) Object.defineProperty(prototype, 'at', { value: at, writable: true, configurable: true });
}

if (!(Object as object as Record<string, unknown>).hasOwn) {
  Object.defineProperty(Object, 'hasOwn', {
    value: (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key),
    writable: true,
    configurable: true,
  });
}

if (!('findLast' in Array.prototype)) {
  Object.defineProperty(Array.prototype, 'findLast', {
    value<T>(this: T[], test: (item: T, index: number) => boolean): T | undefined {
      for (let i = this.length - 1; i >= 0; --i) if (test(this[i]!, i)) return this[i];
      return undefined;
    },
    writable: true,
    configurable: true,
  });
}

if (!('replaceChildren' in Element.prototype)) {
  Object.defineProperty(Element.prototype, 'replaceChildren', {
    value(this: Element, ...nodes: (Node | string)[]) {
      this.textContent = '';
      this.append(...nodes);
    },
    writable: true,
    configurable: true,
  });
}
