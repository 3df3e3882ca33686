import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { OnceNote } from '@/ui/once-note.tsx';

interface Link {
  readonly url: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** A link that somebody has to be given by hand: the gateway sends no mail. */
export function LinkNote({ link, kind }: { readonly link: Link; readonly kind: 'join' | 'password' }) {
  const { t } = useTranslation('people');
  const format = useFormat();
  return (
    <OnceNote text={link.url}>
      <p className="font-medium">{t(kind === 'join' ? 'link.join' : 'link.password')}</p>
      <p className="text-muted-foreground">{t('link.once', { time: format.time(link.expiresAt) })}</p>
    </OnceNote>
  );
}
