// Light, dark, or as the system has it.
export type Theme = 'auto' | 'light' | 'dark';

const stored = 'lianfang.theme';

export function theme(): Theme {
  try {
    const kept = localStorage.getItem(stored);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(): void {
  const chosen = theme();
  const dark = chosen === 'dark' || (chosen === 'auto' && systemDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setTheme(next: Theme): void {
  try {
    localStorage.setItem(stored, next);
  } catch {
    // It holds for this visit only.
  }
  applyTheme();
}

if (typeof window !== 'undefined' && 'matchMedia' in window) systemDark().addEventListener?.('change', applyTheme);
