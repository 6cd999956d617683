// The office's day: urging, templates, handing over, pools, and records that contradict each other; a department attaches a file to what it reports.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { json, open, settled } from '../lib/browser.mjs';
import { check } from '../lib/checks.mjs';
import { plan } from './filing.mjs';

const planId = plan.slice('plans/'.length);

export async function office(browser) {
  await check('page: the office urges a department, and sees the mail before it goes', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/office');
    await page.click('button[aria-label="催办：住房和城乡建设局"]');
    await page.waitForSelector('[data-urge]');
    await page.fill('dialog textarea', '请于周五前报送。');
    const mail = await page.textContent('[data-urge]');
    assert.match(mail, /住房和城乡建设局[\s\S]*建筑施工 2026年度[\s\S]*请于周五前报送。/);
    assert.match(await page.textContent('[data-urge-subject]'), /催办/);
    assert.doesNotMatch(mail, /\{\{/);
    await page.click('text=发出催办');
    await page.waitForSelector('.toast:has-text("催办邮件")');
    const sent = json('office', 'delivery', 'list', '--kind', 'notice').deliveries.filter((one) => one.template === 'return-urge');
    assert.deepEqual([...new Set(sent.map((one) => one.department))], ['housing']);
    await page.context().close();
  });

  await check('page: reminders are paused until a day, with a reason, and resumed; a list without rows says so', async () => {
    const page = await browser.signedIn('office');
    await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
    await open(page, '/list/pauses');
    await page.waitForSelector('main .empty:has-text("没有内容")');
    await page.click('main button:has-text("暂停催报")');
    await page.selectOption('dialog select[aria-label="部门"]', 'health');
    await page.fill('dialog textarea', '系统切换，暂停催报');
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await page.fill('dialog input[aria-label="截止"]', `${day}T09:00`);
    await page.click('dialog .actions button.primary');
    const row = page.locator('main tbody tr:has-text("系统切换，暂停催报")');
    await row.waitFor();
    assert.match(await row.textContent(), /卫生健康/);
    const { pauses } = json('office', 'reminder', 'pauses', '--plan', planId);
    assert.deepEqual(pauses.map((one) => [one.department, one.untilTime]), [['health', `${day}T01:00:00Z`]]);
    await row.locator('button:has-text("恢复催报")').click();
    await page.fill('dialog textarea', '切换完成');
    await page.click('dialog .actions button.primary');
    await page.waitForSelector('main .empty:has-text("没有内容")');
    assert.deepEqual(json('office', 'reminder', 'pauses', '--plan', planId).pauses ?? [], []);
    await page.context().close();
  });

  await check('page: the plan’s editions stand with what the newer one changed, and why', async () => {
    const page = await browser.signedIn('office');
    await page.evaluate((name) => localStorage.setItem('lianfang.plan', name), plan);
    await open(page, '/office/plans');
    assert.match(await page.textContent('section[aria-labelledby="editions"]'), /第 2 版[\s\S]*专家库扩充至20人[\s\S]*15 → 20[\s\S]*第 1 版/);
    await page.context().close();
  });

  await check('page: a template is seen as a mail while one writes, refused where it is faulty, uploaded and reset', async () => {
    // Every region's mail is written from one template, so it is the office above all of them that changes it.
    const page = await browser.signedIn('office@140500');
    await open(page, '/list/templates');
    await page.click('tr[data-template="return-urge"] a:has-text("主题") >> nth=0');
    await page.waitForSelector('[data-preview]');
    assert.match(await page.textContent('[data-preview]'), /催办：请尽快报送工伤预防数据（应急管理局）/);
    await page.fill('main textarea', '请尽快报送（{{department}}）{{#stranger}}x{{/stranger}}');
    await page.fill('main input[type="text"]', '更短');
    await page.click('button:has-text("检查")');
    await page.waitForSelector('[role="alert"]:has-text("stranger")');
    await page.fill('main textarea', '请尽快报送（{{department}}）');
    assert.match(await page.textContent('[data-preview]'), /请尽快报送（应急管理局）/);
    await page.click('button:has-text("检查")');
    await page.waitForSelector('text=可以上传');
    await page.click('text=上传并生效');
    await page.waitForSelector('button:has-text("恢复原样")');
    await page.click('button:has-text("恢复原样")');
    await page.fill('dialog textarea', '试用完毕');
    await page.click('dialog button.danger');
    await page.waitForSelector('.toast:has-text("已恢复")');
    await page.context().close();
  });

  await check('page: officers change, and the duties go on', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/office/handover');
    const contacts = json('office', 'contact', 'list', '--department', 'health').contacts;
    const leaving = contacts.find((one) => one.role === 'RECIPIENT_LIAISON');
    await page.selectOption('main select', leaving.name);
    await page.fill('main label:has-text("接任人员") input', '周敏');
    await page.fill('main label:has-text("邮箱") input', 'nobody');
    await page.click('button:has-text("检查")');
    assert.equal(await page.locator('main input:invalid').count(), 1, 'no address of a mailbox');
    await page.fill('main label:has-text("邮箱") input', 'zhou.min@gaoping.example');
    await page.fill('main label:has-text("证书短名") input', leaving.name.split('-').slice(3).join('-'));
    await page.click('button:has-text("检查")');
    await page.waitForSelector('main [role="alert"]:has-text("已有这个短名")');
    await page.fill('main label:has-text("证书短名") input', 'zhou-min');
    await page.click('button:has-text("检查")');
    await page.waitForSelector('text=可以办理');
    await page.click('button:has-text("办理交接")');
    await page.waitForSelector('.toast:has-text("交接已办理")');
    const after = json('office', 'contact', 'list', '--department', 'health').contacts.filter((one) => one.role === 'RECIPIENT_LIAISON');
    assert.ok(after.find((one) => one.name === leaving.name).endTime);
    const next = after.find((one) => one.email === 'zhou.min@gaoping.example');
    assert.equal(next.startTime, after.find((one) => one.name === leaving.name).endTime);
    assert.equal(next.name, 'contacts/140581-health-liaison-zhou-min', 'whose certificate says zhou-min goes by this name');
    await page.context().close();
  });

  await check('page: a pool stands beside what the plan asks of it', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/pools');
    await page.waitForSelector('[data-pool="professional"]');
    assert.match(await page.textContent('[data-pool]'), /在库 13 人，目标 20 人[\s\S]*缺口[\s\S]*工伤预防/);
    await page.context().close();
  });

  await check('page: an uncertain link stands with both records side by side, and the office decides it', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/list/links');
    const first = page.locator('[data-link]').first();
    const name = await first.getAttribute('data-link');
    await first.locator('button:has-text("并排")').click();
    await first.locator('[data-pair]').waitFor();
    assert.match(await first.locator('[data-pair]').textContent(), /住房和城乡建设局 事故[\s\S]*人力资源和社会保障局 工伤[\s\S]*用人单位/);
    await first.locator('button:has-text("是同一人")').first().click();
    await page.fill('dialog textarea', '电话核实为同一人');
    await page.click('dialog button.primary');
    await page.waitForSelector('.toast:has-text("已判定")');
    await page.waitForFunction((gone) => document.querySelector(`[data-link="${gone}"]`) === null, name);
    await page.context().close();
  });

  await check('page: a contradiction shows the records behind it, as far as one may read them', async () => {
    const found = json('office', 'discrepancy', 'list', '--plan', planId).discrepancies.find((one) => one.evidence.length > 1);
    const page = await browser.signedIn('office');
    await open(page, `/${found.name}`);
    await page.click('button:has-text("并排")');
    await page.waitForSelector('[data-pair]');
    const text = await page.textContent('[data-pair]');
    assert.match(text, /\*\*/, 'names are masked');
    assert.match(text, /一致|不同|仅一方有/);
    await page.context().close();
  });

  await check('page: a department reports an order done with a photograph, and the office has the same bytes', async () => {
    const order = json('office', 'order', 'list', '--plan', planId).orders.find((one) => one.overdue);
    assert.ok(order, 'the demonstration has an overdue order');
    const photograph = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 7)]);
    const page = await browser.signedIn('emergency+zhang-wei');
    await open(page, `/${order.name}`);
    await page.click('button:has-text("办理")');
    await page.selectOption('dialog select', { label: '报整改' }).catch(async () => page.selectOption('dialog select', '6'));
    await page.fill('dialog textarea', '已更换光电保护装置');
    // While the photograph is on its way the report cannot be sent: it would go without it.
    let arrive;
    const held = new Promise((resolve) => (arrive = resolve));
    await page.route('**/lianfang.coordination.v1.FileService/UploadFile', async (route) => {
      await held;
      await route.continue();
    });
    await page.setInputFiles('dialog input[type="file"]', { name: '整改照片.png', mimeType: 'image/png', buffer: photograph });
    await page.waitForSelector('dialog [role="status"]:has-text("整改照片.png")');
    assert.equal(await page.isDisabled('dialog .actions button.primary'), true, 'a report waits for its photograph');
    assert.equal(await page.locator('dialog .row:has-text("整改照片.png")').count(), 0, 'what is on its way is not of the form yet');
    arrive();
    await page.waitForSelector('dialog .row:has-text("整改照片.png")');
    await page.click('dialog .actions button.primary');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.context().close();
    const reader = await browser.signedIn('office');
    await open(reader, `/${order.name}`);
    const download = reader.waitForEvent('download');
    await reader.click('text=下载附件 1');
    const saved = readFileSync(await (await download).path());
    assert.equal(createHash('sha256').update(saved).digest('hex'), createHash('sha256').update(photograph).digest('hex'));
    await reader.context().close();
  });

  await check('page: a second person of the office confirms a concealed accident, and the assessment takes points off', async () => {
    const page = await browser.signedIn('office+wang-fang');
    await open(page, '/list/concealments');
    await page.click('tr:has-text("待确认") a');
    await settled(page);
    await page.click('button:has-text("确认或驳回")');
    await page.selectOption('dialog select', { label: '认定瞒报' });
    await page.fill('dialog textarea', '调查报告齐全');
    await page.click('dialog .actions button.primary');
    await page.waitForSelector('.badge.bad:has-text("已确认")');
    await open(page, '/appraisals');
    assert.match(await page.textContent('[data-appraisal="housing"]'), /−10/);
    await page.context().close();
  });

  await check('page: a proposed rate is corrected with a reason, within its list', async () => {
    const year = new Date().getFullYear() + 1;
    const page = await browser.signedIn('office+shi-min');
    await open(page, '/list/rate-lists');
    await page.click(`a:has-text("${year}")`);
    await page.waitForSelector('tr:has-text("示例化工有限公司")');
    await page.click('tr:has-text("示例化工有限公司") a');
    await page.waitForSelector('h1:has-text("示例化工有限公司")');
    assert.match(await page.textContent('main'), /推算依据[\s\S]*%/);
    await page.click('button:has-text("更正费率")');
    await page.fill('dialog input', '100');
    await page.fill('dialog textarea', '核减跨年支付的待遇');
    await page.click('dialog .actions button.primary');
    await page.waitForSelector('main:has-text("核减跨年支付的待遇")');
    await page.context().close();
  });

  await check('page: a project says who proposed it, and that it waits for its acceptance', async () => {
    const page = await browser.signedIn('office');
    await open(page, '/list/projects');
    await settled(page);
    assert.match(await page.textContent('tr:has-text("煤矿班组长")'), /应急管理局[\s\S]*(完工|验收)/);
    await page.context().close();
  });
}
