import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';
const STORED = 'axonhub.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const chosen = (): Theme => {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
};

function apply(): void {
  const theme = chosen();
  document.documentElement.classList.toggle('dark', theme === 'dark' || (theme === 'system' && dark.matches));
  for (const listener of listeners) listener();
}

/** Before the first paint, so that nothing flashes. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, theme);
  apply();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosen);
