import { Toaster } from 'sonner';
import { useTheme } from './theme.ts';

/** Short news that need no answer. */
export function Toasts() {
  return <Toaster position="bottom-right" theme={useTheme()} closeButton />;
}
