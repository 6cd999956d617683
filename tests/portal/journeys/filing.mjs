// From the clerk's figures to the office's word: filed, signed, sent back, corrected, accepted, each in a browser of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { json, lianfang, loginLink, open, refusal, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';

export const plan = 'plans/demo-2026-2030';
const signed = `${plan}/obligations/2026-140581-machinery-manufacturing`;
const lastYear = `${plan}/returns/2025-140581-machinery-manufacturing`;
const waiting = `${plan}/returns/2026-140581-non-coal-mining`;
const reviewed = `${plan}/obligations/2026-140581-transportation`;

export const statuses = { MET: '已报送' };

// fill types figures in; a value of `zero` or `unknown` is chosen in place of a number.
export async function fill(page, figures) {
  for (const [figure, value] of Object.entries(figures)) {
    const row = page.locator(`[data-figure="${figure}"]`);
    if (value === 'zero' || value === 'unknown') await row.locator(`input[value="${value}"]`).check();
    else await row.locator('input[type="text"]').first().fill(value);
  }
}

const positions = ['enterprise-principals', 'principals', 'managers', 'team-leaders'];

export function coverage(required, trained) {
  return Object.fromEntries(positions.flatMap((position) => [[`${position}-required`, required], [`${position}-trained`, trained]]));
}

// receiptFile is a file for the page to read a receipt from.
const receiptFile = (receipt) => ({ name: '回执.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(receipt)) });

export const draftIs = (page, state) => page.waitForSelector(`[data-draft="${state}"]`);

export async function submit(page) {
  await page.click('form button[type="submit"]');
  await page.click('dialog button.primary');
}

export async function filing(browser) {
  await check('page: rules of the plan show as a clerk types, and what is not known is no zero', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${signed}`);
    await fill(page, { insured: '17629', injuries: '17630' });
    assert.match(await page.textContent('[data-figure="injuries"] .messages'), /不得超过参保人数/);
    await fill(page, { injuries: '52.5' });
    assert.match(await page.textContent('[data-figure="injuries"] .messages'), /整数/);
    await fill(page, { injuries: 'unknown' });
    assert.equal(await page.isDisabled('form button[type="submit"]'), true, 'what is not known cannot be filed');
    await fill(page, { injuries: '52' });
    await page.context().close();
  });

  await check('page: a draft is kept on the server and is there in another browser', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${signed}`);
    await fill(page, { injuries: '51', ...coverage('61', '57') });
    await draftIs(page, 'saved');
    await page.context().close();
    const again = await browser.signedIn('emergency+zhang-wei');
    await open(again, `/${signed}`);
    assert.equal(await again.inputValue('[data-figure="injuries"] input[type="text"]'), '51');
    await again.context().close();
  });

  await check('page: a clerk files, and the receipt is verified in the browser', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${signed}`);
    await fill(page, { injuries: '52', insured: '17629', ...coverage('61', '57') });
    await submit(page);
    await page.waitForSelector('[data-verified="true"]');
    assert.match(await page.textContent('main'), /待召集人审签/);
    const download = page.waitForEvent('download');
    await page.click('text=保存回执');
    const path = await (await download).path();
    json('auditor', 'receipt', 'verify', path);
    await page.context().close();
  });

  await check('page: evidence is attached, and read again as the ledger names it', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${plan}/returns/2026-140581-machinery-manufacturing`);
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
    await page.setInputFiles('.dropzone input[type="file"]', { name: '报送表扫描件.pdf', mimeType: 'application/pdf', buffer: pdf });
    await page.waitForSelector('#evidence ~ ul strong:has-text("报送表扫描件.pdf")');
    const download = page.waitForEvent('download');
    await page.click('#evidence ~ ul button:has-text("下载")');
    assert.deepEqual(readFileSync(await (await download).path()), pdf);
    await page.context().close();
  });

  await check('page: a file is dropped onto a return; its receipt is kept and verifies, and one that was tampered with does not', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${plan}/returns/2026-140581-machinery-manufacturing`);
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n%second'], '培训签到表.pdf', { type: 'application/pdf' }));
      return data;
    });
    await page.dispatchEvent('.dropzone', 'drop', { dataTransfer: dropped });
    const file = page.locator('#evidence ~ ul > li:has-text("培训签到表.pdf")');
    await file.locator('button:has-text("号回执")').click();
    await file.locator('[data-verified="true"]').waitFor();
    const download = page.waitForEvent('download');
    await file.locator('button:has-text("保存回执")').click();
    const receipt = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    await open(page, '/verify');
    await page.setInputFiles('.dropzone input[type="file"]', receiptFile(receipt));
    await page.waitForSelector('[data-verified="true"]:has-text("回执真实")');
    const entry = Buffer.from(receipt.entry, 'base64');
    entry[entry.length >> 1] ^= 1;
    await page.setInputFiles('.dropzone input[type="file"]', receiptFile({ ...receipt, entry: entry.toString('base64') }));
    await page.waitForSelector('[data-verified="false"]:has-text("回执不成立")');
    await page.setInputFiles('.dropzone input[type="file"]', receiptFile({ obligations: [] }));
    await page.waitForSelector('.problem:has-text("不是回执")');
    await page.context().close();
  });

  await check('page: a browser without Ed25519 verifies by the bundled library', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await page.addInitScript(() => {
      const real = crypto.subtle.importKey.bind(crypto.subtle);
      crypto.subtle.importKey = (format, data, algorithm, ...rest) =>
        algorithm === 'Ed25519' ? Promise.reject(new DOMException('no', 'NotSupportedError')) : real(format, data, algorithm, ...rest);
    });
    await open(page, `/${plan}/returns/2026-140581-machinery-manufacturing`);
    await page.click('text=/核验第 .* 号回执/');
    await page.waitForSelector('[data-verified="true"]');
    assert.match(await page.textContent('[data-verified]'), /随页面提供的算法/);
    await page.context().close();
  });

  await check('page: a convener signs', async () => {
    const page = await browser.signedIn('emergency-convener+li-na');
    await open(page, '/sign');
    await page.click(`a[href$="2026-140581-machinery-manufacturing"]`);
    await settled(page);
    await page.click('text=审签同意');
    await page.waitForSelector('[data-state="1"]');
    // The signature has an entry of its own in the ledger, and a receipt.
    await page.click('#history ~ ol button >> nth=1');
    await page.waitForSelector('[data-verified="true"]');
    assert.match(await page.textContent('#history ~ ol dl.facts'), /经办\s*应急管理局 召集人/);
    await page.context().close();
  });

  await check('page: last year’s figure stands beside, and one far from it is filed with a reason alone', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${signed}`);
    const figures = json('office', 'return', 'show', lastYear).latest.figures;
    const injured = figures.find((one) => one.figure === 'injuries').number;
    assert.match(await page.textContent('[data-figure="injuries"] .before'), new RegExp(`2025\\D+${injured}\\s*$`));
    await fill(page, { injuries: String(Number(injured) * 3) });
    await page.fill('main label:has-text("更正理由") textarea', '漏报一家企业');
    assert.match(await page.textContent('section[aria-labelledby="warnings"]'), /与上一数据年度相比变化过大[\s\S]*工伤发生人数/);
    await page.click('form button[type="submit"]');
    const reason = page.locator('section[aria-labelledby="warnings"] textarea');
    assert.equal(await reason.evaluate((one) => one === document.activeElement && one.getAttribute('aria-invalid')), 'true', 'the focus is where the reason goes');
    assert.equal(await page.locator('dialog').count(), 0, 'without the reason nothing is filed');
    await reason.fill('新增两家企业，已逐人核对');
    await submit(page);
    await page.waitForSelector('[data-verified="true"]');
    const { latest } = json('office', 'return', 'show', `${plan}/returns/2026-140581-machinery-manufacturing`);
    assert.deepEqual([latest.warnings.map((one) => one.rule), latest.warningConfirmation], [['large-change'], '新增两家企业，已逐人核对']);
    await page.context().close();
  });

  await check('page: signing asks for a login of the last minutes, and goes on after it', async () => {
    const page = await browser.signedIn('emergency-convener+li-na');
    await open(page, `/${waiting}`);
    // The first answer is the portal's for a session that is older than five minutes (RpcHandlerTest.PublishingAsksForAFreshLogin).
    await page.route('**/lianfang.submission.v1.SubmissionService/SignReturn', (route) => route.fulfill(refusal('permission_denied', 'FRESH_LOGIN_REQUIRED')), { times: 1 });
    await page.click('text=审签同意');
    await page.waitForSelector('dialog:has-text("请再次登录"):has-text("5 分钟")');
    const other = await page.context().newPage();
    await other.goto(loginLink('emergency-convener+li-na'));
    await other.close();
    await page.click('text=我已重新登录，继续');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.click('text=审签同意');
    await page.waitForSelector('[data-state="1"]');
    await page.context().close();
  });

  await check('page: what changed since the last visit is listed at the next one', async () => {
    const page = await browser.signedIn('office');
    await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
    const position = () => Object.keys(localStorage).some((key) => key.startsWith('lianfang.person.returns.') && localStorage[key] !== '');
    await page.waitForFunction(position);
    await open(page, '/review');
    lianfang('office+shi-min', 'return', 'review', waiting.split('/').pop(), '--plan', plan.slice('plans/'.length), '--decision', 'accept');
    await open(page, '/');
    await page.waitForSelector('section[aria-labelledby="changes"] li:has-text("非煤矿山"):has-text("已审核")');
    await page.context().close();
  });

  await check('page: the office sends back with a remark on a figure, and accepts the correction', async () => {
    const clerk = await browser.signedIn('transport+chen-jie');
    await open(clerk, `/${reviewed}`);
    await fill(clerk, { injuries: '33', insured: '9801', ...coverage('71', '58') });
    await submit(clerk);
    await clerk.waitForSelector('[data-verified="true"]');

    const office = await browser.signedIn('office');
    await open(office, `/${plan}/returns/2026-140581-transportation`);
    await office.click('text=退回');
    await office.fill('dialog textarea', '工伤人数与认定数不符');
    await office.fill('dialog input[aria-label="对“工伤发生人数”的意见"]', '请核对');
    await office.click('dialog button.danger');
    await office.waitForSelector('[data-state="3"]');

    await open(clerk, `/${reviewed}`);
    assert.match(await clerk.textContent('main'), /工伤人数与认定数不符[\s\S]*请核对/);
    await fill(clerk, { injuries: '34' });
    await clerk.fill('main label:has-text("更正理由") textarea', '漏报一人');
    await submit(clerk);
    await clerk.waitForSelector('[data-verified="true"]');

    await open(office, '/review');
    await office.check('input[type="checkbox"][aria-label*="交通运输"]');
    await office.click('text=通过所选');
    await office.waitForSelector('.toast');
    await open(office, `/${plan}/returns/2026-140581-transportation`);
    await office.waitForSelector('[data-state="2"]');
    assert.match(await office.textContent('main'), /33[\s\S]*→[\s\S]*34/);
    await clerk.context().close();
    await office.context().close();
  });

  await check('page: the office sends several back at once, and sees what became of each', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/review');
    for (const year of ['2025', '2026']) await page.check(`input[type="checkbox"][aria-label*="涉尘"][aria-label*="${year}"]`);
    // Meanwhile somebody else accepts one of them.
    lianfang('office+shi-min', 'return', 'review', '2025-140581-dust-exposed', '--plan', plan.slice('plans/'.length), '--decision', 'accept');
    await page.click('button:has-text("退回所选")');
    assert.match(await page.textContent('dialog'), /退回 2 项/);
    await page.fill('dialog textarea', '培训口径不符，请核对后重报');
    await page.click('dialog button.danger');
    await page.waitForSelector('[data-outcome="done"]:has-text("2026"):has-text("已退回")');
    assert.match(await page.textContent('[data-outcome="failed"]'), /2025[\s\S]*[\u4e00-\u9fff]{4}/);
    const of = (id) => json('office', 'return', 'show', `${plan}/returns/${id}`);
    assert.equal(of('2025-140581-dust-exposed').state, 'RETURN_STATE_ACCEPTED');
    const back = of('2026-140581-dust-exposed');
    assert.equal(back.state, 'RETURN_STATE_SENT_BACK');
    assert.equal(back.latest.review.reason, '培训口径不符，请核对后重报');
    await page.context().close();
  });

  await check('page: a verdict changes while one watches', async () => {
    const page = await browser.signedIn('observer');
    await open(page, '/scorecard?period=2026');
    await page.waitForSelector('.badge.good:has-text("实时")');
    const lianfang = await browser.signedIn('market-regulation+sun-li');
    await open(lianfang, `/${plan}/obligations/2026-140581-instant-delivery`);
    await fill(lianfang, { 'platform-injuries': '58', ...coverage('80', '76') });
    await submit(lianfang);
    await lianfang.waitForSelector('[data-verified="true"]');
    await page.waitForSelector('section[aria-label="刚刚变化"]:has-text("即时配送")');
    assert.match(await page.textContent('section[aria-label="刚刚变化"]'), /待定 → 暂达标/);
    await page.context().close();
    await lianfang.context().close();
  });

  await check('page: a session ends politely, with the draft kept', async () => {
    const page = await browser.signedIn('housing+liu-yang');
    await open(page, `/${plan}/obligations/2026-140581-construction`);
    await page.context().clearCookies();
    await fill(page, { injuries: '44' });
    await page.waitForSelector('dialog:has-text("登录已到期")');
    assert.equal(await page.inputValue('[data-figure="injuries"] input[type="text"]'), '44');
    const other = await page.context().newPage();
    await other.goto(loginLink('housing+liu-yang'));
    await other.close();
    await page.click('text=我已重新登录，继续');
    await page.waitForSelector('dialog', { state: 'detached' });
    await fill(page, { insured: '14061' });
    await draftIs(page, 'saved');
    await page.context().close();
  });
}
