// Every page: its address, and the part that shows it, loaded when it is first opened.
import type { Component } from 'svelte';

export type Params = Record<string, string>;
type Page = Component<{ params: Params }>;
type Load = () => Promise<{ default: Page }>;

interface Route {
  pattern: RegExp;
  names: string[];
  load: Load;
  // Open to strangers.
  open?: boolean;
}

function route(path: string, load: () => Promise<unknown>, open = false): Route {
  const names: string[] = [];
  const source = path.replace(/:(\w+)(\*?)/g, (_whole, name: string, rest: string) => {
    names.push(name);
    return rest === '' ? '([^/]+)' : '(.+)';
  });
  return { pattern: new RegExp(`^${source}/?$`), names, load: load as Load, open };
}

export const routes: Route[] = [
  route('/', () => import('./pages/today/Today.svelte')),
  route('/login', () => import('./pages/login/Login.svelte'), true),
  route('/invitation', () => import('./pages/invitation/Invitation.svelte'), true),
  route('/returns', () => import('./pages/file/Obligations.svelte')),
  route('/plans/:plan/obligations/:id', () => import('./pages/file/File.svelte')),
  route('/plans/:plan/returns/:id', () => import('./pages/review/Return.svelte')),
  route('/sign', () => import('./pages/review/Sign.svelte')),
  route('/review', () => import('./pages/review/Review.svelte')),
  route('/scorecard', () => import('./pages/scorecard/Scorecard.svelte')),
  route('/scorecard/result', () => import('./pages/scorecard/Result.svelte')),
  route('/appraisals', () => import('./pages/scorecard/Appraisals.svelte')),
  route('/league', () => import('./pages/scorecard/League.svelte')),
  route('/verify', () => import('./pages/verify/Verify.svelte')),
  route('/reminders', () => import('./pages/reminders/Reminders.svelte')),
  route('/engagements/:id/draw', () => import('./pages/draw/Draw.svelte')),
  route('/office', () => import('./pages/office/Matrix.svelte')),
  route('/office/plans', () => import('./pages/office/Plans.svelte')),
  route('/office/handover', () => import('./pages/office/Handover.svelte')),
  route('/pools', () => import('./pages/pools/Pools.svelte')),
  route('/records/:kind/:id', () => import('./pages/exchange/Record.svelte')),
  route('/list/links', () => import('./pages/exchange/Links.svelte')),
  route('/list/templates', () => import('./pages/templates/Templates.svelte')),
  route('/languages/:language/templates/:template/parts/:part', () => import('./pages/templates/Template.svelte')),
  route('/audit', () => import('./pages/audit/Audit.svelte')),
  route('/audit/ledger', () => import('./pages/audit/Ledger.svelte')),
  route('/list/:resource', () => import('./resources/List.svelte')),
  route('/:name*', () => import('./resources/Detail.svelte')),
];

export function match(path: string): { route: Route; params: Params } | undefined {
  for (const one of routes) {
    const found = one.pattern.exec(path);
    if (found === null) continue;
    const params: Params = {};
    one.names.forEach((name, index) => {
      params[name] = decodeURIComponent(found[index + 1] ?? '');
    });
    return { route: one, params };
  }
  return undefined;
}
