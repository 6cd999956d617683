// The journeys of the page, in a real browser on a running suite with the demonstration in it (tests/portal/run starts one).
import { Browser, loginLink } from './lib/browser.mjs';
import { failed } from './lib/checks.mjs';
import { filing } from './journeys/filing.mjs';
import { office } from './journeys/office.mjs';
import { oversight } from './journeys/oversight.mjs';
import { quality } from './journeys/quality.mjs';
import { scorecard } from './journeys/scorecard.mjs';
import { spreadsheet } from './journeys/spreadsheet.mjs';

const address = new URL('/', loginLink('office')).href;
const browser = await Browser.start();
try {
  await spreadsheet(browser);
  await filing(browser);
  await scorecard(browser);
  await office(browser);
  await oversight(browser, address);
  await quality(browser, address);
} finally {
  await browser.stop();
}
process.exit(failed() ? 1 : 0);
