import { sessionRoutes } from '@contract/session.ts';
import { useEffect } from 'react';
import { useRoute } from '@/api/use-route.ts';
import { setSiteName } from '@/ui/window-title.ts';

interface Brand {
  readonly name: string;
  /** Where it is found. */
  readonly logo: string;
  /** To whoever signs in. */
  readonly message: string | null;
}

const OWN = { name: 'AxonHub', logo: '/icon.svg' };
/** For the first paint of the next visit. */
const STORED = 'axonhub.accent';

/** How this installation calls itself and looks; the gateway's own until that is known. */
export function useBrand(): Brand {
  const { data } = useRoute(sessionRoutes.options);
  return { name: data?.name ?? OWN.name, logo: data?.logo ?? OWN.logo, message: data?.message ?? null };
}

/** Gives the window the installation's name, sign and colour. */
export function BrandOfWindow(): null {
  const { data } = useRoute(sessionRoutes.options);
  const { name, logo } = useBrand();
  useEffect(() => setSiteName(name), [name]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) {
      icon.type = logo === OWN.logo ? 'image/svg+xml' : 'image/webp';
      icon.href = logo;
    }
  }, [logo]);
  useEffect(() => {
    if (!data) return;
    if (data.accent === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, data.accent);
    startAccent();
  }, [data]);
  return null;
}

/** `styles.css` makes it darker or lighter until texts in it can be read. */
export function startAccent(): void {
  const accent = localStorage.getItem(STORED);
  const { style, dataset } = document.documentElement;
  if (accent === null) {
    delete dataset.accent;
    return;
  }
  style.setProperty('--accent', accent);
  dataset.accent = accent;
}
