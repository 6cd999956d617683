// Checks of the page, counted as tests/lib/results.sh counts: `COUNT passed|failed NAME` in $LIANFANG_TEST_RESULTS.
import { appendFileSync } from 'node:fs';

const results = process.env.LIANFANG_TEST_RESULTS ?? '/dev/null';
const only = process.argv[2] ?? '';
let failures = 0;

// check runs one and goes on where it fails, showing why.
export async function check(name, test) {
  if (!name.includes(only)) return;
  let verdict = 'passed';
  try {
    await test();
  } catch (error) {
    verdict = 'failed';
    failures += 1;
    process.stdout.write(`FAILED  ${name}\n${String(error.stack ?? error).replace(/^/gm, '        ')}\n`);
  }
  if (verdict === 'passed') process.stdout.write(`ok      ${name}\n`);
  appendFileSync(results, `1 ${verdict} ${name}\n`);
}

export const failed = () => failures > 0;
