// What every page has to be: without findings of axe, usable by keyboard, at 200 % and on a small screen, in English throughout where one asks for it,
// marked as a demonstration, printable, small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listen } from '../lib/answers.mjs';
import { axePath, json, open, root, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { newerThanChrome86 } from '../lib/chrome86.mjs';
import { firstView, told } from '../lib/first_view.mjs';
import { plan } from './filing.mjs';

const most = 120 * 1024;

function pagesOf() {
  const engagement = json('office', 'engagement', 'list').engagements.find((one) => one.state === 'ENGAGEMENT_STATE_INVITING').name;
  const discrepancy = json('office', 'discrepancy', 'list', '--plan', plan.slice('plans/'.length)).discrepancies[0].name;
  const order = json('office', 'order', 'list', '--plan', plan.slice('plans/'.length)).orders[0].name;
  const list = `${plan}/rateLists/${new Date().getFullYear()}`;
  const concealment = json('office', 'concealment', 'list', '--plan', plan.slice('plans/'.length)).concealments[0].name;
  const project = json('office', 'project', 'list', '--plan', plan.slice('plans/'.length)).projects[0].name;
  return {
    'emergency+zhang-wei': ['/', '/returns', `/${plan}/obligations/2025-140581-coal-mining`, `/${plan}/returns/2025-140581-coal-mining`, '/verify'],
    office: [
      '/',
      '/review',
      '/scorecard',
      '/scorecard/result?region=140581&period=2026&industry=construction&indicator=incidence-rate',
      '/appraisals',
      '/list/concealments',
      `/${concealment}`,
      '/list/rate-lists',
      `/${list}`,
      `/${list}/rates/91140581MB0000101W`,
      '/list/rate-tables',
      '/reminders',
      '/office',
      '/office/plans',
      '/office/handover',
      '/pools',
      '/list/experts',
      '/list/contacts',
      '/list/templates',
      '/languages/zh-CN/templates/reminder/parts/txt',
      '/list/links',
      '/list/reads',
      '/list/linkage-models',
      '/list/activities',
      `/${discrepancy}`,
      '/list/orders',
      `/${order}`,
      '/list/projects',
      `/${project}`,
      `/${engagement}`,
      `/${engagement}/draw`,
    ],
    'emergency-convener+li-na': ['/sign'],
    auditor: ['/audit', '/audit/ledger'],
  };
}

const everyRule = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const contrast = { type: 'rule', values: ['color-contrast'] };

// findings of axe about WCAG 2.2 A and AA, or about some rules alone, as short lines.
async function findings(page, runOnly = everyRule) {
  if (await page.evaluate(() => window.axe === undefined)) await page.addScriptTag({ path: axePath });
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), { runOnly });
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`));
}

// inTheme shows the page in a theme of the system's.
async function inTheme(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
}

async function everyPage(browser, options, each, begin = () => undefined) {
  for (const [identity, addresses] of Object.entries(pagesOf())) {
    // The policy of the page allows no script but its own; what the tests bring along is let in.
    const page = await browser.signedIn(identity, { bypassCSP: true, ...options });
    await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
    await begin(page);
    for (const address of addresses) {
      await open(page, address);
      await each(page, `${identity} ${address}`);
    }
    assert.deepEqual(page.problems, [], identity);
    await page.context().close();
  }
}

const chinese = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

// textsShown: what the page says, in texts, names and hints of controls, and its title; without what is marked as Chinese.
function textsShown(page) {
  return page.evaluate(() => {
    const marked = (element) => element.closest('[lang^="zh"]') !== null;
    const texts = [document.title];
    for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
      const { data, parentElement } = walker.currentNode;
      if (!marked(parentElement) && !/^(SCRIPT|STYLE|NOSCRIPT|TEXTAREA)$/.test(parentElement.tagName)) texts.push(data);
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (!marked(element)) texts.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''));
    }
    return texts;
  });
}

const plain = (text) => text.replace(/\s+/g, ' ').trim();

// chineseOf: of what a page in English shows, the texts with Chinese that no service has answered.
async function chineseOf(page, data) {
  const known = [...new Set([...data].flatMap((text) => [text, ...text.split('\n')]).map(plain))].filter((text) => chinese.test(text)).sort((a, b) => b.length - a.length);
  const left = (text) => known.reduce((rest, one) => rest.replaceAll(one, ''), plain(text));
  return [...new Set((await textsShown(page)).filter((text) => chinese.test(text) && chinese.test(left(text))).map(plain))];
}

async function inLanguage(page, lang) {
  await page.evaluate((wanted) => document.documentElement.lang === wanted || document.querySelector('header button[lang]').click(), lang);
  await settled(page);
}

// overflow: how much wider than its window the page is. What is drawn for the width, such as a chart, has some frames to follow it.
const overflow = (page) =>
  page.evaluate(async () => {
    const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    for (let frame = 0; frame < 5 && over() > 0; ++frame) await new Promise(requestAnimationFrame);
    return over();
  });

// narrowVisit looks at every page in both languages, 640 pixels wide, which is half of a desk (200 %), and 320 (WCAG 1.4.10, reflow).
async function narrowVisit(browser) {
  const found = { wide: [], chinese: [] };
  let answered;
  const look = async (page, name) => {
    // A page begins in the language in which the one before ended.
    const begun = await page.evaluate(() => document.documentElement.lang);
    for (const lang of [begun, begun === 'en' ? 'zh-CN' : 'en']) {
      await inLanguage(page, lang);
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 430 });
        const over = await overflow(page);
        if (over > 0) found.wide.push(`${name}, ${lang}, ${width} px: ${over} px too wide`);
      }
      if (lang === 'en') found.chinese.push(...(await chineseOf(page, await answered())).map((text) => `${name}: ${text}`));
    }
  };
  // The names of people, which the signing in has read, are answered again.
  const begin = async (page) => {
    answered = listen(page);
    await page.evaluate(() => sessionStorage.clear());
  };
  await everyPage(browser, { viewport: { width: 640, height: 430 } }, look, begin);
  return found;
}

// tabTo moves the focus forward until it is on the element, tabBack backwards; fails where it never gets there.
async function tabTo(page, selector, key = 'Tab') {
  for (let i = 0; i < 120; ++i) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

const tabBack = (page, selector) => tabTo(page, selector, 'Shift+Tab');

export async function quality(browser, address) {
  // The themes differ in nothing but colours, so the dark one is asked for its contrast alone, in the same visit.
  await check('page: axe finds nothing on any page, in either theme, and each says 演示数据', async () => {
    const found = [];
    await everyPage(browser, { colorScheme: 'light' }, async (page, name) => {
      for (const finding of await findings(page)) found.push(`${name}: ${finding}`);
      await inTheme(page, 'dark');
      for (const finding of await findings(page, contrast)) found.push(`${name}, dark: ${finding}`);
      await inTheme(page, 'light');
      if ((await page.locator('.banner.demo').count()) === 0) found.push(`${name}: does not say 演示数据`);
    });
    assert.deepEqual(found, []);
  });

  await check('page: axe finds nothing on the pages of strangers, in either theme', async () => {
    const found = [];
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.visitor({ bypassCSP: true, colorScheme });
      const page = await context.newPage();
      for (const one of ['/login', '/login?failed=TOO_FAST', '/invitation', '/invitation#engagement=engagements/e&expert=experts/x&token=t']) {
        await page.goto(new URL(one, address).href);
        await page.reload();
        await page.waitForSelector('h1');
        for (const finding of await findings(page)) found.push(`${one}: ${finding}`);
      }
      await context.close();
    }
    assert.deepEqual(found, []);
  });

  await check('page: what is loading and what failed are told apart, and what failed is read again', async () => {
    const page = await browser.signedIn('office');
    // Answers wait until the test lets them fail.
    let fail;
    const failing = new Promise((resolve) => (fail = resolve));
    const lists = '**/lianfang.notification.v1.NotificationService/ListDeliveries';
    await page.route(lists, (route) => failing.then(() => route.abort()));
    await page.goto(new URL('/list/deliveries', page.url()).href);
    await page.waitForSelector('main [role="status"][aria-label="正在载入…"] .skeleton');
    fail();
    await page.waitForSelector('main [role="alert"]:has-text("没有成功"):has-text("连不上服务器")');
    await page.unroute(lists);
    await page.click('main [role="alert"] button:has-text("重试")');
    await page.waitForSelector('main tbody tr');
    assert.equal(await page.locator('main [role="alert"]').count(), 0);
    await page.context().close();
  });

  // One visit answers both.
  let visited;
  const narrow = () => (visited ??= narrowVisit(browser));

  await check('page: at 200 % and on 320 pixels nothing is cut off and nothing scrolls sideways, in either language', async () => {
    assert.deepEqual((await narrow()).wide, []);
  });

  await check('page: in English nothing is Chinese but what people have written', async () => {
    assert.deepEqual((await narrow()).chinese, []);
  });

  await check('page: a clerk comes from the address bar to a filled figure by keyboard alone', async () => {
    const page = await browser.signedIn('health+zhao-min');
    await open(page, `/${plan}/obligations/2025-140581-dust-exposed`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
    for (let i = 0; i < 12 && !(await focused()).startsWith('figure-'); ++i) await page.keyboard.press('Tab');
    assert.match(await focused(), /^figure-/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('7');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.value), 'zero');
    await page.context().close();
  });

  await check('page: a return is filed, and accepted by the office, by keyboard alone', async () => {
    const clerk = await browser.signedIn('market-regulation+sun-li');
    await open(clerk, `/${plan}/obligations/2025-140581-instant-delivery`);
    await tabTo(clerk, '[id^="figure-"]');
    await clerk.keyboard.type('63');
    await tabTo(clerk, 'button[type="submit"]');
    await clerk.keyboard.press('Enter');
    await tabTo(clerk, 'dialog button.primary');
    await clerk.keyboard.press('Enter');
    await clerk.waitForSelector('[data-verified="true"]');
    await clerk.context().close();
    const office = await browser.signedIn('office');
    await open(office, '/review');
    await tabTo(office, 'input[aria-label*="即时配送"]');
    await office.keyboard.press('Space');
    await office.keyboard.press('Shift+Tab');
    await tabBack(office, 'button.primary');
    await office.keyboard.press('Enter');
    await office.waitForSelector('.toast:has-text("已完成 1 项")');
    await office.context().close();
  });

  await check('page: nothing moves on when the network is gone, and the page says so', async () => {
    const page = await browser.signedIn('health+zhao-min');
    await open(page, '/returns');
    await page.context().setOffline(true);
    await page.waitForSelector('.banner.offline');
    await page.context().setOffline(false);
    await page.waitForSelector('.banner.offline', { state: 'detached' });
    await page.context().close();
  });

  await check('page: the return and the scorecard print with 填报人, 审核人, 负责人 and 盖章', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    for (const one of [`/${plan}/obligations/2025-140581-coal-mining`, '/scorecard']) {
      await open(page, one);
      await page.emulateMedia({ media: 'print' });
      for (const word of ['填报人', '审核人', '负责人', '盖章']) assert.ok(await page.locator(`.signatures >> text=${word}`).isVisible(), `${one}: ${word}`);
      assert.equal(await page.locator('nav').first().isVisible(), false);
      await page.emulateMedia({ media: 'screen' });
    }
    await page.context().close();
  });

  await check('page: the first view has at most 120 KB of script, compressed, before charts', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname).filter((path) => path.endsWith('.js')));
    assert.ok(scripts.length > 0);
    const directory = process.env.LIANFANG_PAGE_DIR ?? join(root, 'build/page');
    const bytes = [...new Set(scripts)].map((path) => gzipSync(readFileSync(join(directory, path)), { level: 9 }).length).reduce((sum, one) => sum + one, 0);
    process.stdout.write(`        ${Math.round(bytes / 1024)} KB of script\n`);
    assert.ok(bytes <= most, `${bytes} bytes`);
    assert.ok(!scripts.some((path) => path.includes('charts')), 'charts are not loaded with the first view');
    await page.context().close();
  });

  await check('page: the first view comes up with a cold cache and shifts nothing', async () => {
    const page = await browser.signedIn('emergency+zhang-wei');
    await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
    const state = await page.context().storageState();
    await page.context().close();
    // The best of five is printed, for whoever compares it with the aim of a second: how long it takes is the machine's, and no test's matter.
    const all = [];
    for (let i = 0; i < 5; ++i) all.push(await firstView(browser, state, address));
    const best = all.sort((a, b) => a.interactive - b.interactive)[0];
    process.stdout.write(`        ${told(best)}\n`);
    assert.ok(best.interactive > 0 && best.shift < 0.1, JSON.stringify(all));
  });

  await check('page: what is built needs nothing newer than Chrome 86', async () => {
    assert.deepEqual(newerThanChrome86(process.env.LIANFANG_PAGE_DIR ?? join(root, 'build/page')), []);
  });

  await check('page: nothing is asked of anybody else', async () => {
    const page = await browser.signedIn('office');
    const others = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('blob:') && !request.url().startsWith('data:')) others.push(request.url());
    });
    await open(page, '/scorecard/result?region=140581&period=2026&industry=construction&indicator=incidence-rate');
    await page.waitForSelector('.chart canvas');
    assert.deepEqual(others, []);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}
