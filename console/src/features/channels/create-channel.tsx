import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { NewChannel } from './new-channel.tsx';

export function CreateChannel({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: (id: string) => void;
}) {
  const { t } = useTranslation('channels');
  return (
    <Dialog open onClose={onClose} title={t('create')} description={t('createHint')} className="max-w-2xl">
      <NewChannel onDone={onDone} other={<Button onClick={onClose}>{t('common:action.cancel')}</Button>} />
    </Dialog>
  );
}
