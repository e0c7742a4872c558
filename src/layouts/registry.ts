import type { Layout } from './layout.ts';
import { mirror } from './mirror.ts';

export const layouts: readonly Layout[] = [mirror];
