/**
 * The bench: `npm run bench`, or `node bench/run.js [--quick] [--rounds N] [--dir DIR] [row…]`.
 *
 * Makes its data on disk, measures firebreak and its peer in turn in the same run, prints a Markdown table of medians
 * and ratios, and takes the data away again. `--quick` uses a tenth of the data: good for a look, not for the README.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { MAKERS } from './make-data.js';
import { installedRclone, MODULE } from './rclone.js';
import { missingBuild, ROWS } from './rows.js';

const GIB = 1024 ** 3;
const FULL = { small: {}, large: {}, flat: {} };
const QUICK = {
  small: { files: 10_000, directories: 100 },
  large: { files: 6, fileBytes: 51 * 1024 ** 2 },
  flat: { files: 100_000 },
};
/** What the data of both sides and the file system's own bookkeeping take at most. */
const NEEDED_BYTES = { small: 1.5 * GIB, large: 6.2 * GIB, flat: 1 * GIB };

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

try {
  await main();
} catch (error) {
  console.error(interrupted.signal.aborted ? 'Interrupted.' : error.message);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, dir: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(ROWS, name));
  if (unknown.length > 0)
    throw new Error(`No row is called ${unknown[0]}. The rows are: ${Object.keys(ROWS).join(' ')}.`);
  if (missingBuild()) throw new Error('The build is missing. Run `npm ci` first.');
  const names = positionals.length > 0 ? positionals : Object.keys(ROWS);
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error('`--rounds` takes a whole number above 0.');

  const rclone = installedRclone();
  const work = realpathSync(mkdtempSync(join(values.dir ?? tmpdir(), 'firebreak-bench-')));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  console.log(machine({ work, rounds, quick: values.quick === true }));
  console.log('| what | peer or limit | firebreak | ratio | aim | |\n| --- | --- | --- | --- | --- | --- |');
  for (const data of [...Object.keys(FULL), undefined]) {
    const rows = names.filter((name) => ROWS[name].data === data);
    if (rows.length > 0) await measureOver(data, rows, { rclone, work, rounds, quick: values.quick === true });
  }
}

/** Makes one set of data, measures its rows, and takes the data away before the next set is made. */
async function measureOver(data, rows, { rclone, work, rounds, quick }) {
  const root = join(work, data ?? 'none');
  mkdirSync(root);
  const made = data === undefined ? {} : { [data]: make(data, root, quick) };
  const bench = {
    made,
    rclone,
    rounds,
    primary: join(root, 'primary'),
    backup: join(root, 'backup'),
    // What one run remembers must not make the next one faster.
    freshState: () => mkdtempSync(join(work, 'state-')),
    signal: interrupted.signal,
  };
  for (const name of rows) {
    const { what, peer, ours, ratio, aim, met } = await ROWS[name].measure(bench);
    console.log(
      `| ${what} | ${peer} | ${ours} | ${ratio} | ${aim} | ${met === undefined ? '' : met ? 'met' : 'NOT MET'} |`,
    );
  }
  rmSync(root, { recursive: true });
}

function make(data, root, quick) {
  const { bavail, bsize } = statfsSync(root);
  const needed = NEEDED_BYTES[data] * (quick ? 0.1 : 1);
  if (bavail * bsize < needed) {
    throw new Error(
      `${root} has no room for ${(needed / GIB).toFixed(1)} GiB. Name a folder on a disk that has: \`--dir DIR\`.`,
    );
  }
  console.error(`Making the data of "${data}".`);
  return MAKERS[data](root, (quick ? QUICK : FULL)[data]);
}

function machine({ work, rounds, quick }) {
  return [
    `Medians of ${rounds} runs in turn, after one to warm the caches${quick ? ', on a tenth of the data' : ''}.`,
    `${cpus()[0]?.model ?? arch()}, ${availableParallelism()} cores, ${Math.round(totalmem() / GIB)} GiB of memory, Linux ${release()},`,
    `${fileSystemOf(work)} below ${dirname(work)}; Node ${process.version}, ${MODULE}.\n`,
  ].join('\n');
}

function fileSystemOf(path) {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n');
    const known = mounts.map((line) => ({
      point: line.split(' ')[4] ?? '',
      type: line.split(' - ')[1]?.split(' ')[0],
    }));
    const over = known.filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`));
    return over.sort((a, b) => a.point.length - b.point.length).at(-1)?.type ?? 'unknown file system';
  } catch {
    return 'unknown file system'; // no /proc here
  }
}
