// Pictures of every page of the web page, in both languages and themes, for people's eyes:
//
//   deploy/up && deploy/demo && node tests/look/page/render.mjs DIRECTORY [PART_OF_A_NAME] [--narrow | --print] [--look=en-dark]
//
// --narrow is a phone's width, --print the width of A4 with the styles for print; both in the light theme. --look leaves it at one language and theme.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, json, loginLink, open, settled } from '../../portal/lib/browser.mjs';

const given = process.argv.slice(2);
const [directory, only = ''] = given.filter((one) => !one.startsWith('--'));
const narrow = given.includes('--narrow');
const print = given.includes('--print');
const look = given.find((one) => one.startsWith('--look='))?.slice('--look='.length) ?? '';
if (directory === undefined) {
  process.stderr.write('render.mjs DIRECTORY [PART_OF_A_NAME] [--narrow | --print] [--look=en-dark]\n');
  process.exit(2);
}
mkdirSync(directory, { recursive: true });

const plan = 'plans/demo-2026-2030';
const engagements = json('office', 'engagement', 'list').engagements ?? [];
const drawn = engagements.find((one) => one.state === 'ENGAGEMENT_STATE_INVITING') ?? engagements[0];
const frozen = engagements.find((one) => one.state === 'ENGAGEMENT_STATE_FROZEN') ?? engagements[0];

const first = (what, ...words) => (json('office', ...words, '--plan', plan.slice('plans/'.length))[what] ?? [])[0]?.name;
const orders = json('office', 'order', 'list', '--plan', plan.slice('plans/'.length)).orders ?? [];
const order = (orders.find((one) => one.overdue) ?? orders[0])?.name;
const rates = `${plan}/rateLists/${new Date().getFullYear()}`;
const project = (json('office', 'project', 'list', '--plan', plan.slice('plans/'.length)).projects ?? []).find((one) => one.contract !== undefined)?.name;

const lists = [
  'deliveries', 'contacts', 'pauses', 'templates', 'experts', 'engagements', 'concealments',
  'discrepancies', 'links', 'linkage-models', 'reads', 'agreements', 'employers',
  'tasks', 'conferences', 'inspections', 'orders', 'opinions', 'activities',
  'budgets', 'projects', 'providers', 'rate-lists', 'rate-tables',
];
const pages = {
  'emergency+zhang-wei': {
    today: '/',
    returns: '/returns',
    file: `/${plan}/obligations/2026-140581-machinery-manufacturing`,
    'file-correction': `/${plan}/obligations/2025-140581-coal-mining`,
    return: `/${plan}/returns/2026-140581-coal-mining`,
    verify: '/verify',
  },
  'transport+chen-jie': { 'file-import': `/${plan}/obligations/2026-140581-transportation` },
  'emergency-convener+li-na': { sign: '/sign', 'sign-return': `/${plan}/returns/2026-140581-non-coal-mining` },
  office: {
    'office-today': '/',
    review: '/review',
    matrix: '/office',
    plans: '/office/plans',
    scorecard: '/scorecard',
    appraisals: '/appraisals',
    concealment: `/${first('concealments', 'concealment', 'list')}`,
    result: `/scorecard/result?region=140581&period=2026&industry=construction&indicator=incidence-rate`,
    reminders: '/reminders',
    handover: '/office/handover',
    pools: '/pools',
    template: '/languages/zh-CN/templates/reminder/parts/txt',
    discrepancy: `/${first('discrepancies', 'discrepancy', 'list')}`,
    order: `/${order}`,
    project: `/${project}`,
    conference: `/${first('conferences', 'conference', 'list')}`,
    inspection: `/${first('inspections', 'inspection', 'list')}`,
    activity: `/${first('activities', 'activity', 'list')}`,
    opinion: `/${first('opinions', 'opinion', 'list')}`,
    budget: `/${plan}/budgets/${new Date().getFullYear()}`,
    'rate-list': `/${rates}`,
    rate: `/${rates}/rates/91140581MB0000101W`,
    'office-return': `/${plan}/returns/2026-140581-coal-mining`,
    'no-such-page': '/nowhere',
    urge: '/office',
    link: '/list/links',
    engagement: `/${drawn?.name}`,
    draw: `/${drawn?.name}/draw`,
    ...Object.fromEntries(lists.map((list) => [`list-${list}`, `/list/${list}`])),
  },
  observer: { 'draw-waiting': `/${frozen?.name}/draw` },
  'office@140500': { league: '/league', 'city-scorecard': '/scorecard?region=140521' },
  auditor: { audit: '/audit', ledger: '/audit/ledger' },
};

// What is done on a page before its picture is taken.
const steps = {
  draw: async (page) => {
    await page.click('section[aria-labelledby="replay"] button');
    await page.waitForSelector('[data-replayed]');
  },
  urge: async (page) => {
    await page.click('table.matrix button >> nth=0');
    await page.waitForSelector('[data-urge]');
  },
  link: async (page) => {
    if ((await page.locator('[data-link]').count()) === 0) return;
    await page.click('[data-link] button >> nth=0');
    await page.waitForSelector('[data-pair]');
  },
  discrepancy: async (page) => {
    const button = page.locator('#records ~ button');
    if ((await button.count()) > 0) await button.click();
  },
  'file-import': async (page) => {
    await page.click('.import > summary');
    await page.fill('.import textarea', '行业\t工伤发生人数（人）\t工伤保险参保人数（人）\t应培训人数：一线班组长（人）\t同比\n交通运输\t33\t9801人\t—\t3%\n');
    await page.click('.import button:below(textarea) >> nth=0');
    await page.waitForSelector('[data-import]');
    await page.click('section[aria-labelledby="from-records"] button');
    await page.waitForSelector('[data-proposed]');
  },
};

async function picture(page, name) {
  if (print) await page.emulateMedia({ media: 'print' });
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true });
  if (print) await page.emulateMedia({ media: 'screen' });
}

// The pages that are open to strangers.
const openPages = {
  login: '/login',
  'login-failed': '/login?failed=NO_CERTIFICATE',
  invitation: '/invitation#engagement=engagements/e&expert=experts/x&token=t',
  'invitation-bad': '/invitation',
};

async function strangers() {
  const address = loginLink('office');
  for (const [language, theme] of looks) {
    const page = await (await browser.visitor(options)).newPage();
    await page.addInitScript(([l, t]) => {
      localStorage.setItem('lianfang.language', l);
      localStorage.setItem('lianfang.theme', t);
    }, [language, theme]);
    for (const [name, path] of Object.entries(openPages).filter(([one]) => one.includes(only))) {
      await page.goto(new URL(path, address).href);
      await page.reload();
      await page.waitForSelector('h1');
      await picture(page, `${name}-${language}-${theme}`);
    }
    await page.context().close();
  }
}

const looks = [['zh', 'light'], ['zh', 'dark'], ['en', 'light'], ['en', 'dark']].filter(
  ([language, theme]) => (look === '' || look === `${language}-${theme}`) && (theme === 'light' || !(narrow || print)),
);
const options = narrow ? { viewport: { width: 390, height: 844 } } : print ? { viewport: { width: 794, height: 1123 } } : {};
const browser = await Browser.start();
try {
  for (const [identity, some] of Object.entries(pages)) {
    const chosen = Object.entries(some).filter(([name]) => name.includes(only));
    if (chosen.length === 0) continue;
    const page = await browser.signedIn(identity, options);
    for (const [language, theme] of looks) {
      await page.evaluate(([l, t, p]) => {
        localStorage.setItem('lianfang.language', l);
        localStorage.setItem('lianfang.theme', t);
        localStorage.setItem('lianfang.plan', p);
      }, [language, theme, identity === 'office@140500' ? 'plans/demo-jincheng-2026' : plan]);
      for (const [name, address] of chosen) {
        await open(page, address);
        await steps[name]?.(page);
        await settled(page);
        await picture(page, `${name}-${language}-${theme}`);
      }
    }
    for (const problem of new Set(page.problems)) process.stderr.write(`${identity}: ${problem}\n`);
    await page.context().close();
  }
  await strangers();
} finally {
  await browser.stop();
}
