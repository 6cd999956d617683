import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, text } from '$/crypto/bytes';
import { envelope, Envelopes } from './watch';

test('envelopes come out whole, however the bytes are cut', () => {
  const end = envelope(text('{}'));
  end[0] = 2;
  const stream = concat(envelope(text('first')), envelope(text('')), envelope(text('x'.repeat(300))), end);
  for (const size of [1, 2, 7, 64, stream.length]) {
    const cut = new Envelopes();
    const found = [];
    for (let at = 0; at < stream.length; at += size) found.push(...cut.push(stream.slice(at, at + size)));
    assert.deepEqual(
      found.map(({ end: last, message }) => [last, message.length]),
      [[false, 5], [false, 0], [false, 300], [true, 2]],
    );
  }
});
