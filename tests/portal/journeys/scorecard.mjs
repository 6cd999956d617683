// From a verdict to what it rests on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { json, open, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { plan } from './filing.mjs';

async function signedIn(browser) {
  const page = await browser.signedIn('office');
  await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
  return page;
}

// textsOf: the sheets' names and the texts of a workbook. Fails where it does not open or a part of it is not well-formed.
function textsOf(path) {
  const part = (name) => execFileSync('unzip', ['-p', path, name]);
  execFileSync('unzip', ['-tqq', path]);
  const of = (name, nodes) => execFileSync('xmllint', ['--xpath', nodes, '-'], { input: part(name), encoding: 'utf8' }).trim().split('\n');
  const sheets = of('xl/workbook.xml', '//*[local-name()="sheet"]/@name').map((name) => /"(.*)"/.exec(name)[1]);
  sheets.forEach((_, index) => of(`xl/worksheets/sheet${index + 1}.xml`, '//*[local-name()="row"][1]/@r'));
  return { sheets, texts: of('xl/sharedStrings.xml', '//*[local-name()="t"]/text()').join('\n') };
}

export async function scorecard(browser) {
  await check('page: a verdict leads to its derivation, the return that it rests on, and a receipt that holds', async () => {
    const page = await signedIn(browser);
    await open(page, '/scorecard?period=2026');
    await page.click('table.verdicts tr:has-text("煤矿") a.verdict >> nth=0');
    await page.waitForSelector('h2:has-text("推导")');
    await settled(page);
    assert.match(await page.textContent('section[aria-labelledby="derivation"]'), /煤矿[\s\S]*第 \d+ 版/);
    await page.click('section[aria-labelledby="receipts"] button >> nth=0');
    await page.waitForSelector('[data-verified="true"]');
    await page.click('section[aria-labelledby="derivation"] a[href*="/returns/"] >> nth=0');
    await page.waitForSelector('h2:has-text("全部版本")');
    await page.context().close();
  });

  await check('page: a scorecard at a past instant shows what was known then, and so does its workbook', async () => {
    const page = await signedIn(browser);
    // The minute in which it was filed had begun before it was.
    const filed = json('office', 'return', 'show', `${plan}/returns/2026-140581-instant-delivery`).latest.submitTime;
    const minute = new Date(Date.parse(filed) + 8 * 3_600_000).toISOString().slice(0, 16);
    const verdict = () => page.textContent('table.verdicts tr:has-text("即时配送")');
    const exported = async () => {
      const download = page.waitForEvent('download');
      await page.click('button:has-text("导出 xlsx")');
      const file = await download;
      assert.match(file.suggestedFilename(), /\.xlsx$/);
      return textsOf(await file.path());
    };
    await open(page, '/scorecard?period=2026');
    assert.match(await verdict(), /暂达标/);
    const now = await exported();
    const instant = page.locator('.filters label:has-text("查看时点") input').first();
    await instant.fill(minute);
    await instant.press('Tab');
    await page.waitForSelector('.notice.warn:has-text("不是现在的")');
    await page.waitForSelector('table.verdicts tr:has-text("即时配送"):has-text("待定")');
    assert.doesNotMatch(await verdict(), /暂达标/);
    const then = await exported();
    // Which records contradict each other is known of now alone (ExportScorecard).
    assert.deepEqual(now.sheets, [...then.sheets, '记录差异']);
    assert.deepEqual(then.sheets, ['评估结果', '趋势', '依据']);
    assert.match(then.texts, new RegExp(`评估时点：${minute.replace('T', ' ')}:00[\\s\\S]*即时配送`));
    assert.match(now.texts, /评估时点：[\s\S]*即时配送/);
    assert.ok(!now.texts.includes(`评估时点：${minute.replace('T', ' ')}:00`));
    await page.click('button:has-text("回到现在")');
    await page.waitForSelector('table.verdicts tr:has-text("即时配送"):has-text("暂达标")');
    await page.context().close();
  });
}
