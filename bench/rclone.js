import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../.cache/bin', import.meta.url));
/** The peer, as Go names it. A build from source calls itself `-DEV`, so reports name it by this. */
export const MODULE = 'github.com/rclone/rclone@v1.76.0';

/**
 * The path of the rclone that is measured against: always this one version, built into `.cache/bin` where it is not there
 * yet, so that two benches on two machines have the same peer.
 *
 * @throws {Error} with the command to run, where Go is missing or the build fails
 */
export function installedRclone() {
  const path = join(CACHE, 'rclone');
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  console.error(`Building ${MODULE} into ${CACHE}; this takes some minutes, once.`);
  const built = spawnSync('go', ['install', MODULE], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, GOBIN: CACHE },
  });
  if (built.error?.code === 'ENOENT') {
    throw new Error(
      'The bench builds rclone, its peer, from source, and Go is not installed. Install Go (https://go.dev/dl/, or `apt-get install golang-go`) and run `npm run bench` again.',
    );
  }
  if (built.status !== 0)
    throw new Error(`Building rclone failed. Run it by hand to see why: GOBIN=${CACHE} go install ${MODULE}`);
  return path;
}

/** The arguments of a comparison with rclone's defaults, and no configuration of the user's. */
export function rcloneCheck(primary, backup) {
  return ['check', '--config', '/dev/null', primary, backup];
}
