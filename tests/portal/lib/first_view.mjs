// Figures of a page's first view with a cold cache, as Lighthouse tells them: first paint, largest paint, interactive, blocking, shift, and what was loaded.
const script = () => {
  const seen = { largest: 0, shift: 0, long: [], ready: 0 };
  window.__view = seen;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.largest = one.startTime))).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.shift += one.hadRecentInput ? 0 : one.value))).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen.long.push([one.startTime, one.duration]))).observe({ type: 'longtask', buffered: true });
  // Ready: the title stands, what it is about is there, and nothing is loading any more.
  const look = () => {
    if (document.querySelector('main h1') !== null && document.querySelector('main section') !== null && document.querySelector('.skeleton') === null) seen.ready = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

// firstView opens an address in a browser that has nothing of the page but the session's cookie.
export async function firstView(browser, storageState, address) {
  const context = await browser.visitor({ storageState });
  const page = await context.newPage();
  await page.addInitScript(script);
  await page.goto(address);
  await page.waitForFunction(() => window.__view.ready > 0);
  const figures = await page.evaluate(() => {
    const { largest, shift, long, ready } = window.__view;
    const resources = performance.getEntriesByType('resource');
    const sum = (list) => list.reduce((total, one) => total + one.transferSize, 0);
    const lastLong = long.filter(([start]) => start < ready).map(([start, duration]) => start + duration);
    return {
      firstPaint: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
      largestPaint: Math.round(largest),
      interactive: Math.round(Math.max(ready, ...lastLong)),
      blocking: Math.round(long.reduce((total, [, duration]) => total + Math.max(0, duration - 50), 0)),
      shift: Math.round(shift * 1000) / 1000,
      requests: resources.length + 1,
      scripts: Math.round(sum(resources.filter((one) => one.name.endsWith('.js'))) / 1024),
      bytes: Math.round(sum(resources) / 1024),
    };
  });
  await context.close();
  return figures;
}

export const told = (figures) =>
  `first paint ${figures.firstPaint} ms, largest ${figures.largestPaint} ms, interactive ${figures.interactive} ms, blocked ${figures.blocking} ms, ` +
  `shift ${figures.shift}; ${figures.requests} requests, ${figures.bytes} KB, of that ${figures.scripts} KB script`;
