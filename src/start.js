import { enableCompileCache } from 'node:module';

// Remembers compiled modules, types stripped, from one start to the next. It counts for what is loaded after it, hence this file.
enableCompileCache();
await import('./main.ts');
