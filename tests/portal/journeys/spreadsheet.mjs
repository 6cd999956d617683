// Figures that come from elsewhere: from a spreadsheet in the layout of the clerk's template, and from the department's own records.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, lianfang, open } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { draftIs, plan } from './filing.mjs';

const owed = '2026-140581-transportation';
const address = `/${plan}/obligations/${owed}`;
const clerk = 'transport+chen-jie';
const valueOf = (page, figure) => page.inputValue(`[data-figure="${figure}"] input[type="text"]`);

// template is what `return template` writes for the department.
function template(ending) {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-form-'));
  const path = join(folder, `报送.${ending}`);
  lianfang(clerk, 'return', 'template', '--plan', plan.slice('plans/'.length), '--department', 'transport', '--period', '2026', path);
  const content = readFileSync(path);
  rmSync(folder, { recursive: true });
  return content;
}

async function choose(page, name, buffer) {
  if (!(await page.isVisible('.import input[type="file"]'))) await page.click('.import > summary');
  await page.setInputFiles('.import input[type="file"]', { name, mimeType: 'application/octet-stream', buffer });
  await page.waitForSelector('[data-import]');
}

// filled writes numbers into the row of the obligation, in the order of its figures.
function filled(csv, numbers) {
  const lines = csv.replace(/^\ufeff/, '').split(/\r?\n/);
  const first = lines[0].split(',').findIndex((heading) => heading.startsWith('工伤发生人数'));
  return lines
    .map((line) => {
      if (!line.includes(owed)) return line;
      const cells = line.split(',');
      cells.splice(first, numbers.length, ...numbers);
      return cells.join(',');
    })
    .join('\n');
}

export async function spreadsheet(browser) {
  await check('page: the template of the command line is read, and what is missing stands in its cells', async () => {
    const page = await browser.signedIn(clerk);
    await open(page, address);
    await choose(page, '报送.xlsx', template('xlsx'));
    assert.equal(await page.locator('.sheet td[data-fault]').count(), 10, 'ten figures are asked for, and none is filled in');
    assert.match(await page.textContent('.sheet td[data-fault]'), /应报而未填/);
    assert.match(await page.textContent('.sheet'), new RegExp(owed));
    await page.context().close();
  });

  await check('page: a filled spreadsheet fills the form in, and errors stand where they are', async () => {
    const page = await browser.signedIn(clerk);
    await open(page, address);
    const numbers = ['33', '9801人', '31', '30', '61', '58', '58', '56', '410', '999999999'];
    await choose(page, '报送.csv', Buffer.from(filled(template('csv').toString('utf8'), numbers)));
    assert.deepEqual(await page.locator('.sheet td[data-fault]').allTextContents().then((all) => all.map((text) => text.trim().split(/\s/)[0])), ['9801人', '999999999']);
    assert.equal(await valueOf(page, 'injuries'), '33');
    assert.equal(await valueOf(page, 'team-leaders-required'), '410');
    assert.match(await page.textContent('[data-figure="team-leaders-trained"] .messages'), /整数/);
    await choose(page, '报送.csv', Buffer.from(filled(template('csv').toString('utf8'), ['33', '9801', '31', '30', '61', '58', '58', '56', '410', '330'])));
    assert.equal(await page.getAttribute('[data-import]', 'data-import'), '0');
    await draftIs(page, 'saved');
    const draft = json(clerk, 'draft', 'list', '--plan', plan.slice('plans/'.length)).drafts.find((one) => one.name.endsWith(owed));
    assert.equal(draft.figures.length, 10);
    await page.context().close();
  });

  await check('page: what is no workbook says so, and changes nothing', async () => {
    const page = await browser.signedIn(clerk);
    await open(page, address);
    const before = await valueOf(page, 'insured');
    await page.click('.import > summary');
    for (const [bytes, said] of [[Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), '旧格式'], [template('xlsx').subarray(0, 900), '已损坏']]) {
      await page.setInputFiles('.import input[type="file"]', { name: 'a.xlsx', mimeType: 'application/octet-stream', buffer: bytes });
      await page.waitForSelector(`.import .problem:has-text("${said}")`);
    }
    assert.equal(await valueOf(page, 'insured'), before);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  await check('page: figures are counted from the department’s records, with the list behind each', async () => {
    const page = await browser.signedIn(clerk);
    await open(page, address);
    await page.click('button:has-text("测算")');
    await page.waitForSelector('[data-proposed]');
    const row = page.locator('[data-proposal="injuries"]');
    const counted = (await row.locator('strong').textContent()).trim();
    const told = json(clerk, 'record', 'figures', '--plan', plan, '--period', '2026', '--region', '140581', '--industry', 'transportation');
    assert.equal(counted, told.figures.find((one) => one.value.figure === 'injuries').value.number);
    assert.notEqual(counted, '0');
    await row.locator('button').first().click();
    await page.waitForSelector('dialog [data-sources]');
    assert.match(await page.textContent('dialog'), /事故 YS-SG\d+/);
    await page.click('dialog button:has-text("关闭")');
    await row.locator('button:has-text("采用")').click();
    assert.equal(await valueOf(page, 'injuries'), counted);
    await draftIs(page, 'saved');
    await page.context().close();
  });
}
