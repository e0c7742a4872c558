import { readFileSync, writeFileSync } from 'node:fs';
import { adapterIds, loadAdapter } from '../adapters/registry.ts';
import { checks } from '../checks/registry.ts';
import { adaptersTable, checksTable, withTables } from './readme-tables.ts';

/** Writes the tables of the README from the code: `npm run docs`. */
const README = new URL('../../README.md', import.meta.url);

const adapters = await Promise.all(adapterIds.map(loadAdapter));
const tables = [checksTable(checks.map((check) => check.meta)), adaptersTable(adapters.map((adapter) => adapter.meta))];
writeFileSync(README, withTables(readFileSync(README, 'utf8'), tables));
