import { blobsContract } from '../../../test/contract/blobs-contract.ts';
import { createMemoryBlobs } from './blobs.ts';

blobsContract('memory', async () => createMemoryBlobs());
