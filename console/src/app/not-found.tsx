import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '@/ui/button.tsx';
import { Empty } from '@/ui/states.tsx';

export function NotFound() {
  const { t } = useTranslation();
  const home = (
    <Link to="/" className={buttonClass({ kind: 'primary' })}>
      {t('notFound.home')}
    </Link>
  );
  return (
    <main className="mx-auto max-w-xl p-8">
      <h1 className="sr-only">{t('notFound.title')}</h1>
      <Empty icon={Compass} title={t('notFound.title')} action={home}>
        {t('notFound.text')}
      </Empty>
    </main>
  );
}
