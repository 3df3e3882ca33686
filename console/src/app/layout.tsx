import { meRoutes } from '@contract/me.ts';
import { setupRoutes } from '@contract/setup.ts';
import { Navigate, Outlet } from '@tanstack/react-router';
import { Menu } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { FailureNote } from '@/ui/states.tsx';
import { useBrand } from './brand.ts';
import { Nav } from './nav.tsx';

/** The frame of every page: who is not signed in is sent to do so, or to set the gateway up. */
export function Layout() {
  const me = useRoute(meRoutes.me);
  if (me.data) return <Frame />;
  if (me.error?.status === 401) return <Entrance />;
  if (me.error) {
    return (
      <main className="mx-auto max-w-xl p-8">
        <FailureNote error={me.error} retry={() => void me.refetch()} />
      </main>
    );
  }
  return null;
}

function Entrance() {
  const setup = useRoute(setupRoutes.state);
  if (!setup.data) return null;
  return <Navigate to={setup.data.needed ? '/welcome' : '/sign-in'} replace />;
}

function Frame() {
  const { t } = useTranslation();
  const { name, logo } = useBrand();
  const [open, setOpen] = useState(false);
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15.5rem_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:p-3"
      >
        {t('nav.skip')}
      </a>
      <header className="flex items-center gap-3 border-b bg-surface p-3 lg:hidden">
        <Button
          kind="ghost"
          size="icon"
          aria-label={t('nav.open')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Menu aria-hidden />
        </Button>
        <img src={logo} alt="" className="h-6 max-w-32 object-contain" />
        <span className="min-w-0 truncate font-semibold">{name}</span>
      </header>
      <aside className={cn('border-r bg-surface lg:sticky lg:top-0 lg:block lg:h-dvh', !open && 'hidden')}>
        <Nav onLeave={() => setOpen(false)} />
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <Outlet />
      </main>
    </div>
  );
}
