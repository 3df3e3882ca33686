import { useTranslation } from 'react-i18next';
import { Toaster } from 'sonner';
import { useTheme } from './theme.ts';

/** Short news that need no answer. */
export function Toasts() {
  const { t } = useTranslation();
  return (
    <Toaster containerAriaLabel={t('state.news')} position="bottom-right" theme={useTheme()} closeButton />
  );
}
