import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render, sampleValues, TemplateFault } from './mustache';

test('variables, sections and inverted sections, escaped where it is HTML', () => {
  const values = { name: '<王>', duties: [{ what: 'a' }, { what: 'b' }], none: '', yes: 'x' };
  assert.equal(render('{{name}}：{{#duties}}[{{what}} {{name}}]{{/duties}}', values, true), '&lt;王&gt;：[a &lt;王&gt;][b &lt;王&gt;]');
  assert.equal(render('{{name}}', values, false), '<王>');
  assert.equal(render('{{#none}}n{{/none}}{{^none}}无{{/none}}{{#yes}}{{yes}}{{/yes}}', values, false), '无x');
});

test('a line of nothing but tags of sections leaves no line behind', () => {
  assert.equal(render('a\n{{#no}}\nx\n{{/no}}{{#yes}}\n{{yes}}\n{{/yes}}\nb\n', { yes: 'y' }, false), 'a\ny\nb\n');
  assert.equal(render('a\n{{#yes}}\n会议：{{yes}}\n{{/yes}}\nb\n', { yes: 'x' }, false), 'a\n会议：x\nb\n');
  assert.equal(render('a\n{{#no}}\nx\n{{/no}}\nb', {}, false), 'a\nb');
});

test('what the server refuses is refused here, too', () => {
  for (const wrong of ['{{#a}}', '{{/a}}', '{{#a}}{{/b}}', '{{>part}}', '{{&a}}']) assert.throws(() => render(wrong, {}, false), TemplateFault, wrong);
});

test('samples have a value for every variable, in its section', () => {
  assert.deepEqual(sampleValues(['recipient', 'overdue.count', 'overdue.duties.period', 'other'], { recipient: '联络员' }), {
    recipient: '联络员',
    overdue: [{ count: '〈count〉', duties: [{ period: '〈period〉' }] }],
    other: '〈other〉',
  });
});
