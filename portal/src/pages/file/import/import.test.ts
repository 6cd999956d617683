import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { create } from '@bufbuild/protobuf';
import { ObligationSchema } from '$/gen/lianfang/submission/v1/obligation_pb';
import { PlanSchema } from '$/gen/lianfang/type/v1/plan_pb';
import { type Entry, newEntries } from '../form';
import { decoded, readCsv } from './csv';
import type { Filling, Imported } from './layout';
import { emptyTable, importFile, importText } from './read';
import { FileFault } from './table';
import { pieces } from './xml';

const figure = (id: string, zh: string, more = {}) => ({ id, names: { zh, en: id }, unit: { zh: '人', en: 'persons' }, maximum: 1000n, ...more });
const plan = create(PlanSchema, {
  name: 'plans/p',
  periods: [{ id: '2026', names: { zh: '2026年度', en: '2026' } }],
  regions: [{ code: '140581', names: { zh: '高平市', en: 'Gaoping' } }],
  industries: [
    { id: 'coal', names: { zh: '煤矿', en: 'Coal' } },
    { id: 'building', names: { zh: '建筑', en: 'Building' } },
  ],
  figures: [figure('deaths', '死亡人数'), figure('injuries', '工伤人数'), figure('trained', '已培训', { mayBeNotApplicable: true }), figure('cases', '病例数')],
});
const obligation = create(ObligationSchema, {
  name: 'plans/p/obligations/2026-140581-coal',
  period: '2026',
  region: '140581',
  industry: 'coal',
  figures: ['deaths', 'injuries', 'trained'],
});
const filling: Filling = { plan, obligation, entries: newEntries(plan, obligation.figures) };
const said = (read: Imported) => read.entries.map((entry: Entry) => `${entry.figure.id} ${entry.choice} ${entry.text}${entry.reason}`);
const places = (read: Imported) => read.faults.map((one) => `${one.row}:${one.column}`);

test('the clerk’s template: a title above, units behind names, only the row of this obligation', () => {
  const read = importText(
    [
      '数据报送表（2026年度）,,,,,',
      '地区,行业,死亡人数（人）,已培训（人）,工伤人数,数据年度,报送任务',
      '高平市,建筑,7,8,9,2026年度,plans/p/obligations/2026-140581-building',
      '高平市,煤矿,0,不适用：无此岗位,"1,000",2026年度,plans/p/obligations/2026-140581-coal',
    ].join('\n'),
    filling,
  );
  assert.deepEqual(said(read), ['deaths zero 0', 'injuries number 1000', 'trained notApplicable 无此岗位']);
  assert.deepEqual([read.filled, read.others, read.faults], [3, 1, []]);
});

test('faults stand at their cells', () => {
  const read = importText('行业,数据年度,死亡人数,工伤人数,已培训,病例数,同比\n煤矿,2026,1人,1001,—,5,3%\n', filling);
  assert.deepEqual(places(read).sort(), ['1:6', '2:2', '2:3', '2:4', '2:5']);
  assert.equal(read.filled, 1, 'a number out of bounds is filled in, and the form says so, too');
});

test('a row may say what holds for all of it', () => {
  assert.deepEqual(said(importText('行业,填报情况,死亡人数,工伤人数,已培训\n煤矿,暂缺,,,\n', filling)), ['deaths unknown ', 'injuries unknown ', 'trained unknown ']);
  assert.deepEqual(said(importText('行业,填报情况,死亡人数,工伤人数,已培训\n煤矿,全部为零,0,0,\n', filling)), ['deaths zero 0', 'injuries zero 0', 'trained zero 0']);
  const contradicted = importText('行业,填报情况,死亡人数,工伤人数,已培训\n煤矿,全部为零,3,0,0\n', filling);
  assert.deepEqual(places(contradicted), ['2:2']);
});

test('a row that names this obligation and says another industry was sorted apart', () => {
  const read = importText('行业,死亡人数,工伤人数,已培训,报送任务\n建筑,1,2,3,2026-140581-coal\n', filling);
  assert.deepEqual(places(read), ['2:0']);
});

test('two rows about one obligation, and none', () => {
  assert.deepEqual(places(importText('行业,死亡人数,工伤人数,已培训\n煤矿,1,2,3\n煤矿,1,2,4\n', filling)), ['2:0', '3:0']);
  assert.deepEqual(places(importText('行业,死亡人数,工伤人数\n建筑,1,2\n', filling)), ['0:0']);
});

test('two columns, pasted', () => {
  const read = importText('数据项\t数值\n死亡 人数\t1\n工伤人数（人）\t１，２００\n受伤\t3\n已培训\t不适用\n', filling);
  assert.deepEqual(places(read), ['3:1', '4:0', '5:1']);
  assert.equal(read.entries[0]!.text, '1');
});

test('the empty table reads back', () => {
  const entries = filling.entries.map((entry, index): Entry => (index === 2 ? { ...entry, choice: 'notApplicable', reason: '无,此' } : { ...entry, text: '1200'.slice(0, 3) }));
  const read = importText(emptyTable({ ...filling, entries }), filling);
  assert.deepEqual(read.faults, []);
  assert.deepEqual(said(read), ['deaths number 120', 'injuries number 120', 'trained notApplicable 无,此']);
});

test('quotes keep separators and line breaks; rows keep their numbers', () => {
  assert.deepEqual(readCsv('a,"b ""c"", d"\r\n\r\n"e\nf",g'), [
    { number: 1, cells: ['a', 'b "c", d'] },
    { number: 3, cells: ['e\nf', 'g'] },
  ]);
});

test('GB18030 is read where it is no UTF-8, and what is neither is refused', () => {
  assert.equal(decoded(Uint8Array.of(0xcb, 0xc0, 0xcd, 0xf6)), '死亡');
  assert.throws(() => decoded(Uint8Array.of(0, 1)), FileFault);
});

// crc of a part: Node 18 has none of its own.
function crc(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; ++i) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

interface Claims {
  size?: number;
  crc?: number;
}

// zip makes an archive; `claims` may lie about a part.
function zip(parts: Record<string, string>, claims: Record<string, Claims> = {}): Uint8Array<ArrayBuffer> {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(claims[name]?.crc ?? crc(data), 16);
    head.writeUInt32LE(packed.length, 20);
    head.writeUInt32LE(claims[name]?.size ?? data.length, 24);
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    head.writeUInt32LE(offset, 42);
    directory.push(head, Buffer.from(name));
    const part = Buffer.alloc(30);
    part.writeUInt32LE(0x04034b50, 0);
    part.writeUInt16LE(Buffer.byteLength(name), 26);
    chunks.push(part, Buffer.from(name), packed);
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...chunks, ...directory, end]));
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const workbook = (sheet: string): Record<string, string> => ({
  '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="隐藏" state="hidden" r:id="a"/><x:sheet name="2026年度" r:id="b"/></x:sheets></x:workbook>',
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="b" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="s" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
  'xl/sharedStrings.xml': '<sst><si><t>行业</t></si><si><r><t>死亡</t></r><r><t>人数</t></r><rPh><t>siwang</t></rPh></si><si><t>煤矿</t></si></sst>',
  'xl/worksheets/sheet2.xml': sheet,
});
const row = (cells: string) => `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>报送表 &amp; 说明</t></is></c></row><row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="str"><v>工伤人数</v></c><c r="D3" t="inlineStr"><is><t>已培训</t></is></c></row><row r="4"><c r="A4" t="s"><v>2</v></c>${cells}</row></sheetData></worksheet>`;
const file = (bytes: BlobPart, name = 'a.xlsx') => Object.assign(new Blob([bytes]), { name }) as unknown as File;

test('a workbook: shared and inline strings, results of formulas, positions as the file has them', async () => {
  const read = await importFile(file(zip(workbook(row('<c r="D4"><v>1.2E2</v></c><c r="B4"><f>SUM(A1)</f><v>3</v></c><c r="C4" t="e"><v>#REF!</v></c>')))), filling);
  assert.equal(read.sheet, '2026年度');
  assert.deepEqual(places(read), ['4:2']);
  assert.deepEqual(said(read), ['deaths number 3', 'injuries number ', 'trained number 120']);
});

test('what is no workbook, or lies about itself, is refused', async () => {
  const key = async (given: BlobPart) => importFile(file(given), filling).then(
    () => '',
    (thrown: unknown) => (thrown instanceof FileFault ? thrown.key : String(thrown)),
  );
  const good = workbook(row('<c r="B4"><v>1</v></c>'));
  const sheet = 'xl/worksheets/sheet2.xml';
  assert.equal(await key(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)), 'oldFormat');
  assert.equal(await key(zip(good).subarray(0, 400)), 'damaged');
  assert.equal(await key(zip(good, { [sheet]: { crc: 1 } })), 'damaged');
  assert.equal(await key(zip(good, { [sheet]: { size: 10 } })), 'damaged', 'more comes out than the archive claims');
  assert.equal(await key(zip(good, { [sheet]: { size: 2 ** 31 } })), 'tooMuch');
  assert.equal(await key(zip({ ...good, [sheet]: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' })), 'damaged');
  assert.equal(await key(zip({ ...good, [sheet]: row('<c r="ZZ4"><v>1</v></c>') })), 'tooMuch');
  assert.equal(await key(new Uint8Array(6 * 1024 * 1024)), 'tooLarge');
});

test('tags and texts of a document come in order', () => {
  const found = [...pieces('<?xml version="1.0"?><a b=\'1\'><!-- c --><d/>x&#65;<![CDATA[<y>]]></a>')].map((piece) => `${piece.kind} ${piece.value}`);
  assert.deepEqual(found, ['open a', 'open d', 'close d', 'text xA', 'text <y>', 'close a']);
  assert.throws(() => [...pieces('<a')], FileFault);
});
