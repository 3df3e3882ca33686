import { sessionRoutes } from '@contract/session.ts';
import { Link } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/call.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { useBrand } from './brand.ts';
import { type NavGroup, PAGES } from './pages.ts';
import { LanguageField, ThemeField } from './preferences.tsx';
import { chooseProject, useMay, useMe, useProject } from './session.ts';

const GROUPS: readonly NavGroup[] = ['create', 'observe', 'configure', 'administer'];

export function Nav({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { name, logo } = useBrand();
  const shown = PAGES.filter(({ scope }) => scope === undefined || [scope].flat().some(may));
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto p-4">
      <div className="hidden items-center gap-2 px-2 font-semibold lg:flex">
        <img src={logo} alt="" className="h-6 max-w-32 object-contain" />
        <span className="min-w-0 truncate">{name}</span>
      </div>
      <ProjectChoice />
      <nav aria-label={t('nav.main')} className="grid gap-2.5">
        {GROUPS.map((group) => {
          const pages = shown.filter((page) => page.group === group);
          if (pages.length === 0) return null;
          return (
            <div key={group} className="grid">
              <h2 className="px-2 py-0.5 text-xs font-medium text-muted-foreground">
                {t(`nav.groups.${group}`)}
              </h2>
              {pages.map(({ path, title, icon: Icon }) => (
                <Link
                  key={path}
                  to={path}
                  onClick={onLeave}
                  className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-muted lg:py-1"
                  activeProps={{ className: 'bg-muted font-medium', 'aria-current': 'page' }}
                >
                  <Icon className="size-4 text-muted-foreground" aria-hidden />
                  {t(title)}
                </Link>
              ))}
            </div>
          );
        })}
      </nav>
      <Preferences onLeave={onLeave} />
    </div>
  );
}

function ProjectChoice() {
  const { t } = useTranslation();
  const { projects } = useMe();
  const project = useProject();
  if (projects.length < 2) {
    return <p className="px-2 text-sm text-muted-foreground">{project?.name ?? t('nav.noProject')}</p>;
  }
  return (
    <Field label={t('nav.project')}>
      <Select value={project?.id} onChange={({ target }) => chooseProject(target.value)}>
        {projects.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Preferences({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = async (): Promise<void> => {
    await call(sessionRoutes.signOut);
    window.location.assign('/sign-in');
  };
  return (
    <div className="mt-auto grid gap-2 border-t pt-3">
      <div className="grid grid-cols-2 gap-2">
        <LanguageField />
        <ThemeField />
      </div>
      <div className="flex items-center justify-between gap-2">
        <Link
          to="/account"
          onClick={onLeave}
          title={me.email ?? undefined}
          className="flex min-w-0 items-center gap-2 rounded-md p-1 pr-2 text-sm hover:bg-muted"
          activeProps={{ className: 'bg-muted font-medium', 'aria-current': 'page' }}
        >
          <Avatar name={me.name} />
          <span className="sr-only">{t('nav.account')}: </span>
          <span className="truncate">{me.name}</span>
        </Link>
        <Button kind="ghost" size="icon" aria-label={t('action.signOut')} onClick={() => void signOut()}>
          <LogOut aria-hidden />
        </Button>
      </div>
    </div>
  );
}
