// From a verdict to what it rests on.
import assert from 'node:assert/strict';
import { open, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { plan } from './filing.mjs';

async function signedIn(browser) {
  const page = await browser.signedIn('office');
  await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
  return page;
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
}
