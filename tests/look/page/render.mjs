// Pictures of every page of the web page, in both languages and themes, for people's eyes:
//
//   deploy/up && deploy/demo && node tests/look/page/render.mjs DIRECTORY
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, json, open, settled } from '../../portal/lib/browser.mjs';

const directory = process.argv[2];
if (directory === undefined) {
  process.stderr.write('render.mjs DIRECTORY\n');
  process.exit(2);
}
const only = process.argv[3] ?? '';
mkdirSync(directory, { recursive: true });

const plan = 'plans/demo-2026-2030';
const engagements = json('office', 'engagement', 'list').engagements ?? [];
const drawn = engagements.find((one) => one.state === 'ENGAGEMENT_STATE_INVITING') ?? engagements[0];
const frozen = engagements.find((one) => one.state === 'ENGAGEMENT_STATE_FROZEN') ?? engagements[0];

const lists = ['deliveries', 'contacts', 'templates', 'experts', 'engagements'];
const later = ['discrepancies', 'agreements', 'tasks', 'conferences', 'inspections', 'orders', 'opinions', 'activities', 'budgets', 'projects', 'providers', 'rate-lists'];
const pages = {
  'emergency+zhang-wei': {
    today: '/',
    returns: '/returns',
    file: `/${plan}/obligations/2026-140581-machinery-manufacturing`,
    'file-correction': `/${plan}/obligations/2025-140581-coal-mining`,
    return: `/${plan}/returns/2026-140581-coal-mining`,
    verify: '/verify',
  },
  'emergency-convener+li-na': { sign: '/sign', 'sign-return': `/${plan}/returns/2026-140581-non-coal-mining` },
  office: {
    'office-today': '/',
    review: '/review',
    matrix: '/office',
    plans: '/office/plans',
    scorecard: '/scorecard',
    result: `/scorecard/result?region=140581&period=2026&industry=construction&indicator=incidence-rate`,
    league: '/league',
    reminders: '/reminders',
    engagement: `/${drawn?.name}`,
    draw: `/${drawn?.name}/draw`,
    ...Object.fromEntries([...lists, ...later].map((list) => [`list-${list}`, `/list/${list}`])),
  },
  observer: { 'draw-waiting': `/${frozen?.name}/draw` },
  auditor: { audit: '/audit', ledger: '/audit/ledger' },
};

async function picture(page, name) {
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true });
}

const browser = await Browser.start();
try {
  for (const [identity, some] of Object.entries(pages)) {
    const chosen = Object.entries(some).filter(([name]) => name.includes(only));
    if (chosen.length === 0) continue;
    const page = await browser.signedIn(identity);
    for (const [language, theme] of [['zh', 'light'], ['zh', 'dark'], ['en', 'light'], ['en', 'dark']]) {
      await page.evaluate(([l, t, p]) => {
        localStorage.setItem('lianfang.language', l);
        localStorage.setItem('lianfang.theme', t);
        localStorage.setItem('lianfang.plan', p);
      }, [language, theme, plan]);
      for (const [name, address] of chosen) {
        await open(page, address);
        if (name === 'draw') await page.click('button.primary:has-text("")').catch(() => undefined);
        await settled(page);
        await picture(page, `${name}-${language}-${theme}`);
      }
    }
    for (const problem of new Set(page.problems)) process.stderr.write(`${identity}: ${problem}\n`);
    await page.context().close();
  }
  const stranger = await (await browser.visitor()).newPage();
  await stranger.goto(new URL('/login', 'https://localhost').href).catch(() => undefined);
} finally {
  await browser.stop();
}
