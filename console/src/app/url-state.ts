import { useNavigate, useSearch } from '@tanstack/react-router';

type UrlState = Readonly<Record<string, string>>;

/**
 * Texts that are kept in the address, so that what is seen can be linked to and survives a reload.
 * @returns what the address says, and a way to change some of it; undefined or empty takes a member out
 */
export function useUrlState(): [
  state: UrlState,
  change: (changes: Readonly<Record<string, string | undefined>>, how?: { readonly push?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const navigate = useNavigate();
  const state = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      typeof value === 'object' || value === undefined ? [] : [[name, String(value)]],
    ),
  );
  return [
    state,
    (changes, { push = false } = {}) => {
      const next = Object.fromEntries(
        Object.entries({ ...state, ...changes }).filter(([, value]) => value !== undefined && value !== ''),
      );
      void navigate({ to: '.', search: next as never, replace: !push, resetScroll: false });
    },
  ];
}
