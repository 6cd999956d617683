// Addresses of the page. Links are ordinary links; a click on one is followed without loading the page again.
export const place = $state({ path: location.pathname, query: location.search });

export function query(name: string): string {
  return new URLSearchParams(place.query).get(name) ?? '';
}

function read(): void {
  place.path = location.pathname;
  place.query = location.search;
}

export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  read();
  if (!replace) window.scrollTo(0, 0);
}

// setQuery changes parts of the query in place; empty values go.
export function setQuery(values: Record<string, string>): void {
  const next = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  go(`${place.path}${text === '' ? '' : `?${text}`}`, true);
}

function isOurs(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return false;
  return !/^\/(login|session|openapi)/.test(link.pathname);
}

export function followLinks(): void {
  window.addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    if (!(link instanceof HTMLAnchorElement) || link.href === '' || !isOurs(event, link)) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
