// Takes the pictures that README.md shows (docs/page/*.jpg), of a suite that runs with the demonstration in it:
//
//   deploy/up && deploy/demo && node tests/look/page/documentation.mjs
import { join } from 'node:path';
import { Browser, json, open, root, settled } from '../../portal/lib/browser.mjs';

const plan = 'plans/demo-2026-2030';
const { engagements } = json('office', 'engagement', 'list');
const drawn = engagements.find((one) => one.state === 'ENGAGEMENT_STATE_INVITING').name;

const pictures = [
  { name: 'today', identity: 'emergency+zhang-wei', address: '/', height: 933 },
  { name: 'scorecard', identity: 'office', address: '/scorecard', height: 1200 },
  { name: 'draw', identity: 'observer', address: `/${drawn}/draw`, height: 1200, act: replay },
];

async function replay(page) {
  await page.click('section[aria-labelledby="replay"] button');
  await page.waitForSelector('[data-replayed="true"]');
  await page.evaluate(() => window.scrollTo(0, 0));
}

const browser = await Browser.start();
try {
  for (const { name, identity, address, height, act } of pictures) {
    // Three quarters of the size: 960 pixels wide, as README.md's columns need it.
    const page = await browser.signedIn(identity, { viewport: { width: 1280, height }, deviceScaleFactor: 0.75, colorScheme: 'light' });
    await page.evaluate((chosen) => localStorage.setItem('lianfang.plan', chosen), plan);
    await open(page, address);
    await act?.(page);
    await settled(page);
    await page.screenshot({ path: join(root, `docs/page/${name}.jpg`), type: 'jpeg', quality: 85 });
    await page.context().close();
  }
} finally {
  await browser.stop();
}
