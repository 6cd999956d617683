// A real browser on a running suite: Debian's Chromium, driven by playwright-core of portal/.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
// What the running suite writes: deploy/lib/settings.sh has the same default.
export const runDirectory = process.env.LIANFANG_RUN_DIR ?? join(root, '.run');
const load = createRequire(join(root, 'portal/package.json'));
const { chromium } = load('playwright-core');
export const axePath = load.resolve('axe-core/axe.min.js');

const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

// lianfang runs the command line as somebody and answers what it prints.
export function lianfang(identity, ...words) {
  return execFileSync(join(root, 'deploy/lianfang'), ['--as', identity, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export function json(identity, ...words) {
  return JSON.parse(lianfang(identity, ...words, '--output', 'json'));
}

// loginLink is a one-time link that signs somebody in.
export function loginLink(identity) {
  const found = /https:\/\/\S+\/login\/link\?token=[0-9a-f]+/.exec(lianfang(identity, 'portal', 'login'));
  if (found === null) throw new Error(`no login link for ${identity}`);
  return found[0];
}

export class Browser {
  static async start() {
    const profile = mkdtempSync(join(tmpdir(), 'lianfang-page-'));
    const context = await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', headless: true, args: flags });
    const browser = new Browser();
    Object.assign(browser, { profile, context, inner: context.browser() });
    return browser;
  }

  // visitor is a person of their own: cookies, storage, language, theme.
  async visitor(options = {}) {
    return this.inner.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 1280, height: 860 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
      ...options,
    });
  }

  // signedIn is a visitor with a page at `/`, signed in by a one-time link.
  async signedIn(identity, options = {}) {
    const context = await this.visitor(options);
    const page = await context.newPage();
    page.problems = [];
    page.on('pageerror', (error) => page.problems.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) page.problems.push(`console: ${message.text()}`);
    });
    await page.goto(loginLink(identity));
    await page.waitForSelector('main h1');
    return page;
  }

  async stop() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

// open follows an address inside the page, as a link would, and waits until what it loads is there.
export async function open(page, address) {
  await page.goto(new URL(address, page.url()).href);
  await settled(page);
}

// refusal is an answer of the portal that refuses a call, in Connect's form, with the reason in a google.rpc.ErrorInfo.
export function refusal(code, reason) {
  const info = Buffer.concat([Buffer.from([0x0a, reason.length]), Buffer.from(reason)]);
  const body = { code, message: reason, details: [{ type: 'google.rpc.ErrorInfo', value: info.toString('base64').replace(/=+$/, '') }] };
  return { status: 403, contentType: 'application/json', body: JSON.stringify(body) };
}

// settled: the title stands, and nothing is loading any more.
export async function settled(page) {
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
}
