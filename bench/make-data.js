/**
 * Makes the trees that the bench measures: `node bench/make-data.js small|large|flat DIR` writes `DIR/primary` and
 * `DIR/backup`, equal in names, content and modification times. Equal arguments make equal trees on every machine.
 */
import { closeSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MIB = 1024 * 1024;
const SIDES = ['primary', 'backup'];
/** 2025-01-01; files are up to two years older. */
const NEWEST_SECONDS = 1_735_689_600;
const TWO_YEARS_SECONDS = 2 * 365 * 86_400;

const WORDS = ['src', 'lib', 'img', 'css', 'archive', 'mail', 'orders', 'docs', 'cache', 'media', 'invoices', 'news'];
const EXTENSIONS = ['html', 'js', 'css', 'png', 'json', 'txt', 'php', 'eml'];

/**
 * Many small files, the shape of a web site or a mail store: sizes are spread evenly on a logarithmic scale from 100 B
 * to 20 KiB (mean about 3.8 KB), directories hang one to six levels deep.
 */
export function makeSmall(root, { files = 100_000, directories = 1_000 } = {}) {
  const random = generator(1);
  const content = pool(random, 4 * MIB);
  const folders = tree(random, directories);
  for (const side of SIDES) for (const folder of folders) mkdirSync(join(root, side, folder), { recursive: true });
  let bytes = 0;
  for (let index = 0; index < files; index++) {
    const folder = folders[Math.floor(random() * folders.length)];
    const extension = EXTENSIONS[Math.floor(random() * EXTENSIONS.length)];
    const name = join(folder, `${word(random)}-${index.toString(36)}.${extension}`);
    const size = Math.floor(100 * (20_480 / 100) ** random());
    const start = Math.floor(random() * (content.length - size));
    const modifiedAt = NEWEST_SECONDS - Math.floor(random() * TWO_YEARS_SECONDS);
    for (const side of SIDES) writeFile(join(root, side, name), modifiedAt, [content.subarray(start, start + size)]);
    bytes += size;
  }
  return { files, directories, bytes };
}

/** A few large files of bytes that neither compress nor repeat within a file. */
export function makeLarge(root, { files = 6, fileBytes = 512 * MIB } = {}) {
  const random = generator(2);
  const chunk = pool(random, 16 * MIB);
  for (const side of SIDES) mkdirSync(join(root, side, 'dumps'), { recursive: true });
  for (let index = 0; index < files; index++) {
    const modifiedAt = NEWEST_SECONDS - index * 86_400;
    for (const side of SIDES) {
      writeFile(join(root, side, 'dumps', `dump-${index}.bin`), modifiedAt, rotated(chunk, fileBytes, index));
    }
  }
  return { files, directories: 1, bytes: files * fileBytes };
}

/** One directory of very many names, all empty files: what a listing that holds a directory in memory chokes on. */
export function makeFlat(root, { files = 1_000_000 } = {}) {
  for (const side of SIDES) {
    mkdirSync(join(root, side, 'queue'), { recursive: true });
    for (let index = 0; index < files; index++) {
      // Multiplying by an odd number visits every 32-bit value once, so names are unique and out of order.
      const name = (Math.imul(index, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
      writeFile(join(root, side, 'queue', `message-${name}.eml`), NEWEST_SECONDS - (index % TWO_YEARS_SECONDS), []);
    }
  }
  return { files, directories: 1, bytes: 0 };
}

export const MAKERS = { small: makeSmall, large: makeLarge, flat: makeFlat };

function writeFile(path, modifiedAtSeconds, chunks) {
  const descriptor = openSync(path, 'wx');
  try {
    for (const chunk of chunks) writeSync(descriptor, chunk);
    futimesSync(descriptor, modifiedAtSeconds, modifiedAtSeconds);
  } finally {
    closeSync(descriptor);
  }
}

/** `total` bytes made of one chunk, each time turned by another amount and marked with its place. */
function* rotated(chunk, total, seed) {
  const marked = Buffer.from(chunk);
  for (let written = 0, turn = 0; written < total; turn++) {
    const size = Math.min(marked.length, total - written);
    marked.writeUInt32LE(seed * 100_000 + turn, 0);
    const middle = (turn * 65_537) % size;
    yield marked.subarray(middle, size);
    yield marked.subarray(0, middle);
    written += size;
  }
}

function tree(random, count) {
  const folders = ['site'];
  const known = new Set(folders);
  while (folders.length < count) {
    const parent = folders[Math.floor(random() * folders.length)];
    const folder = join(parent, `${word(random)}${Math.floor(random() * 100)}`);
    if (parent.split('/').length > 6 || known.has(folder)) continue;
    known.add(folder);
    folders.push(folder);
  }
  return folders;
}

function pool(random, bytes) {
  const words = new Uint32Array(bytes / 4);
  for (let index = 0; index < words.length; index++) words[index] = random() * 0x1_0000_0000;
  return Buffer.from(words.buffer);
}

function word(random) {
  return WORDS[Math.floor(random() * WORDS.length)];
}

/** Mulberry32: a small seeded generator of numbers in [0, 1). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name, root] = process.argv.slice(2);
  const make = Object.hasOwn(MAKERS, name ?? '') ? MAKERS[name] : undefined;
  if (make === undefined || root === undefined) {
    console.error(`Usage: node bench/make-data.js ${Object.keys(MAKERS).join('|')} DIR`);
    process.exitCode = 2;
  } else {
    const made = make(root);
    console.log(`${made.files} files, ${made.bytes} bytes a side, in ${root}/primary and ${root}/backup.`);
  }
}
