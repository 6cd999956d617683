// Observer, auditor and strangers: the draw is witnessed and replayed, the ledger read again, and nothing is told to whoever is nobody.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { json, open, runDirectory, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { plan } from './filing.mjs';

// Prints the link of the first mail whose link invites to one of the engagements.
const readMails = `
import email, email.policy, pathlib, re, sys
engagements = "|".join(map(re.escape, sys.argv[2:]))
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
    found = body and re.search(rf"https://\\S+#engagement=(?:{engagements})&expert=\\S+&token=[0-9a-f]+", body.get_content())
    if found:
        print(found.group())
        break
`;

// invitationLink: of a mail that the run's mail catcher has kept.
function invitationLink(engagements) {
  const link = execFileSync('/usr/bin/python3', ['-c', readMails, join(runDirectory, 'mail'), ...engagements], { encoding: 'utf8' }).trim();
  assert.notEqual(link, '', 'a mail invites an expert');
  return link;
}

export async function oversight(browser, address) {
  await check('page: an observer gives the nonce, and replays the draw', async () => {
    const frozen = json('office', 'engagement', 'list').engagements.find((one) => one.state === 'ENGAGEMENT_STATE_FROZEN');
    const page = await browser.signedIn('observer');
    await open(page, `/${frozen.name}/draw`);
    const watcher = await browser.signedIn('office');
    await open(watcher, `/${frozen.name}/draw`);
    await page.click('text=生成并登记见证密钥');
    await page.fill('main input.mono', 'zz');
    await page.click('text=签名并给出');
    await page.waitForSelector('.problem:has-text("64 位十六进制")');
    await page.fill('main input.mono', '5a'.repeat(32));
    const note = page.waitForEvent('download');
    await page.click('text=签名并给出');
    await note;
    await page.waitForSelector('h2:has-text("次序与专家组")');
    assert.match(await page.textContent('main'), new RegExp('5a'.repeat(32)));
    await page.click('text=复算整个抽取');
    await page.waitForSelector('[data-replayed="true"]');
    // Whoever watched sees it without loading the page again.
    await watcher.waitForSelector('h2:has-text("次序与专家组")');
    await page.context().close();
    await watcher.context().close();
  });

  await check('page: a draw that was tampered with does not replay', async () => {
    const drawn = json('office', 'engagement', 'list').engagements.find((one) => one.state === 'ENGAGEMENT_STATE_INVITING');
    const page = await browser.signedIn('office');
    // The answer on its way to the browser has another seed.
    await page.route('**/lianfang.expert.v1.ExpertService/GetDraw', async (route) => {
      const answer = await route.fetch();
      const body = Buffer.from(await answer.body());
      const seed = Buffer.from(json('office', 'draw', 'show', drawn.name).seed, 'base64');
      const at = body.indexOf(seed);
      assert.ok(at > 0, 'the seed is in the answer');
      body[at] ^= 1;
      await route.fulfill({ response: answer, body });
    });
    await open(page, `/${drawn.name}/draw`);
    await page.click('text=复算整个抽取');
    await page.waitForSelector('[data-replayed="false"]');
    assert.match(await page.textContent('.badge.bad:has-text("种子与承诺相符")'), /种子/);
    await page.context().close();
  });

  await check('page: an auditor has the whole ledger verified before one’s eyes', async () => {
    const page = await browser.signedIn('auditor');
    await open(page, '/audit/ledger');
    await page.selectOption('.bar select', plan);
    await page.click('text=在本机核验');
    await page.waitForSelector('[data-ledger="true"]');
    await open(page, '/audit?service=submission');
    assert.match(await page.textContent('main table'), /联络员[\s\S]*报送/);
    await page.context().close();
  });

  await check('page: an auditor sees who has read whose records, and a search that finds nobody says so', async () => {
    const page = await browser.signedIn('auditor');
    await open(page, '/audit?service=exchange');
    await page.selectOption('.filters label:has-text("日志") select', '2');
    const read = page.locator('main tbody tr:has-text("查阅记录")').first();
    await read.waitFor();
    assert.match(await read.textContent(), /领导小组办公室[\s\S]*已完成/);
    // Others' records are read by an agreement, for the purpose that it names.
    assert.match(await page.textContent('main tbody tr:has-text("查阅记录"):has-text("目的")'), /领导小组办公室[\s\S]*目的 数据比对/);
    assert.doesNotMatch(await page.textContent('main tbody'), /PURPOSE_/);
    await page.fill('.filters input[type="search"]', 'nobody-of-that-name');
    await page.press('.filters input[type="search"]', 'Enter');
    await page.waitForSelector('main .empty:has-text("没有记录")');
    assert.equal(await page.locator('main tbody tr').count(), 0);
    await page.context().close();
  });

  await check('page: a city compares its counties, and what has not filed is told apart', async () => {
    const page = await browser.signedIn('office@140500');
    await page.evaluate(() => localStorage.setItem('lianfang.plan', 'plans/demo-jincheng-2026'));
    await open(page, '/league?period=2026');
    await page.waitForSelector('tr:has-text("阳城县")');
    assert.equal(await page.locator('tbody tr').count(), 6);
    // The city is no region of the plan; its name is known all the same.
    await page.waitForSelector('.filters select >> text=晋城市', { state: 'attached' });
    assert.doesNotMatch(await page.textContent('body'), /140500|140000/);
    assert.match(await page.textContent('tr:has-text("沁水县")'), /达标/);
    await page.click('tr:has-text("沁水县") a');
    await page.waitForSelector('h1:has-text("记分卡")');
    await page.waitForSelector('main strong:has-text("沁水县")');
    await page.context().close();
  });

  await check('page: a stranger sees nothing', async () => {
    const context = await browser.visitor();
    const page = await context.newPage();
    const answers = [];
    page.on('response', (response) => answers.push(`${response.status()} ${new URL(response.url()).pathname}`));
    for (const path of ['/', `/${plan}/obligations/2026-140581-coal-mining`, '/audit', '/list/experts']) {
      await page.goto(new URL(path, address).href);
      await settled(page);
      const text = await page.textContent('body');
      assert.match(text, /登录/);
      assert.doesNotMatch(text, /煤矿|演示数据|专家库|高平/);
    }
    assert.deepEqual(answers.filter((one) => one.includes('/lianfang.')), [], 'a stranger’s page calls no service');
    const status = await page.evaluate(async () => (await fetch('/lianfang.submission.v1.PlanService/ListPlans', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status);
    assert.equal(status, 401);
    await context.close();
  });

  await check('page: who signs out everywhere is signed out in the other browser, too', async () => {
    const [here, there] = [await browser.signedIn('finance'), await browser.signedIn('finance')];
    const signedIn = (page) => page.evaluate(async () => (await (await fetch('/session')).json()).signedIn);
    assert.equal(await signedIn(there), true);
    await here.click('.menu > summary');
    await here.click('text=在所有设备上退出');
    await here.waitForSelector('h1:has-text("登录")');
    assert.notEqual(await signedIn(there), true);
    await here.context().close();
    await there.context().close();
  });

  await check('page: an invited expert, who has no certificate, answers by the link of the mail, once', async () => {
    const inviting = json('office', 'engagement', 'list').engagements.filter((one) => one.state === 'ENGAGEMENT_STATE_INVITING');
    const link = invitationLink(inviting.map((one) => one.name));
    const named = new URLSearchParams(new URL(link).hash.slice(1));
    const answered = () => json('office', 'engagement', 'show', named.get('engagement')).invitations.find((one) => one.expert === named.get('expert')).state;
    // Answers by a link; how the page takes it.
    const answer = async (by, choice) => {
      const context = await browser.visitor();
      const page = await context.newPage();
      await page.goto(by);
      await settled(page);
      await page.check(`text=${choice}`);
      if (choice === '我不能参加') {
        assert.equal(await page.isDisabled('button[type="submit"]'), true, 'who declines says why');
        await page.fill('main textarea', '出差');
      }
      await page.click('text=提交答复');
      const said = await page.textContent('.notice');
      await context.close();
      return said;
    };
    const end = link.endsWith('0') ? '1' : '0';
    assert.match(await answer(`${link.slice(0, -1)}${end}`, '我能参加'), /链接无效/);
    assert.equal(answered(), 'INVITATION_STATE_INVITED');
    assert.match(await answer(link, '我能参加'), /已登记：您将参加/);
    assert.equal(answered(), 'INVITATION_STATE_ACCEPTED');
    assert.doesNotMatch(await answer(link, '我不能参加'), /已登记/);
    assert.equal(answered(), 'INVITATION_STATE_ACCEPTED', 'an answer cannot be changed');
  });

  await check('page: an invitation with a wrong token says nothing about it', async () => {
    const context = await browser.visitor();
    const page = await context.newPage();
    const said = [];
    const engagement = json('office', 'engagement', 'list').engagements.find((one) => (one.invitations ?? []).length > 0);
    for (const name of [engagement.name, 'engagements/none']) {
      await page.goto(new URL(`/invitation#engagement=${name}&expert=experts/none&token=${'0'.repeat(64)}`, address).href);
      await page.reload();
      await settled(page);
      await page.check('text=我能参加');
      await page.click('text=提交答复');
      said.push(await page.textContent('[role="alert"]'));
    }
    assert.equal(said[0], said[1]);
    assert.match(said[0], /链接无效/);
    await context.close();
  });
}
